# Alerts on log lines of the functions, from `ctx.alert` and others: lines whose message matches `says` are counted.
locals {
  # Log lines that the functions write. Cloud Run writes others to different logs.
  ours = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/stdout\")"

  alerts_of_lines = merge(
    { for name, line in local.lines : name => merge(line, {
      log = "${local.ours} AND severity=${line.severity} AND jsonPayload.message=~\"${line.says}\""
      by  = "service_name"
    }) },
    {
      # All other ERROR lines, so that new alerts in the code need no change here. error-ratio counts 5xx answers.
      other-alert = {
        title  = "A function raises another alert"
        urgent = false
        log = join(" AND ", concat(
          [local.ours, "severity=ERROR", "NOT jsonPayload.message=~\"^[a-z0-9-]+ 5[0-9][0-9]$\""],
          [for line in local.lines : "NOT jsonPayload.message=~\"${line.says}\"" if line.severity == "ERROR"],
        ))
        by      = "service_name"
        limit   = "> 0"
        window  = "600s"
        runbook = "A function asks for a person's attention, and no other alert covers the case. Read the log line. `a document cannot be read` names a document that the code cannot parse."
      }
    },
  )

  lines = {
    dead-letter = {
      title    = "A job, event or webhook became a dead letter"
      urgent   = true
      severity = "ERROR"
      says     = "^dead letter: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "All attempts failed, and no other attempt will follow. The log line names a document `dead_letters/{dead_letter}`, which contains the data and the reason. Fix the cause, then send it again: `python -m infra.build.replay PROJECT DEAD_LETTER`. The dead letter of a webhook does not contain its data, so resend the webhook from the sender's dashboard, for example Xendit's."
    }
    outbox = {
      title    = "Events and jobs stay in the outbox"
      urgent   = true
      severity = "WARNING"
      says     = " was not sent; the outbox sweep will send it: "
      limit    = "> 20"
      window   = "900s"
      runbook  = "Pub/Sub or Cloud Tasks refuses events or jobs. Nothing is lost: `relay-outbox` sends them within a minute once the service accepts them again. Check that `relay-outbox` runs (`job-late`), and that the functions' accounts may publish and enqueue. To find the oldest entry, sort `outbox` by `relay_at`."
    }
    outbox-age = {
      title    = "An event or job waits too long in the outbox"
      urgent   = true
      severity = "ERROR"
      says     = "^outbox: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "An event or job has been due for half an hour. It is sent again every 15 minutes, but is not completed. To find the oldest entry, sort `outbox` by `due_at`. Its `type` is the function (with dashes) whose log tells why. After 24 relays the entry becomes a dead letter."
    }
    payment-quarantined = {
      title    = "A payment is quarantined"
      urgent   = true
      severity = "ERROR"
      says     = "^payment quarantined: "
      limit    = "> 0"
      window   = "300s"
      runbook  = "Xendit reported a payment that does not fit its order, so nothing was fulfilled. Compare the order in the log line with the invoice in Xendit's dashboard. If the money has arrived, refund it there and tell the buyer, who can order again. `list-quarantined-payments` lists all such payments; no function settles one."
    }
    payments-differ = {
      title    = "Payments and orders differ"
      urgent   = true
      severity = "ERROR"
      says     = "^reconciliation: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "The nightly comparison found an order that is paid at Xendit but not here. The comparison settles the order by itself; check that it did. More than one order a night means that callbacks are lost. Check `receive-xendit-invoice` and the callback address in Xendit's dashboard."
    }
    stock-mismatch = {
      title    = "Ticket stock does not add up"
      urgent   = true
      severity = "ERROR"
      says     = "^ticket stock: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "A ticket type has more or fewer units than its quota, or units still held for an order that has ended. The sweep corrects both. A second alert after ten minutes means that the sweep failed: stop the sale (`save-ticket-event`) and look at `fill-ticket-stock`."
    }
    crisis = {
      title    = "A customer is in a crisis"
      urgent   = true
      severity = "ERROR"
      says     = "^crisis in a session"
      limit    = "> 0"
      window   = "300s"
      runbook  = "A message in a room contains crisis words. The room shows the hotlines, and the session's clock is stopped. Either nobody is on duty (`update-settings`, `notifications.duty`), or nobody on duty has answered (`list-duty-calls`). A supervisor must open the room in the log line now, and stay until help has arrived."
    }
    text-budget = {
      title    = "Paid messages stop for today"
      urgent   = true
      severity = "ERROR"
      says     = "^text messages: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "The platform has spent the rupiah of the day (`notifications.platform_text_rupiah_a_day`). SMS and WhatsApp messages are dropped until midnight in Jakarta (`platform_budget` in `list-notice-deliveries`), except urgent ones such as security notices. Find what sends so many: `get-notification-analytics`, and a partner that publishes too much. Then raise the setting, or leave the messages dropped: pushes and mails still go."
    }
    message-reported = {
      title    = "A message was reported"
      urgent   = false
      severity = "ERROR"
      says     = "^message reported: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "A person reported a message. The report waits in the control center (`list-message-reports`). Decide within a week, because the evidence is deleted after some time."
    }
    left-out = {
      title    = "A job skips items"
      urgent   = false
      severity = "ERROR"
      says     = "^[a-z0-9-]+ failed for one item: "
      limit    = "> 2"
      window   = "3600s"
      runbook  = "A job failed for one item and continued with the others. A single case is a conflict with another call. Repeated cases mean a broken document, which the line names (`thing`)."
    }
    bug = {
      title    = "A bug"
      urgent   = false
      severity = "ERROR"
      says     = "^Traceback"
      limit    = "> 0"
      window   = "600s"
      runbook  = "A function raised an unexpected exception. Error Reporting groups these exceptions. Write a test that reproduces the bug, then fix the bug. An event or job that became a dead letter has an alert of its own."
    }
  }
}
