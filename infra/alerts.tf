# The one map of what may go wrong. Policies and the dashboard are made of it; each `runbook` line stands in README.md.
#   query, guard, limit: PromQL; `guard` is what must hold, too, for the limit to mean anything
#   log, by, limit, window: how often a line like this is logged, counted `by` a label of what logs it
locals {
  in_run   = "monitored_resource='cloud_run_revision'"
  in_queue = "monitored_resource='cloud_tasks_queue'"
  in_topic = "monitored_resource='pubsub_subscription'"
  in_store = "monitored_resource='firestore.googleapis.com/Database'"
  in_edge  = "monitored_resource='https_lb_rule',url_map_name='${google_compute_url_map.edge.name}'"
  in_check = "monitored_resource='uptime_url',host='${var.domain}'"

  # To be told how (rate, increase), and of which.
  answers  = "sum by (service_name) (%s(run_googleapis_com:request_count{${local.in_run}%s}[10m]))"
  tries    = "sum by (queue_id) (%s(cloudtasks_googleapis_com:queue_task_attempt_count{${local.in_queue}%s}[15m]))"
  in_vain  = ",response_code!~'ok|OK|2..'"
  arrivals = "sum by (url_map_name) (%s(loadbalancing_googleapis_com:https_request_count{${local.in_edge}%s}[10m]))"
  # What was never done is not counted at all, and nothing can be added to that.
  documents_done = "(sum(increase(firestore_googleapis_com:document_%s_ops_count{${local.in_store}}[%s])) or vector(0))"
  billed         = { reads = ["read"], writes = ["write", "delete"] }

  # Those that take their time: nobody looks at a screen meanwhile.
  latencies = "rate(run_googleapis_com:request_latencies_bucket{${local.in_run},service_name!~'${local.patient}'}[10m])"
  delays    = "rate(cloudtasks_googleapis_com:queue_task_attempt_delays_bucket{${local.in_queue}}[15m])"
  patient   = join("|", [for name, function in local.functions : name if contains(["task", "schedule"], function.kind)])

  # How many instances each may have; idle ones are still there for a quarter of an hour, and in nobody's way. The many
  # with the same number are those that are not named.
  most        = { for name, function in local.functions : name => min(function.max_instances, var.most_instances) }
  crowds      = { for name, most in local.most : most => name... if most > 1 }
  largest     = max(0, [for names in values(local.crowds) : length(names)]...)
  crowd_named = { for most, names in local.crowds : most => "=~'${join("|", names)}'" if length(names) < local.largest }
  crowd_rest = {
    for most, names in local.crowds : most => "!~'${join("|", setsubtract(keys(local.functions), names))}'"
    if length(names) == local.largest
  }

  # Twice as long without success as there should be, and some minutes; a query can't look back further than 25 h.
  patience = {
    for name, job in local.schedules : name => min(2 * job.every_seconds + 600, 25 * 3600)
  }
  late = join(" or ", [
    for seconds in sort(distinct(values(local.patience))) : join(" ", [
      "(${join(" or ", [
        for name, each in local.patience : "label_replace(vector(1), 'service_name', '${name}', '', '')" if tostring(each) == seconds
      ])})",
      "unless on (service_name) (sum by (service_name) (increase(run_googleapis_com:request_count{${local.in_run},",
      "response_code_class='2xx'}[${seconds}s])) > 0)",
    ])
  ])

  alerts = merge(local.alerts_of_functions, local.alerts_of_messages, local.alerts_of_lines, local.alerts_of_limits)

  alerts_of_functions = {
    error-ratio = {
      title   = "A function answers 5xx"
      urgent  = true
      query   = "${format(local.answers, "rate", ",response_code_class='5xx'")} / ${format(local.answers, "rate", "")}"
      guard   = "${format(local.answers, "increase", ",response_code_class='5xx'")} >= 5"
      limit   = "> 0.05"
      runbook = "More than one in twenty answers of a function is 5xx. Read its ERROR lines; when it began with a deploy, send the traffic back to the revision before (Rollback); when the code is `unavailable`, look at the vendor's status page."
    }
    slow = {
      title   = "A function is slow"
      urgent  = false
      query   = "histogram_quantile(0.95, sum by (service_name, le) (${local.latencies}))"
      guard   = "${format(local.answers, "increase", "")} >= 50"
      limit   = "> 2000"
      runbook = "One in twenty callers waits longer than two seconds. Compare with `near-max` (too few instances), with Firestore's latency (a hot document shows as 503 `busy`), and with the vendor that the function calls; give it an instance that waits (min_instances) when it is cold starts."
    }
    near-max = {
      title  = "A function has nearly all the instances that it may have"
      urgent = true
      query = join(" or ", [
        for most, named in merge(local.crowd_named, local.crowd_rest) :
        "sum by (service_name) (run_googleapis_com:container_instance_count{${local.in_run},state='active',service_name${named}}) / ${most}"
      ])
      limit   = "> 0.8"
      runbook = "Callers will soon be told to wait (429). When the load is real, raise `max_instances` in the decorator (above 20 also `most_instances`) and deploy; when one caller makes it, lower the throttle of its kind."
    }
    job-failed = {
      title   = "A scheduled job fails"
      urgent  = true
      log     = "resource.type=\"cloud_scheduler_job\" AND severity>=ERROR"
      by      = "job_id"
      limit   = "> 2"
      window  = "3600s"
      runbook = "A job has failed three times within an hour. Its function's ERROR lines say why; once mended, run it by hand (`gcloud scheduler jobs run NAME --location REGION`): a late run decides as the one in time would have."
    }
    job-late = {
      title   = "A scheduled job has not run"
      urgent  = true
      query   = local.late
      limit   = "> 0"
      runbook = "A job has not succeeded for more than twice its interval (a daily one: for 25 hours). See whether it is paused (`gcloud scheduler jobs describe NAME --location REGION`), whether `job-failed` tells why, and whether its caller account may still call it; then run it by hand. After the first deploy this is expected until each job has run once."
    }
  }

  alerts_of_messages = {
    undelivered = {
      title   = "An event was given up by Pub/Sub"
      urgent  = true
      query   = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{${local.in_topic},subscription_id=~'.*-dead'})"
      limit   = "> 0"
      runbook = "An event could not be delivered ten times over: its function broke or did not answer. Mend it, then take the messages out of the subscription that is named here and publish them again (README, Sending again); those who have heard them before do nothing."
    }
    unacked = {
      title   = "Events wait"
      urgent  = true
      query   = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{${local.in_topic},subscription_id!~'.*-dead'})"
      limit   = "> 900"
      runbook = "The oldest event has waited for a quarter of an hour. The function that the subscription's name begins with fails or has no instance left: see `error-ratio` and `near-max` for it."
    }
    queue-failures = {
      title   = "Tasks fail"
      urgent  = false
      query   = "${format(local.tries, "rate", local.in_vain)} / ${format(local.tries, "rate", "")}"
      guard   = "${format(local.tries, "increase", local.in_vain)} >= 10"
      limit   = "> 0.2"
      runbook = "One in five tries of a queue fails; they are repeated for some ten minutes before they become dead letters. Usually the vendor behind the queue is down: when its status page says so, pause the queue (`gcloud tasks queues pause NAME --location REGION`) and resume it later, nothing is lost."
    }
    queue-late = {
      title   = "Tasks are late"
      urgent  = true
      query   = "histogram_quantile(0.95, sum by (queue_id, le) (${local.delays}))"
      limit   = "> 300000"
      runbook = "Tasks begin five minutes after they were due. More comes in than the queue lets out (`per_second` of its tasks: what the vendor bears), or the queue is paused. Deadlines are kept meanwhile by the sweeps."
    }
    queue-depth = {
      title   = "A queue is very long"
      urgent  = false
      query   = "max by (queue_id) (cloudtasks_googleapis_com:queue_depth{${local.in_queue}})"
      limit   = "> 50000"
      runbook = "Timers of the coming days count, so a long queue is harmless as long as `queue-late` is quiet. When it grows by the hour, something schedules in a loop: look for the function that enqueues most."
    }
  }

  # Of the front door and of the bill.
  alerts_of_limits = merge(
    {
      edge-down = {
        title   = "The front door does not answer"
        urgent  = true
        query   = "avg by (host) (avg_over_time(monitoring_googleapis_com:uptime_check_check_passed{${local.in_check}}[2m]))"
        limit   = "< 0.5"
        runbook = "Most of the world's uptime checks fail. Look at the check's last answers: no address (DNS), no certificate, 404 (the URL map), 403 or 429 (the firewall), 5xx (the function); and at Google Cloud's status page."
      }
      certificate = {
        title   = "The certificate is about to end"
        urgent  = true
        query   = "min by (host) (monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires{${local.in_check}})"
        limit   = "< 14"
        runbook = "Google renews a month ahead, so that something keeps it from doing so: both hosts' DNS records must point at the address and at nothing else, and a CAA record must allow `pki.goog`. `gcloud compute ssl-certificates list` says which host fails."
      }
      edge-refuses = {
        title   = "Many are told to slow down"
        urgent  = false
        query   = "${format(local.arrivals, "rate", ",response_code='429'")} / ${format(local.arrivals, "rate", "")}"
        guard   = "${format(local.arrivals, "increase", ",response_code='429'")} >= 100"
        limit   = "> 0.05"
        runbook = "One in twenty requests is throttled. The load balancer's log says which rule and whose address: one flood is what the rules are for; many people behind one carrier's address need a higher `throttles.address`, a partner's sale a higher `throttles.key`."
      }
    },
    {
      for what, verbs in local.billed : "firestore-${what}" => {
        title   = "Firestore ${what} run ahead of the day's budget"
        urgent  = true
        query   = "(${join(" + ", [for verb in verbs : format(local.documents_done, verb, "15m")])}) / 15"
        limit   = "> ${ceil(4 * var.firestore_daily_budget[what] / 1440)}"
        runbook = "${title(what)} a minute are four times what the day's budget allows on average, for a quarter of an hour: usually an app that listens in a loop, or a job that reads everything. The dashboard shows since when; Firestore's Query Insights shows which query, the deploys of that hour which change."
      }
    },
    {
      for what, verbs in local.billed : "firestore-${what}-day" => {
        title   = "Firestore ${what} are over the day's budget"
        urgent  = false
        query   = join(" + ", [for verb in verbs : format(local.documents_done, verb, "24h")])
        limit   = "> ${var.firestore_daily_budget[what]}"
        runbook = "More ${what} within a day than `firestore_daily_budget` allows. When there are more people, raise it (tests/benchmarks/cost.md says what a call costs); when there are not, find out which function's calls have grown."
      }
    },
  )
}
