# Each grant is a resource of its own, under a key such as "orders/xendit_secret_key", so that a plan names it.
locals {
  # What the functions of one account need together.
  needs = {
    for account in local.manifest.accounts : account => {
      for need in ["firestore", "secrets", "publishes", "enqueues", "roles"] : need => toset(flatten([
        for function in local.functions : function[need] if function.account == account
      ]))
    }
  }

  documents = {
    for account, need in local.needs : account => contains(need.firestore, "write") ? "user" : "viewer"
    if contains(need.firestore, "write") || contains(need.firestore, "read")
  }
  granted = {
    for need in ["secrets", "publishes", "enqueues", "roles"] : need => merge([
      for account, each_need in local.needs : {
        for what in each_need[need] : "${account}/${what}" => { account = account, what = what }
      }
    ]...)
  }
}

resource "google_service_account" "domain" {
  for_each = local.account_ids

  account_id   = each.value
  display_name = "Functions of ${replace(each.key, "_", " ")}"

  depends_on = [google_project_service.api]
}

resource "google_service_account" "caller" {
  for_each = local.caller_ids

  account_id   = each.value
  display_name = "Calls internal functions for ${each.key}"

  depends_on = [google_project_service.api]
}

# The storage's HMAC key is this account's: what may be done with files is what it may.
resource "google_service_account" "files" {
  account_id   = "file-signer"
  display_name = "Signs the addresses of files"

  depends_on = [google_project_service.api]
}

# Firestore knows no grants on collections; on the one database is as narrow as it gets.
resource "google_project_iam_member" "documents" {
  for_each = local.documents

  project = var.project_id
  role    = "roles/datastore.${each.value}"
  member  = "serviceAccount:${local.accounts[each.key]}"

  condition {
    title      = "the default database"
    expression = "resource.name == \"projects/${var.project_id}/databases/(default)\""
  }

  depends_on = [google_firestore_database.default, google_service_account.domain]
}

resource "google_project_iam_member" "role" {
  for_each = local.granted.roles

  project = var.project_id
  role    = each.value.what
  member  = "serviceAccount:${local.accounts[each.value.account]}"

  depends_on = [google_service_account.domain]
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = local.granted.secrets

  project   = var.project_id
  secret_id = google_secret_manager_secret.secret[each.value.what].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${local.accounts[each.value.account]}"

  depends_on = [google_service_account.domain]
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = local.granted.publishes

  project = var.project_id
  topic   = google_pubsub_topic.event[each.value.what].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.accounts[each.value.account]}"

  depends_on = [google_service_account.domain]
}

resource "google_cloud_tasks_queue_iam_member" "enqueuer" {
  for_each = local.granted.enqueues

  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.queue[each.value.what].name
  role     = "roles/cloudtasks.enqueuer"
  member   = "serviceAccount:${local.accounts[each.value.account]}"

  depends_on = [google_service_account.domain]
}

# A task shows its function the identity of this account, and nobody may lend out an account that is not theirs to use.
resource "google_service_account_iam_member" "tasks_caller" {
  for_each = toset([for grant in local.granted.enqueues : grant.account])

  service_account_id = "projects/${var.project_id}/serviceAccounts/${local.callers.tasks}"
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${local.accounts[each.key]}"

  depends_on = [google_service_account.caller, google_service_account.domain]
}

# Pub/Sub, Cloud Tasks and the scheduler prove who they are by tokens of their caller accounts.
resource "google_service_account_iam_member" "agent" {
  for_each = local.callers

  service_account_id = "projects/${var.project_id}/serviceAccounts/${each.value}"
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = "serviceAccount:${local.agents[each.key]}"

  depends_on = [google_project_service_identity.agent, google_service_account.caller]
}
