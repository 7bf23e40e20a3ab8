module "function" {
  source   = "./modules/function"
  for_each = local.functions

  name     = each.key
  function = each.value

  environment = { for name in each.value.env : name => local.environment[name] }
  instances = {
    min = min(
      lookup(var.min_instances, each.key, local.production ? each.value.min_instances : 0),
      each.value.max_instances,
      var.most_instances,
    )
    max = min(each.value.max_instances, var.most_instances)
  }
  archive = {
    bucket = google_storage_bucket_object.archive[each.key].bucket
    object = google_storage_bucket_object.archive[each.key].name
  }

  cloud = {
    project         = var.project_id
    region          = var.region
    url             = local.function_url
    time_zone       = local.zone
    runtime         = var.python_runtime
    service_account = local.accounts[each.value.account]
    builder         = "projects/${var.project_id}/serviceAccounts/${local.build_account}"
    repository      = "projects/${var.project_id}/locations/${var.region}/repositories/functions"
    callers         = local.callers
    agents          = local.agents
  }

  # A function is deployed when all that it reaches for is there, the indexes of its queries included.
  depends_on = [
    google_artifact_registry_repository_iam_member.build_images,
    google_cloud_tasks_queue.queue,
    google_firestore_field.exempt,
    google_firestore_field.ttl,
    google_firestore_index.index,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_sources,
    google_project_iam_member.documents,
    google_project_iam_member.role,
    google_pubsub_topic.event,
    google_secret_manager_secret_iam_member.reader,
    google_service_account.caller,
    google_service_account.domain,
    google_service_account_iam_member.agent,
  ]
}
