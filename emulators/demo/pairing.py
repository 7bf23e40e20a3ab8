"""Someone to talk to: a call by trial, one that is paid for, and one that nobody takes."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.exchange import BRIEF, TOPIC, Exchange
from emulators.demo.expectations import eventually, expect
from emulators.demo.market import Person
from emulators.demo.telling import Story
from emulators.demo.wording import clock, moment, rupiah

REASON = "She may be in danger, and the emergency services ask where she is."


async def experts_come_by_phone(at: Exchange) -> str:
    """Two experts sign in by the codes that come to their phones, and go online."""
    at.experts = [await at.join(name, role="expert") for name in ("Dewi Lestari", "Budi Santoso")]
    ready = [(await at.office.post("go-online", {}, as_=expert.headers)).good() for expert in at.experts]
    expect("whether they are online", [each["online"] for each in ready], [True, True])
    beat = (await at.office.post("send-heartbeat", {}, as_=at.experts[0].headers)).good()
    expect(
        "whether a heartbeat keeps one online", moment(beat["online_until"]) > moment(ready[0]["online_until"]), True
    )
    lasts = clock(beat["online_until"])
    return f"Dewi and Budi sign in by the codes on their phones, and go online: until {lasts}, if no heartbeat comes"


async def password_is_not_enough(at: Exchange) -> str:
    """An expert who came by password goes online."""
    maya = at.market.expert
    told = (await at.office.post("go-online", {}, as_=maya.headers)).refused(403, "phone_sign_in_needed")
    return f"Maya, who came by password, cannot: 403 {told['code']}, “{told['detail']}”"


async def customer_calls_by_trial(at: Exchange) -> str:
    """A customer whose phone is known to be hers calls, and calls again."""
    at.ana = await at.join("Ana Wijaya")
    at.call = (await at.ask(at.ana, topic=TOPIC, mood="anxious")).good()
    expect("the call", [at.call[name] for name in ("status", "paid_by", "minutes")], ["searching", "trial", 15])
    twice = (await at.ask(at.ana)).refused(409, "already_searching")
    expect("the call that is open", twice["pairing_id"], at.call["pairing_id"])
    return f"Ana has shown a phone to be hers, so she calls by trial: 15 minutes; twice, and it is 409 {twice['code']}"


async def phones_ring(at: Exchange) -> str:
    """One push reaches all experts' phones; both see the call."""
    push = await at.stage.inbox.only_push(at.call["pairing_id"])
    expect("the topic", push["topic"], "bestie-calls")
    for expert in at.experts:
        card = (await at.open_calls(expert))[at.call["pairing_id"]]
        expect("the call as an expert sees it", (card["topic"], card["mood"]), (TOPIC, "anxious"))
        expect("whether the push tells who calls", card["pseudonym"] in push["body"], False)
    return f"one push rings at all experts' phones: “{push['title']}: {push['body']}”"


async def two_accept_at_once(at: Exchange) -> str:
    """Both accept at the same moment."""
    answers = await asyncio.gather(*(at.accept(expert, at.call) for expert in at.experts))
    expect("the answers", sorted(answer.status for answer in answers), [200, 409])
    (at.first, won), (at.second, lost) = sorted(zip(at.experts, answers, strict=True), key=lambda pair: pair[1].status)
    at.trial, told = won.good(), lost.refused(409, "already_taken")
    return f"both accept at once: {_called(at.first)} has it, {_called(at.second)} is told 409 {told['code']}"


async def they_talk(at: Exchange) -> str:
    """They talk; the room is in the customer's list, and not in the other expert's."""
    (await at.say(at.ana, at.trial, "m-1", "Halo, Kak. Boleh cerita?")).good()
    (await at.say(at.first, at.trial, "m-2", "Halo. Boleh, aku di sini.")).good()
    room = await at.room(at.ana, at.trial)
    shown = (room["name"], room["unread"], room["last_message"]["text"])
    expect("the room in her list", shown, (at.first.name, 1, "Halo. Boleh, aku di sini."))
    (await at.say(at.second, at.trial, "m-3", "Halo?")).refused(404, "room_not_found")
    return (
        f"they talk; in Ana's list the room is called {room['name']}, one unread; to {_called(at.second)} there is none"
    )


async def nobody_knows_who_she_is(at: Exchange) -> str:
    """What the expert sees of the customer is a pseudonym and an alias."""
    seen = [(await at.show(at.first, at.trial)).good(), await at.room(at.first, at.trial)]
    text = json.dumps([*seen, await at.said(at.first, at.trial), *(await at.stage.inbox.pushes(at.call["pairing_id"]))])
    known = [word for word in (at.ana.id, at.ana.name, at.ana.email, at.ana.phone) if word in text]
    expect("what of her can be found in it", known, [])
    expect("the room's name", seen[1]["name"], at.trial["pseudonym"])
    (await at.show(at.second, at.trial)).refused(404, "session_not_found")
    alias = at.trial["customer"]
    return (
        f"to {_called(at.first)} she is “{at.trial['pseudonym']}”, {alias[:12]}…: no uid, name, mail or number of hers"
    )


