run "missing_variable" {
}
