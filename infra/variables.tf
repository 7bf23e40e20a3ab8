# Each is explained in terraform.tfvars.example; those of the front door and of monitoring are in variables_edge.tf.

variable "project_id" {
  description = "The Google Cloud project that everything is created in, one for each environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "A project's id has 6 to 30 lower-case letters, digits and dashes."
  }
}

variable "project_number" {
  description = "The project's number: addresses of functions and Google's own accounts are made of it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{6,20}$", var.project_number))
    error_message = "A project's number has digits only; it is shown beside the project's id."
  }
}

variable "environment" {
  description = "Decides backups, delete protection and how much is logged."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "An environment is \"staging\" or \"production\"."
  }
}

variable "region" {
  description = "Where the functions and Firestore live. Firestore can't be moved later."
  type        = string
  default     = "asia-southeast2"
}

variable "domain" {
  description = "The host of the public API."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "A host such as \"api.temani.example\", without https:// and without a path."
  }
}

variable "mail_from" {
  description = "The sender of e-tickets and notices, verified with the mail provider."
  type        = string

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+\\.[a-z]{2,}$", var.mail_from))
    error_message = "An e-mail address."
  }
}

variable "sendgrid_event_keys" {
  description = "The public keys of the mail provider's signed event webhook: one, or two while rotating."
  type        = list(string)
  default     = []

  validation {
    # A key of P-256 has 91 bytes, and begins with its algorithm and curve.
    condition     = length(var.sendgrid_event_keys) <= 2 && alltrue([for key in var.sendgrid_event_keys : can(regex("^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$", key))])
    error_message = "At most two keys, each as SendGrid shows its verification key."
  }
}

variable "twilio_account_sid" {
  description = "Our account at Twilio, which sends SMS and WhatsApp messages."
  type        = string

  validation {
    condition     = can(regex("^AC[0-9a-f]{32}$", var.twilio_account_sid))
    error_message = "AC and 32 hexadecimal digits."
  }
}

variable "twilio_messaging_service_sid" {
  description = "The messaging service at Twilio whose registered senders send SMS."
  type        = string

  validation {
    condition     = can(regex("^MG[0-9a-f]{32}$", var.twilio_messaging_service_sid))
    error_message = "MG and 32 hexadecimal digits."
  }
}

variable "whatsapp_sender" {
  description = "Our number on WhatsApp, as Twilio lists it among the WhatsApp senders."
  type        = string

  validation {
    condition     = can(regex("^\\+[1-9][0-9]{6,14}$", var.whatsapp_sender))
    error_message = "A number such as \"+6281100000001\"."
  }
}

variable "time_zone" {
  description = "The zone of all schedules: the one that the code computes due times in."
  type        = string
  default     = "Asia/Jakarta"
}

variable "cors_origins" {
  description = "Origins whose pages may call the API and put files."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[^/,]+$", origin))])
    error_message = "Origins such as \"https://app.temani.example\": no path, no slash at the end; never *."
  }
}

variable "app_check" {
  description = "Whether people's apps must send a Firebase App Check token: off, or required once all apps in use send one."
  type        = string
  default     = "off"

  validation {
    condition     = contains(["off", "required"], var.app_check)
    error_message = "Either off or required."
  }
}

variable "min_instances" {
  description = "How many instances of which functions are always ready, instead of what their code says (in staging: none)."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.min_instances), keys(local.functions))) == 0
    error_message = "No such function: ${join(", ", setsubtract(keys(var.min_instances), keys(local.functions)))}."
  }
}

variable "most_instances" {
  description = "How many instances any function may have at most, whatever its code says."
  type        = number
  default     = 20

  validation {
    condition     = var.most_instances >= 1
    error_message = "At least 1."
  }
}

variable "python_runtime" {
  description = "The Python that functions run on: the one that the tests run on."
  type        = string
  default     = "python311"
}

variable "archives" {
  description = "The list of archives to deploy, written by `python -m infra.build archives`; by default where that puts it."
  type        = string
  default     = null
}
