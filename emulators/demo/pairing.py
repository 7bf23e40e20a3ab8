"""Steps of the two stories about calls: a trial call; a paid call, and a call that no expert accepts."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, format_time, parse_moment
from emulators.demo.marketplace_context import DemoPerson
from emulators.demo.pairing_context import SHORT_ROUNDS, TOPIC, PairingContext
from emulators.demo.story import Story

DISCLOSURE_REASON = "She may be in danger, and the emergency services ask where she is."


async def bring_experts_online(at: PairingContext) -> str:
    """Sign in two experts by phone, and bring them online."""
    at.experts = [await at.register_by_phone(name, role="expert") for name in ("Dewi Lestari", "Budi Santoso")]
    for expert in at.experts:
        device = {"token": f"demo:{expert.id}", "platform": "android"}
        (await at.functions.post("register-device", device, as_=expert.headers)).require_success()
    ready = [(await at.functions.post("go-online", {}, as_=expert.headers)).require_success() for expert in at.experts]
    expect_equal("experts online", [each["online"] for each in ready], [True, True])
    beat = (await at.functions.post("send-heartbeat", {}, as_=at.experts[0].headers)).require_success()
    expect_equal(
        "a heartbeat extends the time online",
        parse_moment(beat["online_until"]) > parse_moment(ready[0]["online_until"]),
        True,
    )
    lasts = format_time(beat["online_until"])
    return f"Dewi and Budi sign in by phone and go online, until {lasts} if no heartbeat comes"


async def refuse_password_sign_in(at: PairingContext) -> str:
    """Try to go online as an expert who signed in by password."""
    maya = at.expert
    told = (await at.functions.post("go-online", {}, as_=maya.headers)).require_error(403, "phone_sign_in_needed")
    return f"Maya, who signed in by password, cannot go online: 403 {told['code']}, “{told['detail']}”"


async def request_trial_call(at: PairingContext) -> str:
    """Request a call as a customer with a verified phone, twice."""
    at.ana = await at.register_by_phone("Ana Wijaya")
    at.call = (await at.request_pairing(at.ana, topic=TOPIC, mood="anxious")).require_success()
    expect_equal("the call", [at.call[name] for name in ("status", "paid_by", "minutes")], ["searching", "trial", 15])
    twice = (await at.request_pairing(at.ana)).require_error(409, "already_searching")
    expect_equal("the open call", twice["pairing_id"], at.call["pairing_id"])
    return f"Ana has a verified phone, so her call is a free trial of 15 minutes; a second call: 409 {twice['code']}"


async def check_push_to_experts(at: PairingContext) -> str:
    """Check that the call rings on both experts' phones, and that both experts see the call."""
    wanted = sorted(f"demo:{expert.id}" for expert in at.experts)

    async def list_rung_phones() -> list[str]:
        found = await at.inbox.wait_for_pushes(at.call["pairing_id"])
        return sorted(each["token"] for each in found if each["token"] in wanted)

    await poll_until_equal("phones that ring", list_rung_phones, wanted, of=sorted)
    push, *_ = await at.inbox.wait_for_pushes(at.call["pairing_id"])
    for expert in at.experts:
        card = (await at.list_open_calls(expert))[at.call["pairing_id"]]
        expect_equal("the call as an expert sees it", (card["topic"], card["mood"]), (TOPIC, "anxious"))
        expect_equal("pseudonym in the push", card["pseudonym"] in push["body"], False)
    return f"the phones of the free experts ring: “{push['title']}: {push['body']}”"


async def accept_call_twice(at: PairingContext) -> str:
    """Accept the call as both experts at the same moment."""
    answers = await asyncio.gather(*(at.accept_call(expert, at.call) for expert in at.experts))
    expect_equal("the answers", sorted(answer.status for answer in answers), [200, 409])
    (at.first, won), (at.second, lost) = sorted(zip(at.experts, answers, strict=True), key=lambda pair: pair[1].status)
    at.trial, told = won.require_success(), lost.require_error(409, "already_taken")
    return (
        f"both accept at once: {_first_name(at.first)} gets the call, {_first_name(at.second)} gets 409 {told['code']}"
    )


