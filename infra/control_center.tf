# The control center's host: Google's sign-in (IAP) stands before the functions' own, and lets in whom the list names.
resource "google_compute_region_network_endpoint_group" "control_center" {
  name                  = "control-center"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    url_mask = "/<service>"
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_backend_service" "control_center" {
  name                  = "control-center"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge.id

  custom_response_headers = ["Strict-Transport-Security: max-age=31536000"]

  backend {
    group = google_compute_region_network_endpoint_group.control_center.id
  }

  # Google makes the OAuth client, which knows people of the organization only.
  iap {
    enabled = true
  }

  log_config {
    enable      = true
    sample_rate = 1
  }

  depends_on = [google_project_service_identity.agent]
}

resource "google_iap_web_backend_service_iam_member" "control_center" {
  for_each = var.control_center_members

  web_backend_service = google_compute_backend_service.control_center.name
  role                = "roles/iap.httpsResourceAccessor"
  member              = each.key
}
