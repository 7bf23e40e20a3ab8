locals {
  hears = var.function.kind == "event" ? 1 : 0
}

# A push subscription of our own: of one that Eventarc makes, neither dead letters nor patience can be set.
resource "google_pubsub_subscription" "push" {
  count = local.hears

  name                       = var.function.subscription
  topic                      = var.function.topic
  filter                     = var.function.filter
  ack_deadline_seconds       = var.function.ack_deadline_seconds
  message_retention_duration = "${7 * 24 * 3600}s"

  push_config {
    push_endpoint = local.url

    oidc_token {
      service_account_email = var.cloud.callers.pubsub
      audience              = local.url
    }
  }

  retry_policy {
    minimum_backoff = "${var.function.min_backoff_seconds}s"
    maximum_backoff = "${var.function.max_backoff_seconds}s"
  }

  dead_letter_policy {
    dead_letter_topic     = "projects/${var.cloud.project}/topics/${var.function.dead_letter}"
    max_delivery_attempts = var.function.attempts
  }

  # One on which nothing happens for a month would be deleted.
  expiration_policy {
    ttl = ""
  }

  # A filter can't be changed: another one is a new subscription of another name, which hears before the old one goes.
  lifecycle {
    create_before_destroy = true
  }

  # Without its grant Pub/Sub would deliver for ever instead of giving up.
  depends_on = [google_cloud_run_v2_service_iam_member.invoker, google_pubsub_topic_iam_member.dead_letter]
}

resource "google_pubsub_topic" "dead_letter" {
  count = local.hears

  name = var.function.dead_letter

  message_storage_policy {
    allowed_persistence_regions = [var.cloud.region]
  }
}

# A topic without a subscription forgets what it is told.
resource "google_pubsub_subscription" "dead_letter" {
  count = local.hears

  name                       = var.function.dead_letter
  topic                      = google_pubsub_topic.dead_letter[0].name
  ack_deadline_seconds       = 60
  message_retention_duration = "${28 * 24 * 3600}s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "dead_letter" {
  count = local.hears

  project = var.cloud.project
  topic   = google_pubsub_topic.dead_letter[0].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${var.cloud.agents.pubsub}"

  depends_on = [google_pubsub_subscription.dead_letter]
}

# Taking a message off the subscription that it died on is a right, too.
resource "google_pubsub_subscription_iam_member" "push" {
  count = local.hears

  project      = var.cloud.project
  subscription = google_pubsub_subscription.push[0].name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${var.cloud.agents.pubsub}"
}
