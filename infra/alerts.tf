# List of all alerts. Policies and the dashboard are built from it; README.md repeats each `title` and `runbook`.
#   query, guard, limit: PromQL; the alert fires only if `guard` holds too
#   log, by, limit, window: number of log lines that match `log` within `window`, counted for each value of the label `by`
locals {
  in_run   = "monitored_resource='cloud_run_revision'"
  in_queue = "monitored_resource='cloud_tasks_queue'"
  in_topic = "monitored_resource='pubsub_subscription'"
  in_store = "monitored_resource='firestore.googleapis.com/Database'"
  in_edge  = "monitored_resource='https_lb_rule',url_map_name='${google_compute_url_map.edge.name}'"
  in_check = "monitored_resource='uptime_url',host='${var.domain}'"

  # Format strings; the arguments are the function (rate or increase) and further label conditions.
  answers  = "sum by (service_name) (%s(run_googleapis_com:request_count{${local.in_run}%s}[10m]))"
  tries    = "sum by (queue_id) (%s(cloudtasks_googleapis_com:queue_task_attempt_count{${local.in_queue}%s}[15m]))"
  in_vain  = ",response_code!~'ok|OK|2..'"
  arrivals = "sum by (url_map_name) (%s(loadbalancing_googleapis_com:https_request_count{${local.in_edge}%s}[10m]))"
  # A metric without any operation has no value, so `or vector(0)` makes the sum possible.
  documents_done = "(sum(increase(firestore_googleapis_com:document_%s_ops_count{${local.in_store}}[%s])) or vector(0))"
  billed         = { reads = ["read"], writes = ["write", "delete"] }

  # Tasks and schedules may be slow, because no user waits for them.
  latencies = "rate(run_googleapis_com:request_latencies_bucket{${local.in_run},service_name!~'${local.patient}'}[10m])"
  delays    = "rate(cloudtasks_googleapis_com:queue_task_attempt_delays_bucket{${local.in_queue}}[15m])"
  patient   = join("|", [for name, function in local.functions : name if contains(["task", "schedule"], function.kind)])

  # Limit of instances of each function. Idle instances stay for 15 minutes and do no harm, so only active ones count.
  # To keep the query short, the largest group of functions with the same limit is not listed by name.
  most        = { for name, function in local.functions : name => min(function.max_instances, var.most_instances) }
  crowds      = { for name, most in local.most : most => name... if most > 1 }
  largest     = max(0, [for names in values(local.crowds) : length(names)]...)
  crowd_named = { for most, names in local.crowds : most => "=~'${join("|", names)}'" if length(names) < local.largest }
  crowd_rest = {
    for most, names in local.crowds : most => "!~'${join("|", setsubtract(keys(local.functions), names))}'"
    if length(names) == local.largest
  }

  # Longest time without success: twice the interval and ten minutes; a query cannot look back further than 25 hours.
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
      runbook = "More than 5 % of a function's responses are 5xx. Read the function's ERROR lines. If the errors began with a deploy, send the traffic to the previous revision (see Rollback). If the code is `unavailable`, check the vendor's status page."
    }
    slow = {
      title   = "A function is slow"
      urgent  = false
      query   = "histogram_quantile(0.95, sum by (service_name, le) (${local.latencies}))"
      guard   = "${format(local.answers, "increase", "")} >= 50"
      limit   = "> 2000"
      runbook = "More than 5 % of the calls take longer than two seconds. Compare with `near-max` (too few instances), with Firestore's latency (a hot document causes 503 `busy`) and with the vendor that the function calls. If cold starts are the cause, set `min_instances`."
    }
    near-max = {
      title  = "A function uses nearly all of its instances"
      urgent = true
      query = join(" or ", [
        for most, named in merge(local.crowd_named, local.crowd_rest) :
        "sum by (service_name) (run_googleapis_com:container_instance_count{${local.in_run},state='active',service_name${named}}) / ${most}"
      ])
      limit   = "> 0.8"
      runbook = "Callers will soon get 429. If the load is genuine, raise `max_instances` in the decorator (above 20 also `most_instances`) and deploy. If one caller causes the load, lower the throttle for callers of that kind."
    }
    job-failed = {
      title   = "A scheduled job fails"
      urgent  = true
      log     = "resource.type=\"cloud_scheduler_job\" AND severity>=ERROR"
      by      = "job_id"
      limit   = "> 2"
      window  = "3600s"
      runbook = "A job has failed three times within an hour. The ERROR lines of its function tell why. After the fix, run the job by hand (`gcloud scheduler jobs run NAME --location REGION`). A late run has the same effect as a run in time."
    }
    job-late = {
      title   = "A scheduled job has not run"
      urgent  = true
      query   = local.late
      limit   = "> 0"
      runbook = "A job has not succeeded for more than twice its interval (a daily job: for 25 hours). Check whether the job is paused (`gcloud scheduler jobs describe NAME --location REGION`), whether `job-failed` tells why, and whether the caller account may call the function. Then run the job by hand. After the first deploy, the alert is expected until each job has run once."
    }
  }

  alerts_of_messages = {
    undelivered = {
      title   = "Pub/Sub gave up an event"
      urgent  = true
      query   = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{${local.in_topic},subscription_id=~'.*-dead'})"
      limit   = "> 0"
      runbook = "Ten attempts to deliver an event failed, because the function raised an error or did not answer. Fix the function. Then publish the messages of the subscription that is named here again (README, Sending again). Functions that have processed them before ignore them."
    }
    unacked = {
      title   = "Events wait"
      urgent  = true
      query   = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{${local.in_topic},subscription_id!~'.*-dead'})"
      limit   = "> 900"
      runbook = "The oldest event has waited for 15 minutes. The name of the subscription begins with the name of the function. The function fails or has no free instance: see `error-ratio` and `near-max`."
    }
    queue-failures = {
      title   = "Tasks fail"
      urgent  = false
      query   = "${format(local.tries, "rate", local.in_vain)} / ${format(local.tries, "rate", "")}"
      guard   = "${format(local.tries, "increase", local.in_vain)} >= 10"
      limit   = "> 0.2"
      runbook = "More than 20 % of a queue's attempts fail. Tasks are retried for about ten minutes before they become dead letters. Usually the vendor is down. If the vendor's status page confirms it, pause the queue (`gcloud tasks queues pause NAME --location REGION`) and resume it later. Nothing is lost."
    }
    queue-late = {
      title   = "Tasks are late"
      urgent  = true
      query   = "histogram_quantile(0.95, sum by (queue_id, le) (${local.delays}))"
      limit   = "> 300000"
      runbook = "Tasks start five minutes after they were due. Either more tasks arrive than `per_second` allows, which is the rate that the vendor accepts, or the queue is paused. Meanwhile the sweeps keep the deadlines."
    }
    queue-depth = {
      title   = "A queue is very long"
      urgent  = false
      query   = "max by (queue_id) (cloudtasks_googleapis_com:queue_depth{${local.in_queue}})"
      limit   = "> 50000"
      runbook = "A long queue is harmless while `queue-late` is quiet, because timers of the coming days count too. If the queue grows every hour, a function enqueues in a loop. Look for the function that enqueues most."
    }
  }

  # Alerts of the front door and of the budget.
  alerts_of_limits = merge(
    {
      edge-down = {
        title   = "The front door does not answer"
        urgent  = true
        query   = "avg by (host) (avg_over_time(monitoring_googleapis_com:uptime_check_check_passed{${local.in_check}}[2m]))"
        limit   = "< 0.5"
        runbook = "Most uptime checks fail worldwide. Look at the latest results of the check: no address means DNS, 404 the URL map, 403 or 429 the firewall, and 5xx the function. Check the certificate and Google Cloud's status page too."
      }
      certificate = {
        title   = "The certificate expires soon"
        urgent  = true
        query   = "min by (host) (monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires{${local.in_check}})"
        limit   = "< 14"
        runbook = "Google renews the certificate a month ahead, so something prevents the renewal. The DNS records of both hosts must point only at the address of the front door. A CAA record must allow `pki.goog`. `gcloud compute ssl-certificates list` shows which host fails."
      }
      edge-refuses = {
        title   = "Many requests are throttled"
        urgent  = false
        query   = "${format(local.arrivals, "rate", ",response_code='429'")} / ${format(local.arrivals, "rate", "")}"
        guard   = "${format(local.arrivals, "increase", ",response_code='429'")} >= 100"
        limit   = "> 0.05"
        runbook = "More than 5 % of the requests are throttled. The load balancer's log shows the rule and the addresses. A flood from one address needs no action. Raise `throttles.address` if many people share the address of one mobile carrier, or `throttles.key` for a partner's sale."
      }
    },
    {
      for what, verbs in local.billed : "firestore-${what}" => {
        title   = "Firestore ${what} exceed the rate of the daily budget"
        urgent  = true
        query   = "(${join(" + ", [for verb in verbs : format(local.documents_done, verb, "15m")])}) / 15"
        limit   = "> ${ceil(4 * var.firestore_daily_budget[what] / 1440)}"
        runbook = "For 15 minutes, the ${what} a minute were four times the average that the daily budget allows. The usual cause is an app that listens in a loop, or a job that reads everything. The dashboard shows when the rise began. Firestore's Query Insights shows the query, and the deploys of that hour show the change."
      }
    },
    {
      for what, verbs in local.billed : "firestore-${what}-day" => {
        title   = "Firestore ${what} exceed the daily budget"
        urgent  = false
        query   = join(" + ", [for verb in verbs : format(local.documents_done, verb, "24h")])
        limit   = "> ${var.firestore_daily_budget[what]}"
        runbook = "There were more ${what} within a day than `firestore_daily_budget` allows. If the number of users has grown, raise the budget (tests/benchmarks/cost.md lists the cost of each call). Otherwise find the function whose calls have increased."
      }
    },
  )
}
