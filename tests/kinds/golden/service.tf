resource "harness_platform_service" "bare" {
  name        = "Service without a definition"
  identifier  = "bare"
  org_id      = "my_org"
  project_id  = "my_project"
  description = "Only its name is known"
  tags        = ["team:a:b", "solo"]
}
