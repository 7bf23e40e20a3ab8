# One address for both hosts. Each host's routes are listed by the manifest, and there is nothing else behind it.
locals {
  hosts = {
    public         = { domain = var.domain, functions = local.public, backend = google_compute_backend_service.public.id }
    control-center = { domain = var.control_center_domain, functions = local.control_center, backend = google_compute_backend_service.control_center.id }
  }
}

resource "google_compute_global_address" "edge" {
  name = "edge"

  depends_on = [google_project_service.api]
}

# The mask would resolve any service of the region: what may be asked for is decided by the URL map in front of it.
resource "google_compute_region_network_endpoint_group" "public" {
  name                  = "public"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    url_mask = "/<service>"
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_backend_service" "public" {
  name                  = "public"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge.id

  custom_response_headers = ["Strict-Transport-Security: max-age=31536000"]

  backend {
    group = google_compute_region_network_endpoint_group.public.id
  }

  log_config {
    enable      = true
    sample_rate = local.production ? 0.1 : 1
  }
}

# Where requests go that are for nobody: the answer is 404 before they get there, and there is nothing to get to.
resource "google_compute_backend_service" "nowhere" {
  name                  = "nowhere"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge.id

  depends_on = [google_project_service.api]
}

resource "google_compute_url_map" "edge" {
  name            = "edge"
  default_service = google_compute_backend_service.nowhere.id

  default_route_action {
    fault_injection_policy {
      abort {
        http_status = 404
        percentage  = 100
      }
    }
  }

  dynamic "host_rule" {
    for_each = local.hosts
    content {
      hosts        = [host_rule.value.domain]
      path_matcher = host_rule.key
    }
  }

  dynamic "path_matcher" {
    for_each = local.hosts
    content {
      name            = path_matcher.key
      default_service = google_compute_backend_service.nowhere.id

      default_route_action {
        fault_injection_policy {
          abort {
            http_status = 404
            percentage  = 100
          }
        }
      }

      # A rule may not hold as many paths as there are functions.
      dynamic "path_rule" {
        for_each = chunklist([for name in path_matcher.value.functions : "/${name}"], 50)
        content {
          paths   = path_rule.value
          service = path_matcher.value.backend
        }
      }
    }
  }
}

resource "google_compute_managed_ssl_certificate" "edge" {
  # A certificate can't be changed, only replaced, and not while it is in use: another list of hosts is another name.
  name = "edge-${substr(sha1("${var.domain},${var.control_center_domain}"), 0, 8)}"

  managed {
    domains = [var.domain, var.control_center_domain]
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_ssl_policy" "edge" {
  name            = "edge"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"

  depends_on = [google_project_service.api]
}

resource "google_compute_target_https_proxy" "edge" {
  name             = "edge"
  url_map          = google_compute_url_map.edge.id
  ssl_certificates = [google_compute_managed_ssl_certificate.edge.id]
  ssl_policy       = google_compute_ssl_policy.edge.id
}

resource "google_compute_global_forwarding_rule" "https" {
  name                  = "https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.edge.id
}

resource "google_compute_url_map" "redirect" {
  name = "redirect"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_target_http_proxy" "redirect" {
  name    = "redirect"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_forwarding_rule" "http" {
  name                  = "http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge.id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect.id
}

output "edge_address" {
  description = "What the DNS records of both hosts point at."
  value       = google_compute_global_address.edge.address
}
