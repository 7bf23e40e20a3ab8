# The whole configuration, as far as it differs by what is filled in.
mock_provider "google" {}
mock_provider "google-beta" {}

variables {
  project_id             = "temani-test"
  project_number         = "100000000001"
  environment            = "staging"
  domain                 = "api.test.temani.example"
  mail_from              = "tiket@test.temani.example"
  control_center_domain  = "control-api.test.temani.example"
  control_center_members = ["group:control-center@temani.example"]
  alert_emails           = ["operations@temani.example"]
  billing_account        = "000000-000000-000000"
  budget_amount          = 200
  github_repository      = "temani/temani"
  github_repository_id   = "100000000"

  twilio_account_sid           = "AC00000000000000000000000000000001"
  twilio_messaging_service_sid = "MG00000000000000000000000000000001"
  whatsapp_sender              = "+6281100000001"
}

run "staging" {
  command = plan

  assert {
    condition     = keys(module.function) == keys(local.functions)
    error_message = "A function of the manifest is missing."
  }
  assert {
    condition     = length(google_firestore_backup_schedule.backup) == 0
    error_message = "What is tried out needs no backups."
  }
  assert {
    condition     = google_storage_bucket.files.public_access_prevention == "inherited" && google_storage_bucket.source.public_access_prevention == "enforced"
    error_message = "Archives are for nobody; of the files those below public/ are for all."
  }
  assert {
    condition     = local.environment.TASKS_CALLER == local.callers.tasks
    error_message = "Tasks are made in the name of the caller that is theirs."
  }
}

run "production" {
  command = plan

  variables {
    environment = "production"
  }

  assert {
    condition     = google_firestore_database.default.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "The database can be deleted."
  }
  assert {
    condition     = toset(keys(google_firestore_backup_schedule.backup)) == toset(["daily", "weekly"])
    error_message = "There are no backups."
  }
  assert {
    condition     = alltrue([for secret in google_secret_manager_secret.secret : secret.deletion_protection])
    error_message = "A secret can be deleted."
  }
}

run "an_instance_kept_ready_for_a_function_that_is_not_there" {
  command = plan

  variables {
    min_instances = { no-such-function = 1 }
  }

  expect_failures = [var.min_instances]
}

run "an_archive_that_was_not_built" {
  command = plan

  variables {
    archives = "no-such-list.json"
  }

  expect_failures = [google_storage_bucket_object.archive]
}

run "an_origin_that_is_no_origin" {
  command = plan

  variables {
    cors_origins = ["https://app.temani.example/"]
  }

  expect_failures = [var.cors_origins]
}
