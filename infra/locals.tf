locals {
  # Written by `make generate` from the functions' decorators: a new function needs no line here.
  manifest  = jsondecode(file("${path.module}/functions.json"))
  functions = local.manifest.functions

  domains        = toset([for function in local.functions : function.domain])
  public         = toset([for name, function in local.functions : name if function.exposure == "public"])
  control_center = toset([for name, function in local.functions : name if function.exposure == "control_center"])
  internal       = toset([for name, function in local.functions : name if function.exposure == "internal"])

  queues    = local.manifest.queues
  schedules = { for name, function in local.functions : name => function if function.kind == "schedule" }
  subscriptions = {
    for name, function in local.functions : name => {
      subscription = function.subscription
      topic        = function.topic
      dead_letter  = function.dead_letter
    } if function.kind == "event"
  }

  project    = var.project_id
  production = var.environment == "production"
  zone       = var.time_zone
  labels     = { app = "temani", environment = var.environment }

  archives = coalesce(var.archives, "${path.module}/.build/archives.json")

  # Cloud Run's address of a service that can be told before there is one.
  function_url = "https://{name}-${var.project_number}.${var.region}.run.app"

  # What functions may ask for by name; which of it a function is given is in the manifest.
  environment = {
    ENVIRONMENT          = var.environment
    GOOGLE_CLOUD_PROJECT = var.project_id
    REGION               = var.region
    FUNCTION_URL         = local.function_url
    INTERNAL_CALLERS     = join(",", sort(values(local.callers)))
    TASKS_CALLER         = local.callers.tasks
    PUBLIC_BASE_URL      = "https://${var.domain}"
    CORS_ORIGINS         = join(",", var.cors_origins)
    APP_CHECK            = var.app_check
    MAIL_FROM            = var.mail_from
    SENDGRID_EVENT_KEYS  = join(",", var.sendgrid_event_keys)
    STORAGE_URL          = "gs://${local.buckets.files}"
    AWS_DEFAULT_REGION   = "auto"
    TWILIO_ACCOUNT_SID   = var.twilio_account_sid
    WHATSAPP_SENDER      = var.whatsapp_sender
    # Ours are async, which functions-framework can't see before it has loaded them.
    FUNCTION_USE_ASGI = "true"

    TWILIO_MESSAGING_SERVICE_SID = var.twilio_messaging_service_sid
  }

  # Names are literals, not what a resource returns: a plan can be reviewed only as far as it is known.
  buckets = {
    files  = "${var.project_id}-files"
    source = "${var.project_id}-source"
  }

  account_ids = { for account in local.manifest.accounts : account => "domain-${replace(account, "_", "-")}" }
  caller_ids  = { tasks = "caller-cloud-tasks", pubsub = "caller-pubsub", scheduler = "caller-scheduler" }

  email         = "%s@${var.project_id}.iam.gserviceaccount.com"
  accounts      = { for account, id in local.account_ids : account => format(local.email, id) }
  callers       = { for caller, id in local.caller_ids : caller => format(local.email, id) }
  build_account = format(local.email, "function-builder")
  files_account = format(local.email, "file-signer")

  # Google's own accounts, in whose name its services act on ours.
  agents = {
    for agent, service in { iap = "iap", pubsub = "pubsub", scheduler = "cloudscheduler", tasks = "cloudtasks" } :
    agent => "service-${var.project_number}@gcp-sa-${service}.iam.gserviceaccount.com"
  }
}
