resource "google_firestore_database" "default" {
  name             = "(default)"
  location_id      = var.region
  type             = "FIRESTORE_NATIVE"
  database_edition = "STANDARD"

  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_${local.production ? "ENABLED" : "DISABLED"}"
  delete_protection_state           = "DELETE_PROTECTION_${local.production ? "ENABLED" : "DISABLED"}"
  deletion_policy                   = "ABANDON"

  depends_on = [google_project_service.api]
}

resource "google_firestore_backup_schedule" "backup" {
  # Days to keep: 14 weeks is the most that there is.
  for_each = local.production ? { daily = 14, weekly = 98 } : {}

  database  = google_firestore_database.default.name
  retention = "${each.value * 24 * 3600}s"

  dynamic "daily_recurrence" {
    for_each = each.key == "daily" ? [1] : []
    content {}
  }

  dynamic "weekly_recurrence" {
    for_each = each.key == "weekly" ? [1] : []
    content {
      day = "SUNDAY"
    }
  }
}

resource "google_firestore_index" "index" {
  for_each = local.manifest.firestore.indexes

  database    = google_firestore_database.default.name
  collection  = each.value.collection
  query_scope = each.value.scope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value.field
      order        = try(fields.value.order, null)
      array_config = try(fields.value.array, null)
    }
  }
}

# A document goes within a day after the time in this field; nobody asks for it, so it has no index either.
resource "google_firestore_field" "ttl" {
  for_each = local.manifest.firestore.ttl

  database   = google_firestore_database.default.name
  collection = each.value.collection
  field      = each.value.field

  ttl_config {}
  index_config {}
}

resource "google_firestore_field" "exempt" {
  for_each = local.manifest.firestore.exempt

  database   = google_firestore_database.default.name
  collection = each.value.collection
  field      = each.value.field

  index_config {}
}

resource "google_firebaserules_ruleset" "firestore" {
  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/firestore.rules")
    }
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_firebase_project.default, google_firestore_database.default]
}

# Rules change by a new ruleset: listeners are refused for the second in which the release is made anew.
resource "google_firebaserules_release" "firestore" {
  name         = "cloud.firestore"
  ruleset_name = google_firebaserules_ruleset.firestore.name
}
