# The front door, as Terraform alone can tell; tests/infra reads the plan more closely.
mock_provider "google" {}
mock_provider "google-beta" {}

variables {
  project_id             = "temani-test"
  project_number         = "100000000003"
  environment            = "staging"
  domain                 = "api.test.temani.example"
  mail_from              = "tiket@temani.example"
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

run "the_front_door_and_who_hears_of_it" {
  command = plan

  variables {
    alert_emails      = ["operations@temani.example", "night@temani.example"]
    pager_key_version = 1
  }

  assert {
    condition = {
      for rule in google_compute_url_map.edge.host_rule : one(rule.hosts) => rule.path_matcher
      } == {
      "api.test.temani.example"         = "public"
      "control-api.test.temani.example" = "control-center"
    }
    error_message = "There are two hosts: one for everybody, one for the control center."
  }

  assert {
    condition = alltrue([
      for matcher in google_compute_url_map.edge.path_matcher :
      toset(flatten(matcher.path_rule[*].paths)) == toset([
        for name, function in local.functions : "/${name}" if function.exposure == replace(matcher.name, "-", "_")
      ])
    ])
    error_message = "A host has the routes of the functions that are exposed on it, and no others."
  }

  assert {
    condition = alltrue([
      for matcher in google_compute_url_map.edge.path_matcher :
      matcher.default_route_action[0].fault_injection_policy[0].abort[0] == { http_status = 404, percentage = 100 }
    ])
    error_message = "Whatever else is asked for is not found."
  }

  assert {
    condition     = google_compute_backend_service.control_center.iap[0].enabled
    error_message = "Google's sign-in stands before the control center."
  }

  assert {
    condition = (
      length(google_monitoring_alert_policy.asked["error-ratio"].notification_channels) == 3 &&
      length(google_monitoring_alert_policy.asked["slow"].notification_channels) == 2
    )
    error_message = "Everybody is written to for every alert, and woken for the urgent ones."
  }

  assert {
    condition     = length(google_billing_budget.month.all_updates_rule[0].monitoring_notification_channels) == 2
    error_message = "A budget takes addresses only: with the pager among them it is refused."
  }
}

run "what_would_open_or_close_the_door_is_refused" {
  command = plan

  variables {
    control_center_domain  = "api.test.temani.example"
    control_center_members = ["allUsers"]
    monitored_function     = "get-my-account"
    throttles              = { address = 0 }
    alert_emails           = []
    billing_account        = "my account"
    github_repository      = "temani"
    github_repository_id   = "temani"
  }

  expect_failures = [
    var.control_center_domain,
    var.control_center_members,
    var.monitored_function,
    var.throttles,
    var.alert_emails,
    var.billing_account,
    var.github_repository,
    var.github_repository_id,
  ]
}
