# Who hears a topic subscribes in modules/function, and is born with its function.
resource "google_pubsub_topic" "event" {
  for_each = local.manifest.topics

  name = each.key

  # A subscription that replaces another one can be sent back to before it was made (README, Another filter).
  message_retention_duration = "${24 * 3600}s"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.api]
}

# A queue's name stays blocked for a week after it is deleted: never rename one.
resource "google_cloud_tasks_queue" "queue" {
  for_each = local.queues

  name     = each.key
  location = var.region

  rate_limits {
    max_dispatches_per_second = each.value.per_second
    max_concurrent_dispatches = each.value.concurrent
  }

  retry_config {
    max_attempts  = each.value.attempts
    min_backoff   = "${each.value.min_backoff_seconds}s"
    max_backoff   = "${each.value.max_backoff_seconds}s"
    max_doublings = each.value.doublings
  }

  stackdriver_logging_config {
    sampling_ratio = local.production ? 0.1 : 1
  }

  depends_on = [google_project_service.api]
}
