locals {
  # A file that is not there is told of function by function, below.
  archive_of     = try(jsondecode(file(local.archives)), {})
  archive_folder = dirname(local.archives)
}

resource "google_storage_bucket" "source" {
  name                        = local.buckets.source
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  lifecycle_rule {
    condition {
      age = 1
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  depends_on = [google_project_service.api]
}

# Named by the hash of what it holds, so that a function whose code has not changed is not built again.
resource "google_storage_bucket_object" "archive" {
  for_each = local.functions

  bucket       = google_storage_bucket.source.name
  name         = "functions/${try(local.archive_of[each.key].file, each.key)}"
  source       = "${local.archive_folder}/${try(local.archive_of[each.key].file, each.key)}"
  content_type = "application/zip"

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = can(local.archive_of[each.key].file)
      error_message = "${each.key} has no archive in ${local.archives}: run `python -m infra.build archives`."
    }
  }
}

resource "google_artifact_registry_repository" "functions" {
  repository_id = "functions"
  description   = "The images that functions are built into."
  format        = "DOCKER"
  location      = var.region

  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      older_than = "${30 * 24 * 3600}s"
    }
  }

  # As many as there are revisions to go back to: without its image one can't start again.
  cleanup_policies {
    id     = "latest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }

  depends_on = [google_project_service.api]
}

resource "google_service_account" "build" {
  account_id   = "function-builder"
  display_name = "Builds the functions"

  depends_on = [google_project_service.api]
}

resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = "serviceAccount:${local.build_account}"

  depends_on = [google_service_account.build]
}

# A build runs code of strangers: it sees archives, and never the files of people, which are in the project too.
resource "google_project_iam_member" "build_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = "serviceAccount:${local.build_account}"

  condition {
    title = "archives only"
    expression = join(" || ", [
      "resource.name.startsWith(\"projects/_/buckets/gcf-v2-\")",
      "resource.name.startsWith(\"projects/_/buckets/${local.buckets.source}\")",
    ])
  }

  depends_on = [google_service_account.build]
}

resource "google_artifact_registry_repository_iam_member" "build_images" {
  location   = google_artifact_registry_repository.functions.location
  repository = google_artifact_registry_repository.functions.name
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${local.build_account}"

  depends_on = [google_service_account.build]
}
