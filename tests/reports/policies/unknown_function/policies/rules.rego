package hiac

deny contains "x" if no_such_function(input)

warn contains "w" if true