async def exchange_messages(at: PairingContext) -> str:
    """Exchange messages, and check that only the customer and her expert see the room."""
    (await at.send_message(at.ana, at.trial["room_id"], "m-1", "Halo, Kak. Boleh cerita?")).require_success()
    (await at.send_message(at.first, at.trial["room_id"], "m-2", "Halo. Boleh, aku di sini.")).require_success()
    room = await at.find_room(at.ana, at.trial["room_id"])
    shown = (room["name"], room["unread"], room["last_message"]["text"])
    expect_equal("the room in her list", shown, (at.first.name, 1, "Halo. Boleh, aku di sini."))
    (await at.send_message(at.second, at.trial["room_id"], "m-3", "Halo?")).require_error(404, "room_not_found")
    other = _first_name(at.second)
    return f"they chat; in Ana's list the room is called {room['name']}, with one unread message; {other} gets 404"


async def check_customer_anonymity(at: PairingContext) -> str:
    """Check that the expert sees only a pseudonym and an alias of the customer."""
    seen = [
        (await at.get_session(at.first, at.trial)).require_success(),
        await at.find_room(at.first, at.trial["room_id"]),
    ]
    text = json.dumps(
        [*seen, await at.list_messages(at.first, at.trial), *(await at.inbox.list_pushes(at.call["pairing_id"]))]
    )
    known = [word for word in (at.ana.id, at.ana.name, at.ana.email, at.ana.phone) if word in text]
    expect_equal("identifying data that the expert sees", known, [])
    expect_equal("the room's name", seen[1]["name"], at.trial["pseudonym"])
    (await at.get_session(at.second, at.trial)).require_error(404, "session_not_found")
    alias = at.trial["customer"]
    pseudonym = at.trial["pseudonym"]
    return f"to {_first_name(at.first)} she is “{pseudonym}”, {alias[:12]}…: no uid, name, mail or phone number"


async def detect_crisis_words(at: PairingContext) -> str:
    """Write words that tell of danger, and check that hotlines appear and the clock stops."""
    (await at.send_message(at.ana, at.trial["room_id"], "m-4", "Kadang rasanya aku ingin mati saja.")).require_success()
    held = await poll_until_equal(
        "the session",
        lambda: at.get_session(at.ana, at.trial),
        True,
        of=lambda answer: answer.require_success()["crisis"],
    )
    expect_equal("end of the session", held.body["ends_at"], None)
    (notice,) = [
        each["notice"] for each in await at.list_messages(at.ana, at.trial) if (each["notice"] or {}).get("hotlines")
    ]
    told = (await at.act_on_session(at.ana, "extend-session", at.trial)).require_error(409, "session_in_crisis")
    lines = ", ".join(line["phone"] for line in notice["hotlines"])
    return f"crisis words bring the hotlines ({lines}) and stop the clock; buying more time: 409 {told['code']}"


async def end_trial_session(at: PairingContext) -> str:
    """End the session, and check that the room is closed and the next call must be paid."""
    over = (await at.act_on_session(at.ana, "end-session", at.trial)).require_success()
    expect_equal("the session", (over["status"], over["ended_by"]), ("ended", "customer"))
    await poll_until_equal(
        "the room", lambda: at.find_room(at.ana, at.trial["room_id"]), False, of=lambda room: room["writable"]
    )
    (await at.send_message(at.first, at.trial["room_id"], "m-5", "Masih di sana?")).require_error(409, "room_closed")
    again = (await at.request_pairing(at.ana)).require_success()
    expect_equal("her next call", (again["status"], again["paid_by"]), ("awaiting_payment", "order"))
    gone = {"pairing_id": again["pairing_id"]}
    (await at.functions.post("cancel-pairing", gone, as_=at.ana.headers)).require_success()
    return "she ends the session, and its room is closed; her next call must be paid, so she cancels it"


