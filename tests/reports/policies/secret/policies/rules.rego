package hiac

warn contains sprintf("%s is %v", [change.address, change.change.after.value]) if {
	some change in input.resource_changes
	change.type == "harness_platform_secret_text"
}
