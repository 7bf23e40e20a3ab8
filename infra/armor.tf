# The firewall in front of both hosts. The first rule that fits decides, so what is more special comes first.
locals {
  # Many people share one address behind their carrier, so what one address may do is much; whoever has a key is told
  # apart by it. A caller who invents keys is a new one each time: that helps on the partners' routes alone.
  throttle_rules = {
    senders = {
      priority   = 800
      functions  = [for name in local.public : name if local.functions[name].kind == "webhook"]
      expression = null
      per_minute = var.throttles.sender
      key        = { type = "IP", name = null }
    }
    accounts = {
      priority   = 900
      functions  = [for name in local.public : name if local.functions[name].domain == "identity"]
      expression = null
      per_minute = var.throttles.account
      key        = { type = "IP", name = null }
    }
    partners = {
      priority   = 1000
      functions  = [for name in local.public : name if contains(local.functions[name].audience, "partner")]
      expression = "has(request.headers['x-api-key'])"
      per_minute = var.throttles.key
      key        = { type = "HTTP_HEADER", name = "x-api-key" }
    }
  }

  waf_rules = { sqli-v33-stable = 100, xss-v33-stable = 110, cve-canary = 120 }
}

resource "google_compute_security_policy" "edge" {
  name        = "edge"
  description = "Both hosts: floods of one address or one key, and requests that look like attacks."

  advanced_options_config {
    json_parsing = "STANDARD"
    log_level    = "NORMAL"
  }

  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable = true
    }
  }

  # In preview a rule only writes into the log, and the next one decides.
  dynamic "rule" {
    for_each = local.waf_rules
    content {
      description = "Looks like an attack: ${rule.key}"
      priority    = rule.value
      action      = "deny(403)"
      preview     = var.waf_preview

      match {
        expr {
          expression = "evaluatePreconfiguredWaf('${rule.key}', {'sensitivity': 1})"
        }
      }
    }
  }

  dynamic "rule" {
    for_each = { for name, rule in local.throttle_rules : name => rule if length(rule.functions) > 0 }
    content {
      description = "Too much at once: ${rule.key}"
      priority    = rule.value.priority
      action      = "throttle"

      match {
        expr {
          expression = join(" && ", compact([
            rule.value.expression,
            "request.path.matches('^/(${join("|", rule.value.functions)})$')",
          ]))
        }
      }

      rate_limit_options {
        conform_action      = "allow"
        exceed_action       = "deny(429)"
        enforce_on_key      = rule.value.key.type
        enforce_on_key_name = rule.value.key.name

        rate_limit_threshold {
          count        = rule.value.per_minute
          interval_sec = 60
        }
      }
    }
  }

  rule {
    description = "Too much at once: anybody"
    priority    = 2000
    action      = "throttle"

    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }

    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"

      rate_limit_threshold {
        count        = var.throttles.address
        interval_sec = 60
      }
    }
  }

  rule {
    description = "Everybody else"
    priority    = 2147483647
    action      = "allow"

    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  depends_on = [google_project_service.api]
}
