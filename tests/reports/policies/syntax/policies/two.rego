package two

deny contains msg if {
