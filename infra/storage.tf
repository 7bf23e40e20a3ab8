resource "google_storage_bucket" "files" {
  name                        = local.buckets.files
  location                    = var.region
  uniform_bucket_level_access = true
  # Not enforced, since what lies below public/ is for everybody; the rest is for nobody without a signed address.
  public_access_prevention = "inherited"
  deletion_policy          = local.production ? "PREVENT" : "DELETE"

  soft_delete_policy {
    retention_duration_seconds = local.production ? 7 * 24 * 3600 : 0
  }

  lifecycle_rule {
    condition {
      age = 1
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  lifecycle_rule {
    condition {
      age            = 90
      matches_prefix = ["exports/"]
    }
    action {
      type = "Delete"
    }
  }

  # Pictures that were put and never used, or never cleaned: they may tell where they were taken.
  lifecycle_rule {
    condition {
      age            = 2
      matches_prefix = ["uncleaned/"]
    }
    action {
      type = "Delete"
    }
  }

  # Browsers put files here by themselves, with the headers that were signed.
  dynamic "cors" {
    for_each = length(var.cors_origins) == 0 ? [] : [1]
    content {
      origin          = var.cors_origins
      method          = ["GET", "HEAD", "PUT"]
      response_header = ["content-type", "x-goog-if-generation-match", "if-none-match"]
      max_age_seconds = 3600
    }
  }

  depends_on = [google_project_service.api]
}

resource "google_storage_bucket_iam_member" "files" {
  bucket = google_storage_bucket.files.name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${local.files_account}"

  depends_on = [google_service_account.files]
}

# A grant to everybody takes no condition; on a managed folder it needs none.
resource "google_storage_managed_folder" "public" {
  bucket = google_storage_bucket.files.name
  name   = "public/"
}

# Whoever knows an address may look; the predefined roles would let everybody list what there is.
resource "google_project_iam_custom_role" "public_reader" {
  role_id     = "publicReader"
  title       = "Reads a public file"
  permissions = ["storage.objects.get"]

  depends_on = [google_project_service.api]
}

resource "google_storage_managed_folder_iam_member" "public" {
  bucket         = google_storage_bucket.files.name
  managed_folder = google_storage_managed_folder.public.name
  role           = "projects/${var.project_id}/roles/${google_project_iam_custom_role.public_reader.role_id}"
  member         = "allUsers"
}
