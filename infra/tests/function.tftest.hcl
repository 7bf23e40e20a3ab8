# The module by itself: what each kind of function comes with, and what it refuses.
mock_provider "google" {}

variables {
  name        = "do-something"
  environment = { ENVIRONMENT = "staging" }
  instances   = { min = 0, max = 3 }
  archive     = { bucket = "archives", object = "functions/do-something-0123456789abcdef.zip" }

  function = {
    kind            = "http"
    domain          = "orders"
    account         = "payouts"
    entry_point     = "do_something"
    module          = "functions.orders.do_something"
    summary         = "Do something."
    method          = "POST"
    exposure        = "public"
    audience        = ["customer"]
    memory          = "256Mi"
    cpu             = "1"
    concurrency     = 80
    timeout_seconds = 60
    min_instances   = 0
    max_instances   = 10
    gateways        = ["documents"]
    env             = ["ENVIRONMENT"]
    secrets         = ["xendit_secret_key"]
    roles           = []
    firestore       = "write"
    buckets         = []
    publishes       = []
    enqueues        = []
  }

  cloud = {
    project         = "temani-test"
    region          = "asia-southeast2"
    url             = "https://{name}-100000000001.asia-southeast2.run.app"
    time_zone       = "Asia/Jakarta"
    runtime         = "python311"
    service_account = "domain-payouts@temani-test.iam.gserviceaccount.com"
    builder         = "projects/temani-test/serviceAccounts/builder@temani-test.iam.gserviceaccount.com"
    repository      = "projects/temani-test/locations/asia-southeast2/repositories/functions"
    callers         = { pubsub = "pubsub@callers.example", tasks = "tasks@callers.example", scheduler = "scheduler@callers.example" }
    agents          = { pubsub = "pubsub@agents.example", tasks = "tasks@agents.example", scheduler = "scheduler@agents.example", iap = "iap@agents.example" }
  }
}

run "a_public_function" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = google_cloudfunctions2_function.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    error_message = "It is called past the load balancer."
  }
  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker.member == "allUsers"
    error_message = "Its callers can't come in."
  }
  assert {
    condition = google_cloudfunctions2_function.function.service_config[0].secret_environment_variables == tolist([
      { key = "XENDIT_SECRET_KEY", project_id = "temani-test", secret = "xendit_secret_key", version = "latest" },
    ])
    error_message = "It has another secret than it declares."
  }
  assert {
    condition     = length(google_pubsub_subscription.push) + length(google_pubsub_topic.dead_letter) + length(google_cloud_scheduler_job.schedule) == 0
    error_message = "Something besides people calls it."
  }
}

run "a_function_of_the_control_center" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, { exposure = "control_center", audience = ["admin"] })
  }

  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker.member == "serviceAccount:iap@agents.example"
    error_message = "Others than IAP can call it."
  }
}

run "a_function_that_hears_events" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, {
      kind                 = "event"
      exposure             = "internal"
      topic                = "order-paid"
      subscription         = "do-something"
      filter               = ""
      attempts             = 10
      ack_deadline_seconds = 90
      min_backoff_seconds  = 10
      max_backoff_seconds  = 600
      dead_letter          = "do-something-dead"
    })
  }

  assert {
    condition     = google_cloudfunctions2_function.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "It is called from outside."
  }
  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker.member == "serviceAccount:pubsub@callers.example"
    error_message = "Others than Pub/Sub can call it."
  }
  assert {
    condition = google_pubsub_subscription.push[0].push_config[0].oidc_token[0] == {
      audience              = "https://do-something-100000000001.asia-southeast2.run.app"
      service_account_email = "pubsub@callers.example"
    }
    error_message = "Its token is not for it."
  }
  assert {
    condition     = google_pubsub_subscription.push[0].dead_letter_policy[0].dead_letter_topic == "projects/temani-test/topics/do-something-dead"
    error_message = "It has no dead letter."
  }
  assert {
    condition     = google_pubsub_subscription.dead_letter[0].topic == "do-something-dead" && length(google_pubsub_subscription.dead_letter[0].push_config) == 0
    error_message = "Its dead letters are kept by nobody."
  }
  assert {
    condition     = google_pubsub_topic_iam_member.dead_letter[0].member == "serviceAccount:pubsub@agents.example"
    error_message = "Pub/Sub can't put its dead letters."
  }
}

run "a_function_that_hears_events_of_tickets" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, {
      kind                 = "event"
      exposure             = "internal"
      topic                = "order-paid"
      subscription         = "do-something-00000001"
      filter               = "attributes:items_ticket OR NOT attributes:items"
      attempts             = 10
      ack_deadline_seconds = 90
      min_backoff_seconds  = 10
      max_backoff_seconds  = 600
      dead_letter          = "do-something-dead"
    })
  }

  assert {
    condition     = google_pubsub_subscription.push[0].filter == "attributes:items_ticket OR NOT attributes:items"
    error_message = "It is called for events that do not concern it."
  }
  assert {
    condition     = google_pubsub_subscription.push[0].name == "do-something-00000001"
    error_message = "Its subscription has the name of one with another filter, so the two could not be there at once."
  }
}

run "the_same_function_with_another_filter" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, {
      kind                 = "event"
      exposure             = "internal"
      topic                = "order-paid"
      subscription         = "do-something-00000002"
      filter               = "attributes:items_product OR NOT attributes:items"
      attempts             = 10
      ack_deadline_seconds = 90
      min_backoff_seconds  = 10
      max_backoff_seconds  = 600
      dead_letter          = "do-something-dead"
    })
  }

  assert {
    condition     = google_pubsub_subscription.push[0].name == "do-something-00000002"
    error_message = "It still hears by its old filter."
  }
  assert {
    condition     = google_pubsub_subscription_iam_member.push[0].subscription == "do-something-00000002"
    error_message = "Pub/Sub can't take dead letters off the new subscription."
  }
}

run "a_function_with_a_schedule" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, {
      kind             = "schedule"
      exposure         = "internal"
      schedule         = "*/5 * * * *"
      time_zone        = "Asia/Jakarta"
      every_seconds    = 300
      deadline_seconds = 75
      retries          = 3
    })
  }

  assert {
    condition     = google_cloud_scheduler_job.schedule[0].time_zone == "Asia/Jakarta" && google_cloud_scheduler_job.schedule[0].attempt_deadline == "75s"
    error_message = "Its zone or its deadline is another."
  }
}

run "a_schedule_in_another_zone_than_its_code" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, {
      kind             = "schedule"
      exposure         = "internal"
      schedule         = "*/5 * * * *"
      time_zone        = "Asia/Makassar"
      every_seconds    = 300
      deadline_seconds = 75
      retries          = 3
    })
  }

  expect_failures = [google_cloud_scheduler_job.schedule]
}

run "a_public_function_that_hears_events" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, { kind = "task", queue = "mail", attempts = 8 })
  }

  expect_failures = [google_cloudfunctions2_function.function]
}

run "a_task_that_takes_longer_than_its_queue_waits" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    function = merge(var.function, { kind = "task", exposure = "internal", queue = "mail", attempts = 8, timeout_seconds = 700 })
  }

  expect_failures = [google_cloudfunctions2_function.function]
}
