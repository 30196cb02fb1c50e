package hiac

limit := 1 if count(input.resource_changes) > 0

limit := 2 if true

deny contains "x" if limit == 1
