package main

deny[msg] {
	change := input.resource_changes[_]
	change.change.after.provider_type == "nowhere"
	msg := "not found"
}

violation[{"msg": msg, "code": "REG-1"}] {
	change := input.resource_changes[_]
	endswith(change.change.after.url, ".com")
	msg := sprintf("%s: .com is not ours", [change.address])
}

warn_names[msg] {
	change := input.resource_changes[_]
	msg := concat(" ", ["look at", change.change.after.name])
}
