output "name" {
  description = "The function's name, and its Cloud Run service's."
  value       = google_cloudfunctions2_function.function.name
}

output "url" {
  description = "Where the function is called, past the front door."
  value       = local.url
}

output "location" {
  description = "The region that the function runs in."
  value       = google_cloudfunctions2_function.function.location
}

output "schedule" {
  description = "The name of the job that calls the function; null when none does."
  value       = one(google_cloud_scheduler_job.schedule[*].name)
}

output "subscription" {
  description = "The subscription that calls the function; null when none does."
  value       = one(google_pubsub_subscription.push[*].name)
}

output "dead_letter" {
  description = "The pull subscription, and the topic, of events that the function could not deal with."
  value       = one(google_pubsub_subscription.dead_letter[*].name)
}

output "queue" {
  description = "The queue whose tasks call the function; null when none does."
  value       = var.function.queue
}
