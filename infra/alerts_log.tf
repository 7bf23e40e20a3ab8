# What functions say themselves, by `ctx.alert` and in the log: a line that says `says` counts.
locals {
  # Our own lines: Cloud Run writes others beside them.
  ours = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/stdout\")"

  alerts_of_lines = merge(
    { for name, line in local.lines : name => merge(line, {
      log = "${local.ours} AND severity=${line.severity} AND jsonPayload.message=~\"${line.says}\""
      by  = "service_name"
    }) },
    {
      # Whatever else is alerted of, so that new code needs nothing here; an answer of 5xx is counted by error-ratio.
      other-alert = {
        title  = "A function raises an alarm"
        urgent = false
        log = join(" AND ", concat(
          [local.ours, "severity=ERROR", "NOT jsonPayload.message=~\"^[a-z0-9-]+ 5[0-9][0-9]$\""],
          [for line in local.lines : "NOT jsonPayload.message=~\"${line.says}\"" if line.severity == "ERROR"],
        ))
        by      = "service_name"
        limit   = "> 0"
        window  = "600s"
        runbook = "A function says that somebody should look, and no other alert is about it. Read the line; `a document cannot be read` names a document that the code no longer understands."
      }
    },
  )

  lines = {
    dead-letter = {
      title    = "A job, an event or a webhook was given up"
      urgent   = true
      severity = "ERROR"
      says     = "^dead letter: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "Something will not be tried again. The document `dead_letters/{dead_letter}` that the line names holds what it was and why. Mend the cause, then send it again: `python -m infra.build.replay PROJECT DEAD_LETTER`. A webhook's says nothing of what it was: have its sender send it again (Xendit's dashboard does)."
    }
    outbox = {
      title    = "Events and jobs are left in the outbox"
      urgent   = true
      severity = "WARNING"
      says     = " was not sent; the outbox sweep will send it: "
      limit    = "> 20"
      window   = "900s"
      runbook  = "Pub/Sub or Cloud Tasks refuses what functions send. Nothing is lost, and `relay-outbox` sends it within a minute once it can; see that it runs (`job-late`), and that the accounts still may publish and enqueue. The oldest entry: `outbox` by `relay_at`."
    }
    outbox-age = {
      title    = "An event or a job waits in the outbox for too long"
      urgent   = true
      severity = "ERROR"
      says     = "^outbox: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "Something has been due for half an hour, and though it is sent again every quarter of an hour it is not done. The oldest: `outbox` by `due_at`; its `type` is the function (with dashes) whose log says why. After 24 relays it becomes a dead letter."
    }
    payment-quarantined = {
      title    = "A payment is quarantined"
      urgent   = true
      severity = "ERROR"
      says     = "^payment quarantined: "
      limit    = "> 0"
      window   = "300s"
      runbook  = "Xendit told us something that cannot be right, so nothing was fulfilled. Compare the order of the line with the invoice in Xendit's dashboard; when the money is there, give it back there, and tell the buyer, who can order again: no function settles a quarantined payment."
    }
    payments-differ = {
      title    = "Payments and orders differ"
      urgent   = true
      severity = "ERROR"
      says     = "^reconciliation: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "The nightly comparison found an order that was paid at Xendit and not here, and settles it by itself. See that it did; more than one a night means that callbacks get lost: look at `receive-xendit-invoice` and at the callback address in Xendit's dashboard."
    }
    stock-mismatch = {
      title    = "Ticket stock does not add up"
      urgent   = true
      severity = "ERROR"
      says     = "^ticket stock: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "A type has more or fewer units than its quota, or units that nobody should hold any more; the sweep mends both. When it is told of again ten minutes later, it could not: stop the sale (`save-ticket-event`) and look at `fill-ticket-stock`."
    }
    crisis = {
      title    = "Somebody is in a crisis"
      urgent   = true
      severity = "ERROR"
      says     = "^crisis in a session"
      limit    = "> 0"
      window   = "300s"
      runbook  = "Words of crisis were said in a room, where the hotlines now are shown and the clock stands still. A supervisor opens the room that the line names, now, and stays until help is there."
    }
    message-reported = {
      title    = "A message was reported"
      urgent   = false
      severity = "ERROR"
      says     = "^message reported: "
      limit    = "> 0"
      window   = "600s"
      runbook  = "Somebody has reported a message. It waits in the control center's list of reports (`list-message-reports`); evidence is kept for a while only, so decide within the week."
    }
    left-out = {
      title    = "A job leaves something out"
      urgent   = false
      severity = "ERROR"
      says     = "^[a-z0-9-]+ failed for one item: "
      limit    = "> 2"
      window   = "3600s"
      runbook  = "A job could not deal with one thing and went on with the others. Once is a race with somebody; again and again is one broken document: the line names it (`thing`)."
    }
    bug = {
      title    = "A bug"
      urgent   = false
      severity = "ERROR"
      says     = "^Traceback"
      limit    = "> 0"
      window   = "600s"
      runbook  = "A function has broken where it should not. Error Reporting groups them; write the test that fails like it before mending it. What became a dead letter of it has an alert of its own."
    }
  }
}
