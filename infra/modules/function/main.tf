# A function, who may call it, and what calls it. There is no other way to make one.
locals {
  ingress = {
    # Both hosts are load balancers: past Cloud Armor and IAP there is no way in.
    public         = "ALLOW_INTERNAL_AND_GCLB"
    control_center = "ALLOW_INTERNAL_AND_GCLB"
    internal       = "ALLOW_INTERNAL_ONLY"
  }
  callers = {
    event    = var.cloud.callers.pubsub
    task     = var.cloud.callers.tasks
    schedule = var.cloud.callers.scheduler
  }
  invoker = {
    # The function asks its callers itself who they are, by tokens that Cloud Run does not know.
    public         = "allUsers"
    control_center = "serviceAccount:${var.cloud.agents.iap}"
    internal       = "serviceAccount:${lookup(local.callers, var.function.kind, "nobody")}"
  }[var.function.exposure]

  # The audience that the function's own check of tokens expects.
  url = replace(var.cloud.url, "{name}", var.name)
}

resource "google_cloudfunctions2_function" "function" {
  name        = var.name
  location    = var.cloud.region
  description = var.function.summary
  labels      = { domain = var.function.domain, kind = var.function.kind, exposure = var.function.exposure }

  build_config {
    runtime           = var.cloud.runtime
    entry_point       = var.function.entry_point
    service_account   = var.cloud.builder
    docker_repository = var.cloud.repository

    source {
      storage_source {
        bucket = var.archive.bucket
        object = var.archive.object
      }
    }

    # Security patches of the base image arrive without a deploy.
    automatic_update_policy {}
  }

  service_config {
    service_account_email            = var.cloud.service_account
    ingress_settings                 = local.ingress[var.function.exposure]
    available_memory                 = var.function.memory
    available_cpu                    = var.function.cpu
    timeout_seconds                  = var.function.timeout_seconds
    max_instance_request_concurrency = var.function.concurrency
    min_instance_count               = var.instances.min
    max_instance_count               = var.instances.max
    all_traffic_on_latest_revision   = true
    environment_variables            = var.environment

    dynamic "secret_environment_variables" {
      for_each = var.function.secrets
      content {
        key        = upper(secret_environment_variables.value)
        project_id = var.cloud.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = (var.function.exposure == "internal") == contains(keys(local.callers), var.function.kind)
      error_message = "${var.name}: machines call what hears events, does tasks or keeps a schedule, and nothing else."
    }
    precondition {
      # Cloud Tasks and Pub/Sub wait this long, and then deliver again beside the call that still runs.
      condition = (
        var.function.timeout_seconds <= lookup({ event = 570, task = 600 }, var.function.kind, 1800)
      )
      error_message = "${var.name}: ${var.function.timeout_seconds} s is longer than its caller waits."
    }
  }
}

# What is enforced for functions of the second generation is the grant on the Cloud Run service of the same name.
resource "google_cloud_run_v2_service_iam_member" "invoker" {
  project  = var.cloud.project
  location = var.cloud.region
  name     = var.name
  role     = "roles/run.invoker"
  member   = local.invoker

  depends_on = [google_cloudfunctions2_function.function]
}
