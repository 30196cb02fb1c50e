run "x" {
