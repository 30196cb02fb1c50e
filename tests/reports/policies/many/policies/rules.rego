package hiac

warn contains sprintf("number %d", [n]) if some n in numbers.range(1, 1000)
