resource "google_cloud_scheduler_job" "schedule" {
  count = var.function.kind == "schedule" ? 1 : 0

  name             = var.name
  region           = var.cloud.region
  description      = var.function.summary
  schedule         = var.function.schedule
  time_zone        = var.cloud.time_zone
  attempt_deadline = "${var.function.deadline_seconds}s"

  retry_config {
    retry_count          = var.function.retries
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
    max_doublings        = 5
  }

  http_target {
    http_method = var.function.method
    uri         = local.url

    oidc_token {
      service_account_email = var.cloud.callers.scheduler
      audience              = local.url
    }
  }

  lifecycle {
    precondition {
      condition     = var.function.time_zone == var.cloud.time_zone
      error_message = "${var.name}: the code computes due times in ${var.function.time_zone}, not in ${var.cloud.time_zone}."
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.invoker]
}
