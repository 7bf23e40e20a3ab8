"""Someone to talk to: a call by trial, one that is paid for, and one that nobody takes."""

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
    """Two experts sign in by the codes that come to their phones, and go online."""
    at.experts = [await at.register_by_phone(name, role="expert") for name in ("Dewi Lestari", "Budi Santoso")]
    ready = [(await at.functions.post("go-online", {}, as_=expert.headers)).require_success() for expert in at.experts]
    expect_equal("whether they are online", [each["online"] for each in ready], [True, True])
    beat = (await at.functions.post("send-heartbeat", {}, as_=at.experts[0].headers)).require_success()
    expect_equal(
        "whether a heartbeat keeps one online",
        parse_moment(beat["online_until"]) > parse_moment(ready[0]["online_until"]),
        True,
    )
    lasts = format_time(beat["online_until"])
    return f"Dewi and Budi sign in by the codes on their phones, and go online: until {lasts}, if no heartbeat comes"


async def refuse_password_sign_in(at: PairingContext) -> str:
    """An expert who came by password goes online."""
    maya = at.expert
    told = (await at.functions.post("go-online", {}, as_=maya.headers)).require_error(403, "phone_sign_in_needed")
    return f"Maya, who came by password, cannot: 403 {told['code']}, “{told['detail']}”"


async def request_trial_call(at: PairingContext) -> str:
    """A customer whose phone is known to be hers calls, and calls again."""
    at.ana = await at.register_by_phone("Ana Wijaya")
    at.call = (await at.request_pairing(at.ana, topic=TOPIC, mood="anxious")).require_success()
    expect_equal("the call", [at.call[name] for name in ("status", "paid_by", "minutes")], ["searching", "trial", 15])
    twice = (await at.request_pairing(at.ana)).require_error(409, "already_searching")
    expect_equal("the call that is open", twice["pairing_id"], at.call["pairing_id"])
    return f"Ana has shown a phone to be hers, so she calls by trial: 15 minutes; twice, and it is 409 {twice['code']}"


async def check_push_to_experts(at: PairingContext) -> str:
    """One push reaches all experts' phones; both see the call."""
    push = await at.inbox.wait_for_push(at.call["pairing_id"])
    expect_equal("the topic", push["topic"], "bestie-calls")
    for expert in at.experts:
        card = (await at.list_open_calls(expert))[at.call["pairing_id"]]
        expect_equal("the call as an expert sees it", (card["topic"], card["mood"]), (TOPIC, "anxious"))
        expect_equal("whether the push tells who calls", card["pseudonym"] in push["body"], False)
    return f"one push rings at all experts' phones: “{push['title']}: {push['body']}”"


async def accept_call_twice(at: PairingContext) -> str:
    """Both accept at the same moment."""
    answers = await asyncio.gather(*(at.accept_call(expert, at.call) for expert in at.experts))
    expect_equal("the answers", sorted(answer.status for answer in answers), [200, 409])
    (at.first, won), (at.second, lost) = sorted(zip(at.experts, answers, strict=True), key=lambda pair: pair[1].status)
    at.trial, told = won.require_success(), lost.require_error(409, "already_taken")
    return f"both accept at once: {_first_name(at.first)} has it, {_first_name(at.second)} is told 409 {told['code']}"


async def exchange_messages(at: PairingContext) -> str:
    """They talk; the room is in the customer's list, and not in the other expert's."""
    (await at.send_message(at.ana, at.trial["room_id"], "m-1", "Halo, Kak. Boleh cerita?")).require_success()
    (await at.send_message(at.first, at.trial["room_id"], "m-2", "Halo. Boleh, aku di sini.")).require_success()
    room = await at.find_room(at.ana, at.trial["room_id"])
    shown = (room["name"], room["unread"], room["last_message"]["text"])
    expect_equal("the room in her list", shown, (at.first.name, 1, "Halo. Boleh, aku di sini."))
    (await at.send_message(at.second, at.trial["room_id"], "m-3", "Halo?")).require_error(404, "room_not_found")
    other = _first_name(at.second)
    return f"they talk; in Ana's list the room is called {room['name']}, one unread; to {other} there is none"


async def check_customer_anonymity(at: PairingContext) -> str:
    """What the expert sees of the customer is a pseudonym and an alias."""
    seen = [
        (await at.get_session(at.first, at.trial)).require_success(),
        await at.find_room(at.first, at.trial["room_id"]),
    ]
    text = json.dumps(
        [*seen, await at.list_messages(at.first, at.trial), *(await at.inbox.list_pushes(at.call["pairing_id"]))]
    )
    known = [word for word in (at.ana.id, at.ana.name, at.ana.email, at.ana.phone) if word in text]
    expect_equal("what of her can be found in it", known, [])
    expect_equal("the room's name", seen[1]["name"], at.trial["pseudonym"])
    (await at.get_session(at.second, at.trial)).require_error(404, "session_not_found")
    alias = at.trial["customer"]
    pseudonym = at.trial["pseudonym"]
    return f"to {_first_name(at.first)} she is “{pseudonym}”, {alias[:12]}…: no uid, name, mail or number of hers"