async def pay_for_call(at: PairingContext) -> str:
    """Request a call without a verified phone, and pay before any expert sees the call."""
    await at.send_heartbeats()
    putu = at.customer
    at.call = (await at.request_pairing(putu, topic="Pindah kerja")).require_success()
    expect_equal("the call", (at.call["status"], at.call["minutes"]), ("awaiting_payment", 30))
    expect_equal("call visible before payment", at.call["pairing_id"] in await at.list_open_calls(at.second), False)
    price = await _pay_for_call(at, putu, at.call)
    expect_equal("call visible after payment", at.call["pairing_id"] in await at.list_open_calls(at.second), True)
    await poll_until_equal(
        "the dashboard counts waiting customers", at.get_dashboard, True, of=lambda now: now["customers_waiting"] > 0
    )
    return f"Putu has no verified phone: experts see her call once she has paid {format_rupiah(price)}"


async def accept_paid_call(at: PairingContext) -> str:
    """Accept the paid call as the other expert."""
    await at.send_heartbeats()
    at.session = (await at.accept_call(at.second, at.call)).require_success()
    lasts = parse_moment(at.session["ends_at"]) - parse_moment(at.session["starts_at"])
    expect_equal("length of the session", lasts, timedelta(minutes=30))
    (await at.send_message(at.second, at.session["room_id"], "m-1", "Halo, mau cerita apa hari ini?")).require_success()
    return f"{_first_name(at.second)} accepts: 30 minutes, until {format_time(at.session['ends_at'])}"


async def request_short_call(at: PairingContext) -> str:
    """Shorten the search for experts, request a third call, pay, and restore the settings."""
    async with at.shorten_rounds() as before:
        at.unanswered_call = (await at.request_pairing(at.rival)).require_success()
    expect_equal("the rounds of the call", at.unanswered_call["rounds"], SHORT_ROUNDS["rounds"])
    await _pay_for_call(at, at.rival, at.unanswered_call)
    usual = f"{before['rounds']} × {before['round_seconds']} s"
    seconds = SHORT_ROUNDS["round_seconds"]
    return f"Citra shortens the search to {seconds} s instead of {usual} for Rizky's call; he pays"


async def check_dashboard_counts(at: PairingContext) -> str:
    """Check the counts on the admin's dashboard."""
    await at.send_heartbeats()
    # Other stories may run in the same cloud, and the short search may be over by now.
    least = {"experts_online": 2, "active_sessions": 1, "paired_today": 2}
    told = await poll_until_equal(
        "counts on the dashboard that are too low",
        at.get_dashboard,
        [],
        of=lambda now: [name for name, count in least.items() if now[name] < count],
    )
    there = (await at.functions.get("list-experts-online", as_=at.admin)).require_success()["items"]
    busy = {each["expert"]: len(each["sessions"]) for each in there}
    expect_equal("sessions of each expert", [busy[at.first.id], busy[at.second.id]], [0, 1])
    return (
        "the dashboard: {experts_online} experts online, {customers_waiting} customers waiting, "
        "{active_sessions} sessions, {paired_today} paired today".format(**told)
    )


async def extend_paid_session(at: PairingContext) -> str:
    """Pay for more time, and check that session and room last longer."""
    putu = at.customer
    order = (await at.act_on_session(putu, "extend-session", at.session)).require_success()
    await checkout.pay_at_checkout(at.http, order["checkout_url"], channel="DANA")
    longer = await poll_until_equal(
        "minutes of the session",
        lambda: at.get_session(putu, at.session),
        45,
        of=lambda answer: answer.require_success()["minutes"],
    )
    more = parse_moment(longer.body["ends_at"]) - parse_moment(at.session["ends_at"])
    expect_equal("extension of the session", more, timedelta(minutes=15))
    expect_equal(
        "closing time of the room",
        (await at.find_room(putu, at.session["room_id"]))["closes_at"],
        longer.body["ends_at"],
    )
    price = format_rupiah(order["total"]["amount"])
    return f"Putu pays {price} for 15 more minutes: room and session last until {format_time(longer.body['ends_at'])}"


async def end_paid_session(at: PairingContext) -> str:
    """End the session before its time, and check that the expert is free again."""
    over = (await at.act_on_session(at.customer, "end-session", at.session)).require_success()
    again = (await at.act_on_session(at.second, "end-session", at.session)).require_success()
    expect_equal("response to the repeated end", again, over)
    ready = await poll_until_equal(
        "the sessions of the expert",
        lambda: at.functions.post("go-online", {}, as_=at.second.headers),
        [],
        of=lambda answer: answer.require_success()["sessions"],
    )
    return f"she ends the session; {_first_name(at.second)} can take {ready.body['most']} customers again"


