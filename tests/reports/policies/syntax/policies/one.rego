package one

deny contains "é" if {
	input.x == ;
}
