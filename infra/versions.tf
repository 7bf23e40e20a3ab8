terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
    # For Firebase and for Google's service agents only: the stable provider makes neither.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 8.7"
    }
  }

  # The bucket is named by env/<environment>.tfbackend.
  backend "gcs" {}
}

provider "google" {
  project               = var.project_id
  region                = var.region
  default_labels        = local.labels
  billing_project       = var.project_id
  user_project_override = true
}

provider "google-beta" {
  project               = var.project_id
  region                = var.region
  default_labels        = local.labels
  billing_project       = var.project_id
  user_project_override = true
}