async def detect_crisis_words(at: PairingContext) -> str:
    """Words that tell of danger bring the hotlines, and stop the clock."""
    (await at.send_message(at.ana, at.trial["room_id"], "m-4", "Kadang rasanya aku ingin mati saja.")).require_success()
    held = await poll_until_equal(
        "the session",
        lambda: at.get_session(at.ana, at.trial),
        True,
        of=lambda answer: answer.require_success()["crisis"],
    )
    expect_equal("when it ends", held.body["ends_at"], None)
    (notice,) = [
        each["notice"] for each in await at.list_messages(at.ana, at.trial) if (each["notice"] or {}).get("hotlines")
    ]
    told = (await at.act_on_session(at.ana, "extend-session", at.trial)).require_error(409, "session_in_crisis")
    lines = ", ".join(line["phone"] for line in notice["hotlines"])
    return f"words of danger bring the hotlines ({lines}) and stop the clock; to buy time is 409 {told['code']}"


async def end_trial_session(at: PairingContext) -> str:
    """She ends the session; nobody writes there any more, and the next call is not a trial."""
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
    return "she ends it, and the room is closed; her next call would have to be paid, so she calls it off"


async def pay_for_call(at: PairingContext) -> str:
    """A customer without a verified phone pays on the checkout page before any phone rings."""
    await at.send_heartbeats()
    putu = at.customer
    at.call = (await at.request_pairing(putu, topic="Pindah kerja")).require_success()
    expect_equal("the call", (at.call["status"], at.call["minutes"]), ("awaiting_payment", 30))
    expect_equal("whether an expert sees it", at.call["pairing_id"] in await at.list_open_calls(at.second), False)
    price = await _pay_for_call(at, putu, at.call)
    expect_equal("whether an expert sees it", at.call["pairing_id"] in await at.list_open_calls(at.second), True)
    await poll_until_equal(
        "whether the dashboard counts who waits", at.get_dashboard, True, of=lambda now: now["customers_waiting"] > 0
    )
    return f"Putu has shown no phone to be hers: it rings when she has paid {format_rupiah(price)} at the checkout page"


async def accept_paid_call(at: PairingContext) -> str:
    """The other expert takes it."""
    await at.send_heartbeats()
    at.session = (await at.accept_call(at.second, at.call)).require_success()
    lasts = parse_moment(at.session["ends_at"]) - parse_moment(at.session["starts_at"])
    expect_equal("how long it lasts", lasts, timedelta(minutes=30))
    (await at.send_message(at.second, at.session["room_id"], "m-1", "Halo, mau cerita apa hari ini?")).require_success()
    return f"{_first_name(at.second)} takes it: 30 minutes, until {format_time(at.session['ends_at'])}"


async def request_short_call(at: PairingContext) -> str:
    """The admin lets calls go out for a moment only; somebody calls and pays; then it is as before."""
    async with at.shorten_rounds() as before:
        at.unanswered_call = (await at.request_pairing(at.rival)).require_success()
    expect_equal("the rounds of the call", at.unanswered_call["rounds"], SHORT_ROUNDS["rounds"])
    await _pay_for_call(at, at.rival, at.unanswered_call)
    usual = f"{before['rounds']} × {before['round_seconds']} s"
    seconds = SHORT_ROUNDS["round_seconds"]
    return f"Citra has calls go out for {seconds} s instead of {usual}, until Rizky has called; he pays too"


async def check_dashboard_counts(at: PairingContext) -> str:
    """The dashboard has counted all of it."""
    await at.send_heartbeats()
    # Others may be at work in the same cloud, and the brief call may be over by now.
    least = {"experts_online": 2, "active_sessions": 1, "paired_today": 2}
    told = await poll_until_equal(
        "what the dashboard has counted",
        at.get_dashboard,
        [],
        of=lambda now: [name for name, count in least.items() if now[name] < count],
    )
    there = (await at.functions.get("list-experts-online", as_=at.admin)).require_success()["items"]
    busy = {each["expert"]: len(each["sessions"]) for each in there}
    expect_equal("how many customers each has", [busy[at.first.id], busy[at.second.id]], [0, 1])
    return (
        "the dashboard: {experts_online} experts online, waiting {customers_waiting}, talking {active_sessions}, "
        "paired today {paired_today}".format(**told)
    )


