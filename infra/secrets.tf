# Terraform makes the secret and never its value: a value would be in the state and in every plan.
resource "google_secret_manager_secret" "secret" {
  for_each = toset(local.manifest.secrets)

  secret_id           = each.key
  deletion_protection = local.production
  # A version that is destroyed by mistake can be had back for a week.
  version_destroy_ttl = local.production ? "${7 * 24 * 3600}s" : null

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.api]
}
