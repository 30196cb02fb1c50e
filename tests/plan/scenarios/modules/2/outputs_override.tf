output "first" {
  value = module.team["c"].connectors[0]
}
