# Of the front door, of monitoring and of the pipelines; each is explained in terraform.tfvars.example.

variable "control_center_domain" {
  description = "The host of the control center, behind Google's sign-in."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.control_center_domain))
    error_message = "A host such as \"control-api.temani.example\", without https:// and without a path."
  }

  validation {
    condition     = var.control_center_domain != var.domain
    error_message = "The control center never shares the public host."
  }
}

variable "control_center_members" {
  description = "Who passes the control center's door: people and groups of the organization, and accounts of servers."
  type        = set(string)

  validation {
    condition     = alltrue([for member in var.control_center_members : can(regex("^(user|group|serviceAccount):", member))])
    error_message = "Members such as \"group:admins@temani.example\"; never a whole domain, never everybody."
  }
}

variable "throttles" {
  description = "Requests a minute: of one address, of one address to accounts, of one sender's address, of one API key."
  type = object({
    address = optional(number, 1200)
    account = optional(number, 600)
    sender  = optional(number, 6000)
    key     = optional(number, 10000)
  })
  default = {}

  validation {
    condition     = alltrue([for most in values(var.throttles) : most >= 1 && most <= 10000])
    error_message = "Each is between 1 and 10,000 a minute."
  }
}

variable "waf_preview" {
  description = "Whether the firewall's rules on contents only say in the log whom they would refuse."
  type        = bool
  default     = true
}

variable "alert_emails" {
  description = "Who is written to for every alert."
  type        = set(string)

  validation {
    condition     = length(var.alert_emails) > 0 && length(var.alert_emails) <= 5
    error_message = "One to five addresses: a budget takes no more."
  }
}

variable "pager_key_version" {
  description = "The how-manieth key of the pager; 0 where there is none. Raise it to hand over another key."
  type        = number
  default     = 0
}

variable "pager_service_key" {
  description = "The pager's integration key. It is handed over and neither planned nor kept."
  type        = string
  default     = ""
  sensitive   = true
  ephemeral   = true
}

variable "monitored_function" {
  description = "What the uptime check asks every minute: something that everybody may read and that costs nothing."
  type        = string
  default     = "get-ticket-verification-key"

  validation {
    condition     = try(local.functions[var.monitored_function].method == "GET" && contains(local.functions[var.monitored_function].audience, "anyone"), false)
    error_message = "Not a function that anyone may GET."
  }
}

variable "firestore_daily_budget" {
  description = "How many documents a day may be read, and written or deleted, before somebody is told."
  type        = object({ reads = number, writes = number })
  default     = { reads = 1000000, writes = 500000 }
}

variable "billing_account" {
  description = "The account that pays, so that it gets a budget."
  type        = string

  validation {
    condition     = can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "An id such as \"0123AB-4567CD-89EF01\"."
  }
}

variable "budget_amount" {
  description = "What a month may cost, in the billing account's currency. A budget tells, and stops nothing."
  type        = number
}

variable "github_repository" {
  description = "The repository whose workflows deploy, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "A repository such as \"temani/temani\"."
  }
}

variable "github_repository_id" {
  description = "The repository's number: whoever gets hold of its name later has another."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.github_repository_id))
    error_message = "Digits only: `gh api repos/OWNER/NAME --jq .id` tells them."
  }
}
