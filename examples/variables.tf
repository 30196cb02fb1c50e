variable "org_id" {
  description = "Organization that holds the projects. Every account comes with one named default."
  type        = string
  default     = "default"

  validation {
    condition     = can(regex("^[a-zA-Z_][0-9a-zA-Z_$]{0,127}$", var.org_id))
    error_message = "An organization is named by its identifier: letters, digits, _ and $, not starting with a digit."
  }
}

variable "projects" {
  description = "Projects to create in the organization: identifier to display name."
  type        = map(string)
  default = {
    CD_Docs = "CD Docs"
    Docs    = "Docs"
  }
}

variable "delegate_selectors" {
  description = "Tags of the delegates that carry out the work of the connectors."
  type        = set(string)
  default     = ["gcpdocplay"]
}

variable "aws_access_key" {
  description = "Id of the AWS access key. The id is no secret; the key itself lives in Harness and is only referred to."
  type        = string
  default     = "xxxxx"
}

variable "azure" {
  description = "The application that stands for Harness in Azure."
  type = object({
    application_id = string
    tenant_id      = string
  })
  default = {
    application_id = "xxxxx-xxxx-xxxx-xxxx-xxxxx"
    tenant_id      = "xxxxx-xxxx-xxxx-xxxx-xxxxx"
  }
}
