variable "name" {
  description = "The function's name, its Cloud Run service's, and its address's."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "${var.name}: 2 to 40 lower-case letters, digits and dashes."
  }
}

variable "function" {
  description = "The function's entry in the manifest, field by field; what does not apply to its kind is left out."
  type = object({
    kind                 = string
    domain               = string
    account              = string
    entry_point          = string
    module               = string
    summary              = string
    method               = string
    exposure             = string
    audience             = list(string)
    scope                = optional(string)
    schedule             = optional(string)
    time_zone            = optional(string)
    every_seconds        = optional(number)
    deadline_seconds     = optional(number)
    retries              = optional(number)
    topic                = optional(string)
    subscription         = optional(string)
    filter               = optional(string)
    ack_deadline_seconds = optional(number)
    dead_letter          = optional(string)
    min_backoff_seconds  = optional(number)
    max_backoff_seconds  = optional(number)
    queue                = optional(string)
    attempts             = optional(number)
    memory               = string
    cpu                  = string
    concurrency          = number
    timeout_seconds      = number
    min_instances        = number
    max_instances        = number
    gateways             = list(string)
    env                  = list(string)
    secrets              = list(string)
    roles                = list(string)
    firestore            = string
    buckets              = list(string)
    publishes            = list(string)
    enqueues             = list(string)
  })
}

variable "environment" {
  description = "The environment variables that are no secrets."
  type        = map(string)
}

variable "instances" {
  description = "How many are always ready, and how many there may be at most."
  type        = object({ min = number, max = number })
}

variable "archive" {
  description = "Where the function's archive lies."
  type        = object({ bucket = string, object = string })
}

variable "cloud" {
  description = "What is the same for all functions, and the account of this one's domain."
  type = object({
    project         = string
    region          = string
    url             = string
    time_zone       = string
    runtime         = string
    service_account = string
    builder         = string
    repository      = string
    callers         = object({ pubsub = string, tasks = string, scheduler = string })
    agents          = object({ pubsub = string, tasks = string, scheduler = string, iap = string })
  })
}