async def words_of_crisis_are_heard(at: Exchange) -> str:
    """Words that tell of danger bring the hotlines, and stop the clock."""
    (await at.say(at.ana, at.trial, "m-4", "Kadang rasanya aku ingin mati saja.")).good()
    held = await eventually(
        "the session", lambda: at.show(at.ana, at.trial), True, of=lambda answer: answer.good()["crisis"]
    )
    expect("when it ends", held.body["ends_at"], None)
    (notice,) = [each["notice"] for each in await at.said(at.ana, at.trial) if (each["notice"] or {}).get("hotlines")]
    told = (await at.do(at.ana, "extend-session", at.trial)).refused(409, "session_in_crisis")
    lines = ", ".join(line["phone"] for line in notice["hotlines"])
    return f"words of danger bring the hotlines ({lines}) and stop the clock; to buy time is 409 {told['code']}"


async def she_ends_it(at: Exchange) -> str:
    """She ends the session; nobody writes there any more, and the next call is not a trial."""
    over = (await at.do(at.ana, "end-session-now", at.trial)).good()
    expect("the session", (over["status"], over["ended_by"]), ("ended", "customer"))
    await eventually("the room", lambda: at.room(at.ana, at.trial), False, of=lambda room: room["writable"])
    (await at.say(at.first, at.trial, "m-5", "Masih di sana?")).refused(409, "room_closed")
    again = (await at.ask(at.ana)).good()
    expect("her next call", (again["status"], again["paid_by"]), ("awaiting_payment", "order"))
    gone = {"pairing_id": again["pairing_id"]}
    (await at.office.post("cancel-pairing", gone, as_=at.ana.headers)).good()
    return "she ends it, and the room is closed; her next call would have to be paid, so she calls it off"


async def call_is_paid_for(at: Exchange) -> str:
    """A customer without a verified phone pays on the checkout page before any phone rings."""
    await at.beat()
    putu = at.market.customer
    at.call = (await at.ask(putu, topic="Pindah kerja")).good()
    expect("the call", (at.call["status"], at.call["minutes"]), ("awaiting_payment", 30))
    expect("whether an expert sees it", at.call["pairing_id"] in await at.open_calls(at.second), False)
    price = await _paid(at, putu, at.call)
    expect("whether an expert sees it", at.call["pairing_id"] in await at.open_calls(at.second), True)
    await eventually(
        "whether the dashboard counts who waits", at.dashboard, True, of=lambda now: now["customers_waiting"] > 0
    )
    return f"Putu has shown no phone to be hers: it rings when she has paid {rupiah(price)} at the checkout page"


async def it_is_taken(at: Exchange) -> str:
    """The other expert takes it."""
    await at.beat()
    at.session = (await at.accept(at.second, at.call)).good()
    lasts = moment(at.session["ends_at"]) - moment(at.session["starts_at"])
    expect("how long it lasts", lasts, timedelta(minutes=30))
    (await at.say(at.second, at.session, "m-1", "Halo, mau cerita apa hari ini?")).good()
    return f"{_called(at.second)} takes it: 30 minutes, until {clock(at.session['ends_at'])}"


async def third_one_calls_briefly(at: Exchange) -> str:
    """The admin lets calls go out for a moment only; somebody calls and pays; then it is as before."""
    async with at.brief_calls() as before:
        at.unheard = (await at.ask(at.market.rival)).good()
    expect("the rounds of the call", at.unheard["rounds"], BRIEF["rounds"])
    await _paid(at, at.market.rival, at.unheard)
    usual = f"{before['rounds']} × {before['round_seconds']} s"
    return (
        f"Citra has calls go out for {BRIEF['round_seconds']} s instead of {usual}, until Rizky has called; he pays too"
    )


async def dashboard_tells(at: Exchange) -> str:
    """The dashboard has counted all of it."""
    await at.beat()
    # Others may be at work in the same cloud, and the brief call may be over by now.
    least = {"experts_online": 2, "active_sessions": 1, "paired_today": 2}
    told = await eventually(
        "what the dashboard has counted",
        at.dashboard,
        [],
        of=lambda now: [name for name, count in least.items() if now[name] < count],
    )
    there = (await at.office.get("list-experts-online", as_=at.market.admin)).good()["items"]
    busy = {each["expert"]: len(each["sessions"]) for each in there}
    expect("how many customers each has", [busy[at.first.id], busy[at.second.id]], [0, 1])
    return (
        "the dashboard: {experts_online} experts online, waiting {customers_waiting}, talking {active_sessions}, "
        "paired today {paired_today}".format(**told)
    )


