# The scope everything else lives in. A connector takes org_id and project_id from a project instead of repeating two
# strings, and with that the project is created first and destroyed last.
resource "harness_platform_project" "all" {
  for_each = var.projects

  identifier = each.key
  name       = each.value
  org_id     = var.org_id
}

locals {
  cd_docs = harness_platform_project.all["CD_Docs"]
  docs    = harness_platform_project.all["Docs"]
}
