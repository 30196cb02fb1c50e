package hiac

deny contains sprintf("%s can be seen", [name]) if {
	some name
	opa.runtime().env[name]
	name != "LC_CTYPE"
}

warn contains "the environment is empty" if true
