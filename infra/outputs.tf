output "functions" {
  description = "Where each function is called, past the front door."
  value       = { for name, function in module.function : name => function.url }
}

output "secrets" {
  description = "Secrets that wait for a value before the functions can be deployed."
  value       = sort([for secret in google_secret_manager_secret.secret : secret.secret_id])
}

output "files_account" {
  description = "The account that the storage's HMAC key is made for."
  value       = local.files_account
}

output "files_bucket" {
  description = "Where files of people lie."
  value       = google_storage_bucket.files.name
}
