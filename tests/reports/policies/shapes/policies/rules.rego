package shapes.of["every sort"]

deny if count(input.resource_changes) > 0

warn_text := "a text\nof two lines"

warn_object := {"msg": "an object"}

warn_list := ["one", 2, {"no": "message"}, ["x"], ""]

warn_false := false

warn_nothing contains "no" if count(input.resource_changes) > 100

warn_hostile contains "\u001b[31mred\u202e ::error::x ##[group]y"