async def session_is_extended(at: Exchange) -> str:
    """The customer pays for more time, and has it."""
    putu = at.market.customer
    order = (await at.do(putu, "extend-session", at.session)).good()
    await checkout.pay(at.stage.http, order["checkout_url"], channel="DANA")
    longer = await eventually(
        "its minutes", lambda: at.show(putu, at.session), 45, of=lambda answer: answer.good()["minutes"]
    )
    more = moment(longer.body["ends_at"]) - moment(at.session["ends_at"])
    expect("how much later it ends", more, timedelta(minutes=15))
    expect("when its room closes", (await at.room(putu, at.session))["closes_at"], longer.body["ends_at"])
    price = rupiah(order["total"]["amount"])
    return f"Putu pays {price} for 15 minutes more: room and session last until {clock(longer.body['ends_at'])}"


async def session_ends(at: Exchange) -> str:
    """She ends it before its time; its expert has room again."""
    over = (await at.do(at.market.customer, "end-session-now", at.session)).good()
    again = (await at.do(at.second, "end-session-now", at.session)).good()
    expect("the second end", again, over)
    ready = await eventually(
        "the sessions of the expert",
        lambda: at.office.post("go-online", {}, as_=at.second.headers),
        [],
        of=lambda answer: answer.good()["sessions"],
    )
    return f"she ends it; {_called(at.second)} has room for {ready.body['most']} again"


async def nobody_takes_it(at: Exchange) -> str:
    """Nobody has taken the third call: the money goes back, and a mail says so."""
    order = await eventually(
        "the order of the call",
        lambda: at.market.order(at.market.rival, at.unheard["order_id"]),
        "REFUNDED",
        of=lambda order: order["status"],
    )
    expect("the refunds", [each["amount"] for each in order["refunds"]], [order["total"]["amount"]])
    (await at.accept(at.first, at.unheard)).refused(409, "pairing_over")
    (await at.office.get("get-my-pairing", as_=at.market.rival.headers)).refused(404, "pairing_not_found")
    mail = await at.market.mail(at.market.rival, at.unheard["order_id"], "Pengembalian dana")
    back = rupiah(order["refunds"][0]["amount"])
    return f"nobody takes Rizky's: {back} go back, and “{mail['subject'][:24]}…” says so"


async def experts_leave(at: Exchange) -> str:
    """The experts go offline; the log tells when they were there."""
    for expert in at.experts:
        (await at.office.post("go-offline", {}, as_=expert.headers)).good()
        (await at.office.post("send-heartbeat", {}, as_=expert.headers)).refused(409, "not_online")
    spans = [
        (await at.office.get("get-online-log", as_=at.market.admin, expert_id=expert.id)).good()["items"]
        for expert in at.experts
    ]
    expect("who ended it", [[span["ended_by"] for span in each] for each in spans], [["expert"], ["expert"]])
    (span,) = spans[0]
    return f"both go offline; the log has them, Dewi from {clock(span['began_at'])} to {clock(span['ended_at'])}"


async def admin_finds_out_who_she_is(at: Exchange) -> str:
    """The admin, and nobody else, is told who was in danger, for a reason."""
    (await at.do(at.first, "reveal-customer", at.trial, reason=REASON)).refused(403, "forbidden")
    wanted = {"session_id": at.trial["session_id"]}
    (await at.office.post("reveal-customer", wanted, as_=at.market.admin)).refused(422, "invalid")
    asked = wanted | {"reason": REASON}
    found: dict[str, Any] = (await at.office.post("reveal-customer", asked, as_=at.market.admin)).good()
    expect("who she is", (found["user_id"], found["phone"]), (at.ana.id, at.ana.phone))
    return f"Citra gives a reason, which is kept, and is told who was in danger: {found['full_name']}, {found['phone']}"


PAIRING: Story[Exchange] = {
    "Someone to talk to": (
        experts_come_by_phone,
        password_is_not_enough,
        customer_calls_by_trial,
        phones_ring,
        two_accept_at_once,
        they_talk,
        nobody_knows_who_she_is,
        words_of_crisis_are_heard,
        she_ends_it,
    ),
    "A call that is paid for, and one that nobody takes": (
        call_is_paid_for,
        it_is_taken,
        third_one_calls_briefly,
        dashboard_tells,
        session_is_extended,
        session_ends,
        nobody_takes_it,
        experts_leave,
        admin_finds_out_who_she_is,
    ),
}


async def _paid(at: Exchange, who: Person, call: dict[str, Any]) -> int:
    """Have *who* pay for a call, and wait until it is out; how much that was."""
    order = await at.market.order(who, call["order_id"])
    await checkout.pay(at.stage.http, call["checkout_url"], channel="QRIS")
    await at.goes_out(who)
    amount: int = order["total"]["amount"]
    return amount


def _called(person: Person) -> str:
    """By the first name."""
    return person.name.partition(" ")[0]
