package hiac

# No connector may be made that trusts any address.
deny contains finding if {
	some change in input.resource_changes
	change.change.actions[_] == "create"
	not startswith(change.change.after.url, "https://registry.example.com")
	finding := {
		"msg": sprintf("%s must use the company's registry, not %s.", [change.address, change.change.after.url]),
		"address": change.address,
	}
}

warn contains sprintf("%d resources are created at once.", [count(created)]) if count(created) > 1

created contains change.address if {
	some change in input.resource_changes
	change.change.actions == ["create"]
}
