# What keeps the bill from growing unseen. Budgets tell, and stop nothing: instances, throttles and quotas do.
resource "google_pubsub_topic" "budget" {
  name = "budget"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.api]
}

resource "google_billing_budget" "month" {
  billing_account = var.billing_account
  display_name    = "Temani ${var.environment}"

  budget_filter {
    projects        = ["projects/${var.project_number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      units = tostring(var.budget_amount)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.8, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  threshold_rules {
    threshold_percent = 1.2
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    # A budget takes addresses only, and nobody need be woken for it.
    monitoring_notification_channels = local.written
    pubsub_topic                     = google_pubsub_topic.budget.id
  }

  depends_on = [google_project_service.api]
}

locals {
  # Cloud Run's lines, which no metric counts. Our own are kept: a request's id finds them.
  left_out = merge(
    {
      uptime-checks = "log_id(\"run.googleapis.com/requests\") AND httpRequest.userAgent:\"GoogleStackdriverMonitoring-UptimeChecks\""
    },
    local.production ? {
      requests-that-went-well = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/requests\") AND httpRequest.status<400 AND sample(insertId, 0.9)"
    } : {},
  )
}

resource "google_logging_project_exclusion" "left_out" {
  for_each = local.left_out

  name   = each.key
  filter = each.value

  depends_on = [google_project_service.api]
}
