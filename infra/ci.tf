# Who may deploy: jobs of this repository's workflows, by the environment that they run in, with tokens of an hour.
# Neither account can give itself a role of the project: what stands in this file is applied by a person.
locals {
  # GitHub says by whom, and in which environment, a job runs; the environment "…-plan" asks nobody for permission.
  pipelines = {
    deployer = var.environment
    planner  = "${var.environment}-plan"
  }
  pipeline  = { for account, environment in local.pipelines : account => "serviceAccount:${format(local.email, account)}" }
  state     = "${var.project_id}-terraform"
  lent_out  = merge(google_service_account.domain, google_service_account.caller, { build = google_service_account.build })
  grantable = toset(concat(local.granted_by_core, [for grant in local.granted.roles : grant.what]))

  granted_by_core = concat(
    [for role in distinct(values(local.documents)) : "roles/datastore.${role}"],
    [google_project_iam_member.build_logs.role, google_project_iam_member.build_sources.role],
  )
}

resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "github"
  display_name              = "GitHub Actions"

  depends_on = [google_project_service.api]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "actions"
  display_name                       = "Jobs of ${var.github_repository}"

  attribute_mapping = {
    "google.subject"        = "assertion.sub"
    "attribute.repository"  = "assertion.repository"
    "attribute.environment" = "assertion.environment"
  }
  # Not by the subject: whether there are numbers in it depends on when the repository was made, and on its settings.
  attribute_condition = join(" && ", [
    "assertion.repository == '${var.github_repository}'",
    "assertion.repository_id == '${var.github_repository_id}'",
    "assertion.environment in ['${join("', '", values(local.pipelines))}']",
  ])

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "pipeline" {
  for_each = local.pipelines

  account_id   = each.key
  display_name = "Workflows of GitHub in the environment ${each.value}"

  depends_on = [google_project_service.api]
}

# Bound to the environment, of the one repository that gets in. By the repository alone, a pull request's job could deploy.
resource "google_service_account_iam_member" "pipeline" {
  for_each = local.pipelines

  service_account_id = google_service_account.pipeline[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member = join("/", [
    "principalSet://iam.googleapis.com/projects/${var.project_number}/locations/global/workloadIdentityPools",
    "github/attribute.environment/${each.value}",
  ])

  depends_on = [google_iam_workload_identity_pool_provider.github]
}

resource "google_project_iam_member" "deployer" {
  for_each = toset([
    "roles/artifactregistry.admin",
    "roles/cloudfunctions.admin",
    "roles/cloudscheduler.admin",
    "roles/cloudtasks.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.securityAdmin",
    "roles/datastore.indexAdmin",
    "roles/firebaserules.admin",
    "roles/iam.roleViewer",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.workloadIdentityPoolViewer",
    "roles/iap.admin",
    "roles/logging.configWriter",
    "roles/monitoring.editor",
    "roles/pubsub.admin",
    "roles/run.admin",
    "roles/serviceusage.serviceUsageAdmin",
  ])

  project = var.project_id
  role    = each.key
  member  = local.pipeline.deployer

  depends_on = [google_service_account.pipeline]
}

# It may grant what functions and their builds are granted, and nothing else: not to others, and not to itself.
resource "google_project_iam_member" "deployer_grants" {
  project = var.project_id
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = local.pipeline.deployer

  condition {
    title      = "grants of functions only"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['${join("', '", sort(local.grantable))}'])"
  }

  depends_on = [google_service_account.pipeline]
}