async def refund_unanswered_call(at: PairingContext) -> str:
    """Wait until the third call fails, and check its refund and the mail about it."""
    order = await at.wait_for_order(at.unanswered_call["order_id"], "REFUNDED", as_=at.rival.headers)
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [order["total"]["amount"]])
    (await at.accept_call(at.first, at.unanswered_call)).require_error(409, "pairing_over")
    ended = (await at.functions.get("get-my-pairing", as_=at.rival.headers)).require_success()
    expect_equal("how the call ended", [ended["status"], ended["end_reason"]], ["expired", "nobody"])
    mail = await at.wait_for_mail(at.rival, at.unanswered_call["order_id"], "Pengembalian dana")
    back = format_rupiah(order["refunds"][0]["amount"])
    return f"no expert accepts Rizky's call: {back} are refunded, with the mail “{mail['subject'][:24]}…”"


async def take_experts_offline(at: PairingContext) -> str:
    """Take both experts offline, and check the log of their online times."""
    for expert in at.experts:
        (await at.functions.post("go-offline", {}, as_=expert.headers)).require_success()
        (await at.functions.post("send-heartbeat", {}, as_=expert.headers)).require_error(409, "not_online")
    spans = [
        (await at.functions.get("get-online-log", as_=at.admin, expert_id=expert.id)).require_success()["items"]
        for expert in at.experts
    ]
    expect_equal(
        "who ended the time online", [[span["ended_by"] for span in each] for each in spans], [["expert"], ["expert"]]
    )
    (span,) = spans[0]
    began, ended = format_time(span["began_at"]), format_time(span["ended_at"])
    return f"both go offline; the log shows when they were online, Dewi from {began} to {ended}"


async def reveal_customer_identity(at: PairingContext) -> str:
    """Reveal the identity of the customer in danger to the admin, who must give a reason."""
    (await at.act_on_session(at.first, "reveal-customer", at.trial, reason=DISCLOSURE_REASON)).require_error(
        403, "forbidden"
    )
    wanted = {"session_id": at.trial["session_id"]}
    (await at.functions.post("reveal-customer", wanted, as_=at.admin)).require_error(422, "invalid")
    asked = wanted | {"reason": DISCLOSURE_REASON}
    found: dict[str, Any] = (await at.functions.post("reveal-customer", asked, as_=at.admin)).require_success()
    expect_equal("uid and phone of the customer", (found["user_id"], found["phone"]), (at.ana.id, at.ana.phone))
    return f"Citra gives a reason, which is recorded, and learns the customer: {found['full_name']}, {found['phone']}"


TRIAL_CALL_STORY: Story[PairingContext] = Story(
    "A free trial call",
    (
        bring_experts_online,
        refuse_password_sign_in,
        request_trial_call,
        check_push_to_experts,
        accept_call_twice,
        exchange_messages,
        check_customer_anonymity,
        detect_crisis_words,
        end_trial_session,
    ),
    requires=(EXPERT_STORY,),
)
PAID_CALL_STORY: Story[PairingContext] = Story(
    "A paid call, and one that no expert accepts",
    (
        pay_for_call,
        accept_paid_call,
        request_short_call,
        check_dashboard_counts,
        extend_paid_session,
        end_paid_session,
        refund_unanswered_call,
        take_experts_offline,
        reveal_customer_identity,
    ),
    requires=(TRIAL_CALL_STORY,),
)


async def _pay_for_call(at: PairingContext, who: DemoPerson, call: dict[str, Any]) -> int:
    """Pay for a call as `who`, wait until experts see it, and return the price in rupiah."""
    order = await at.get_order(call["order_id"], as_=who.headers)
    await checkout.pay_at_checkout(at.http, call["checkout_url"], channel="QRIS")
    await at.wait_until_paid(who)
    amount: int = order["total"]["amount"]
    return amount


def _first_name(person: DemoPerson) -> str:
    """Return the first name of a person."""
    return person.name.partition(" ")[0]
