# Alert policies, the dashboard, and whom they tell. What is watched stands in alerts.tf.
locals {
  counted = { for name, alert in local.alerts : name => alert if can(alert.log) }
  asked   = { for name, alert in local.alerts : name => alert if can(alert.query) }

  # The kind of thing that a line is counted by has to have that label.
  logs_from = { service_name = "cloud_run_revision", job_id = "cloud_scheduler_job" }
  metrics   = { for name, alert in local.counted : name => replace(name, "-", "_") }
  filters = {
    for name, alert in local.counted : name => join(" AND ", [
      "resource.type=\"${local.logs_from[alert.by]}\"",
      "metric.type=\"logging.googleapis.com/user/${local.metrics[name]}\"",
    ])
  }

  written = [for channel in google_monitoring_notification_channel.email : channel.id]
  woken   = concat(local.written, [for channel in google_monitoring_notification_channel.pager : channel.id])

  panels = merge(
    { for name, alert in local.asked : name => { prometheusQuery = alert.query } },
    {
      for name, alert in local.counted : name => {
        timeSeriesFilter = {
          filter = local.filters[name]
          aggregation = {
            alignmentPeriod    = alert.window
            perSeriesAligner   = "ALIGN_DELTA"
            crossSeriesReducer = "REDUCE_SUM"
            groupByFields      = ["resource.label.${alert.by}"]
          }
        }
      }
    },
  )
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }

  depends_on = [google_project_service.api]
}

resource "google_monitoring_notification_channel" "pager" {
  count = var.pager_key_version > 0 ? 1 : 0

  display_name = "Pager"
  type         = "pagerduty"

  # Written and never read: it is in no state and in no plan.
  sensitive_labels {
    service_key_wo         = var.pager_service_key
    service_key_wo_version = tostring(var.pager_key_version)
  }

  depends_on = [google_project_service.api]
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  name        = local.metrics[each.key]
  description = each.value.title
  filter      = each.value.log

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
  }

  depends_on = [google_project_service.api]
}

resource "google_monitoring_alert_policy" "counted" {
  for_each = local.counted

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.urgent ? "CRITICAL" : "WARNING"
  notification_channels = each.value.urgent ? local.woken : local.written

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter          = local.filters[each.key]
      comparison      = "COMPARISON_GT"
      threshold_value = tonumber(split(" ", each.value.limit)[1])
      # At once: what is counted has happened.
      duration                = "0s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"

      aggregations {
        alignment_period     = each.value.window
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.${each.value.by}"]
      }
    }
  }

  alert_strategy {
    auto_close = "1800s"
  }

  documentation {
    subject   = each.value.title
    content   = each.value.runbook
    mime_type = "text/markdown"
  }

  # Of a new metric Google knows nothing for some minutes, which functions take anyway.
  depends_on = [google_logging_metric.counted, module.function]
}

resource "google_monitoring_alert_policy" "asked" {
  for_each = local.asked

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.urgent ? "CRITICAL" : "WARNING"
  notification_channels = each.value.urgent ? local.woken : local.written

  conditions {
    display_name = each.value.title

    condition_prometheus_query_language {
      query = join(" and ", compact([
        "(${each.value.query}) ${each.value.limit}",
        can(each.value.guard) ? "(${each.value.guard})" : null,
      ]))
      duration            = "300s"
      evaluation_interval = "60s"
      # Nothing has been measured yet when the policy is made.
      disable_metric_validation = true
    }
  }

  alert_strategy {
    auto_close = "1800s"
  }

  documentation {
    subject   = each.value.title
    content   = each.value.runbook
    mime_type = "text/markdown"
  }

  depends_on = [google_project_service.api]
}

resource "google_monitoring_dashboard" "alerts" {
  dashboard_json = jsonencode({
    displayName = "Temani: what alerts watch"
    gridLayout = {
      columns = "3"
      widgets = [
        for name, alert in local.alerts : {
          title = "${name}: ${alert.title}"
          xyChart = {
            dataSets   = [{ plotType = "LINE", targetAxis = "Y1", timeSeriesQuery = local.panels[name] }]
            thresholds = [{ targetAxis = "Y1", value = tonumber(split(" ", alert.limit)[1]) }]
          }
        }
      ]
    }
  })

  depends_on = [google_project_service.api]
}

resource "google_monitoring_uptime_check_config" "edge" {
  display_name = "edge"
  period       = "60s"
  timeout      = "10s"

  http_check {
    path         = "/${var.monitored_function}"
    port         = 443
    use_ssl      = true
    validate_ssl = true

    accepted_response_status_codes {
      status_class = "STATUS_CLASS_2XX"
    }
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = var.domain }
  }

  depends_on = [google_project_service.api]
}
