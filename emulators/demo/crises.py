"""Steps of the story about a call that begins with words of danger."""

from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import format_time
from emulators.demo.pairing import TRIAL_CALL_STORY
from emulators.demo.pairing_context import PairingContext
from emulators.demo.story import Story

HARMLESS_TOPIC = "HP-ku mau mati, padahal besok interview"
DANGEROUS_TOPIC = "Aku udah ga mau hidup lagi"
FALSE_ALARM = "She quoted a song, and is safe with her sister."


async def charge_for_harmless_topic(at: PairingContext) -> str:
    """Request a call about a thing that dies, which is no danger and must be paid."""
    await at.send_heartbeats()
    call = (await at.request_pairing(at.ana, topic=HARMLESS_TOPIC)).require_success()
    expect_equal("the call", [call["status"], call["paid_by"], call["hotlines"]], ["awaiting_payment", "order", []])
    (
        await at.functions.post("cancel-pairing", {"pairing_id": call["pairing_id"]}, as_=at.ana.headers)
    ).require_success()
    return f"“{HARMLESS_TOPIC}” alarms nobody: Ana's trial is used, so this call must be paid"


async def show_hotlines_at_once(at: PairingContext) -> str:
    """Request a call whose topic speaks of danger, and find hotlines in the answer instead of a checkout page."""
    at.call = (await at.request_pairing(at.ana, topic=DANGEROUS_TOPIC)).require_success()
    told = [at.call[name] for name in ("status", "paid_by", "order_id", "checkout_url")]
    expect_equal("the call", told, ["searching", "crisis", None, None])
    lines = ", ".join(f"{line['name']} {line['phone']}" for line in at.call["hotlines"])
    expect_equal("hotlines in the answer", bool(lines), True)
    return f"“{DANGEROUS_TOPIC}” costs nothing; the answer has the hotlines: {lines}"


async def stop_clock_from_beginning(at: PairingContext) -> str:
    """Accept the call, and check that hotlines stand in the room and the clock does not run."""
    at.session = (await at.accept_call(at.first, at.call)).require_success()
    held = await poll_until_equal(
        "the session",
        lambda: at.get_session(at.ana, at.session),
        True,
        of=lambda answer: answer.require_success()["crisis"],
    )
    expect_equal("end of the session", held.body["ends_at"], None)
    notices = [each["notice"] for each in await at.list_messages(at.first, at.session) if each["notice"]]
    expect_equal("notices with hotlines", len([notice for notice in notices if notice["hotlines"]]), 1)
    (await at.act_on_session(at.ana, "extend-session", at.session)).require_error(409, "session_in_crisis")
    return "the first expert to accept finds the hotlines in the room; no clock runs, and nothing can be bought"


async def end_false_alarm(at: PairingContext) -> str:
    """End the alarm as the expert, who must give a reason, and check that the clock goes on."""
    (await at.act_on_session(at.first, "end-false-alarm", at.session)).require_error(422, "invalid")
    (await at.act_on_session(at.ana, "end-false-alarm", at.session, reason=FALSE_ALARM)).require_error(403, "forbidden")
    ended = (await at.act_on_session(at.first, "end-false-alarm", at.session, reason=FALSE_ALARM)).require_success()
    expect_equal("the session", (ended["crisis"], ended["ends_at"] is None), (False, False))
    until = format_time(ended["ends_at"])
    return f"the expert learns that it was a song, gives a reason, and the clock runs until {until}"


async def end_crisis_session(at: PairingContext) -> str:
    """End the session as the customer."""
    over = (await at.act_on_session(at.ana, "end-session", at.session)).require_success()
    expect_equal("the session", (over["status"], over["ended_by"]), ("ended", "customer"))
    await poll_until_equal(
        "the sessions of the expert",
        lambda: at.functions.post("go-online", {}, as_=at.first.headers),
        [],
        of=lambda answer: answer.require_success()["sessions"],
    )
    return "Ana ends the session when she wants to; she has paid nothing for it"


CRISIS_STORY: Story[PairingContext] = Story(
    "A call that begins with words of danger",
    (
        charge_for_harmless_topic,
        show_hotlines_at_once,
        stop_clock_from_beginning,
        end_false_alarm,
        end_crisis_session,
    ),
    requires=(TRIAL_CALL_STORY,),
)