async def extend_paid_session(at: PairingContext) -> str:
    """The customer pays for more time, and has it."""
    putu = at.customer
    order = (await at.act_on_session(putu, "extend-session", at.session)).require_success()
    await checkout.pay_at_checkout(at.http, order["checkout_url"], channel="DANA")
    longer = await poll_until_equal(
        "its minutes",
        lambda: at.get_session(putu, at.session),
        45,
        of=lambda answer: answer.require_success()["minutes"],
    )
    more = parse_moment(longer.body["ends_at"]) - parse_moment(at.session["ends_at"])
    expect_equal("how much later it ends", more, timedelta(minutes=15))
    expect_equal(
        "when its room closes", (await at.find_room(putu, at.session["room_id"]))["closes_at"], longer.body["ends_at"]
    )
    price = format_rupiah(order["total"]["amount"])
    return f"Putu pays {price} for 15 minutes more: room and session last until {format_time(longer.body['ends_at'])}"


async def end_paid_session(at: PairingContext) -> str:
    """She ends it before its time; its expert has room again."""
    over = (await at.act_on_session(at.customer, "end-session", at.session)).require_success()
    again = (await at.act_on_session(at.second, "end-session", at.session)).require_success()
    expect_equal("the second end", again, over)
    ready = await poll_until_equal(
        "the sessions of the expert",
        lambda: at.functions.post("go-online", {}, as_=at.second.headers),
        [],
        of=lambda answer: answer.require_success()["sessions"],
    )
    return f"she ends it; {_first_name(at.second)} has room for {ready.body['most']} again"


async def refund_unanswered_call(at: PairingContext) -> str:
    """Nobody has taken the third call: the money goes back, and a mail says so."""
    order = await at.wait_for_order(at.unanswered_call["order_id"], "REFUNDED", as_=at.rival.headers)
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [order["total"]["amount"]])
    (await at.accept_call(at.first, at.unanswered_call)).require_error(409, "pairing_over")
    (await at.functions.get("get-my-pairing", as_=at.rival.headers)).require_error(404, "pairing_not_found")
    mail = await at.wait_for_mail(at.rival, at.unanswered_call["order_id"], "Pengembalian dana")
    back = format_rupiah(order["refunds"][0]["amount"])
    return f"nobody takes Rizky's: {back} go back, and “{mail['subject'][:24]}…” says so"


async def take_experts_offline(at: PairingContext) -> str:
    """The experts go offline; the log tells when they were there."""
    for expert in at.experts:
        (await at.functions.post("go-offline", {}, as_=expert.headers)).require_success()
        (await at.functions.post("send-heartbeat", {}, as_=expert.headers)).require_error(409, "not_online")
    spans = [
        (await at.functions.get("get-online-log", as_=at.admin, expert_id=expert.id)).require_success()["items"]
        for expert in at.experts
    ]
    expect_equal("who ended it", [[span["ended_by"] for span in each] for each in spans], [["expert"], ["expert"]])
    (span,) = spans[0]
    began, ended = format_time(span["began_at"]), format_time(span["ended_at"])
    return f"both go offline; the log has them, Dewi from {began} to {ended}"


async def reveal_customer_identity(at: PairingContext) -> str:
    """The admin, and nobody else, is told who was in danger, for a reason."""
    (await at.act_on_session(at.first, "reveal-customer", at.trial, reason=DISCLOSURE_REASON)).require_error(
        403, "forbidden"
    )
    wanted = {"session_id": at.trial["session_id"]}
    (await at.functions.post("reveal-customer", wanted, as_=at.admin)).require_error(422, "invalid")
    asked = wanted | {"reason": DISCLOSURE_REASON}
    found: dict[str, Any] = (await at.functions.post("reveal-customer", asked, as_=at.admin)).require_success()
    expect_equal("who she is", (found["user_id"], found["phone"]), (at.ana.id, at.ana.phone))
    return f"Citra gives a reason, which is kept, and is told who was in danger: {found['full_name']}, {found['phone']}"


TRIAL_CALL_STORY: Story[PairingContext] = Story(
    "Someone to talk to",
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
    "A call that is paid for, and one that nobody takes",
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
    """Have *who* pay for a call, and wait until it is out; how much that was."""
    order = await at.get_order(call["order_id"], as_=who.headers)
    await checkout.pay_at_checkout(at.http, call["checkout_url"], channel="QRIS")
    await at.wait_until_paid(who)
    amount: int = order["total"]["amount"]
    return amount


def _first_name(person: DemoPerson) -> str:
    """By the first name."""
    return person.name.partition(" ")[0]