# What the predefined roles give only together with documents and files of people, with the values of secrets, with what
# is in tasks, or with logs: whoever may look at every grant (roles/iam.securityReviewer) may list those, too.
resource "google_project_iam_custom_role" "pipeline" {
  for_each = {
    deployer = {
      title = "Changes databases, buckets and secrets, and reads nothing in them"
      verbs = {
        "datastore.backupSchedules" = ["create", "delete", "get", "list", "update"]
        "datastore.databases"       = ["create", "delete", "get", "getMetadata", "list", "update"]
        "datastore.operations"      = ["get", "list"]
        "firebase.projects"         = ["get", "update"]
        "secretmanager.secrets"     = ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"]
        "storage.buckets"           = ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"]
        "storage.managedFolders"    = ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy"]
      }
    }
    planner = {
      title = "Sees what there is and to whom it is granted, and nothing in it"
      verbs = {
        "artifactregistry.repositories" = ["getIamPolicy"]
        "cloudtasks.queues"             = ["get", "getIamPolicy", "list"]
        "datastore.backups"             = ["get", "list"]
        "datastore.backupSchedules"     = ["get", "list"]
        "datastore.databases"           = ["get", "getMetadata", "list"]
        "datastore.indexes"             = ["get", "list"]
        "firebase.projects"             = ["get"]
        "iam.serviceAccounts"           = ["get", "getIamPolicy", "list"]
        "iap.webServices"               = ["getIamPolicy"]
        "logging.exclusions"            = ["get", "list"]
        "logging.logMetrics"            = ["get", "list"]
        "pubsub.subscriptions"          = ["getIamPolicy"]
        "pubsub.topics"                 = ["getIamPolicy"]
        "resourcemanager.projects"      = ["get", "getIamPolicy"]
        "storage.buckets"               = ["get", "getIamPolicy", "list"]
        "storage.managedFolders"        = ["get", "getIamPolicy", "list"]
      }
    }
  }

  role_id     = each.key
  title       = each.value.title
  permissions = flatten([for what, verbs in each.value.verbs : [for verb in verbs : "${what}.${verb}"]])

  depends_on = [google_project_service.api]
}

resource "google_project_iam_member" "pipeline" {
  for_each = local.pipeline

  project = var.project_id
  role    = "projects/${var.project_id}/roles/${each.key}"
  member  = each.value

  depends_on = [google_project_iam_custom_role.pipeline, google_service_account.pipeline]
}

# Who deploys a function has to be allowed to act as the account that it runs as.
resource "google_service_account_iam_member" "deployer" {
  for_each = local.lent_out

  service_account_id = each.value.name
  role               = "roles/iam.serviceAccountUser"
  member             = local.pipeline.deployer

  depends_on = [google_service_account.pipeline]
}

resource "google_project_iam_member" "planner" {
  for_each = toset([
    "roles/artifactregistry.reader",
    "roles/cloudfunctions.viewer",
    "roles/cloudscheduler.viewer",
    "roles/compute.viewer",
    "roles/firebaserules.viewer",
    "roles/iam.roleViewer",
    "roles/iam.workloadIdentityPoolViewer",
    "roles/monitoring.viewer",
    "roles/pubsub.viewer",
    "roles/run.viewer",
    "roles/secretmanager.viewer",
    "roles/serviceusage.serviceUsageConsumer",
  ])

  project = var.project_id
  role    = each.key
  member  = local.pipeline.planner

  depends_on = [google_service_account.pipeline]
}

# The state's bucket is made by hand, before there is a state; the archives' by Terraform.
resource "google_storage_bucket_iam_member" "pipeline" {
  for_each = {
    for place in setproduct(keys(local.pipeline), [local.state, local.buckets.source]) :
    join("/", place) => { account = place[0], bucket = place[1] }
  }

  bucket = each.value.bucket
  role   = each.value.account == "deployer" ? "roles/storage.objectUser" : "roles/storage.objectViewer"
  member = local.pipeline[each.value.account]

  depends_on = [google_service_account.pipeline, google_storage_bucket.source]
}

output "pipelines" {
  description = "What the GitHub environments are told, as their variables."
  value = {
    for account, environment in local.pipelines : environment => {
      SERVICE_ACCOUNT            = format(local.email, account)
      WORKLOAD_IDENTITY_PROVIDER = google_iam_workload_identity_pool_provider.github.name
    }
  }
}
