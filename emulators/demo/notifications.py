"""Steps of the notification stories: WhatsApp and a stop word, a host platform, quiet hours, and a bounced mail."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import MOCK, DemoPerson, MarketplaceContext
from emulators.demo.story import Story
from shared.notifications.whatsapp_texts import compose_whatsapp_text

_PAID, _REMINDER, _UPDATE = "booking.paid", "booking.reminder_day", "host.content_update"


async def choose_whatsapp(at: MarketplaceContext) -> str:
    """Sign in by phone as a new customer, agree to WhatsApp, and register her phone for pushes."""
    at.people["laras"] = laras = await at.register_by_phone("Laras Pertiwi")
    chosen = {"channels": {"whatsapp": True}, "kinds": {"content_update": {"whatsapp": True}}}
    saved = (await at.functions.post("save-notification-preferences", chosen, as_=laras.headers)).require_success()
    expect_equal("channels that are on", [saved["channels"][name] for name in ("whatsapp", "sms")], [True, False])
    for who in (laras, at.customer, at.rival):
        await _register_device(at, who)
    return "Laras signs in with her number, which proves it, and switches WhatsApp on"


async def register_templates(at: MarketplaceContext) -> str:
    """Have WhatsApp approve the texts of three templates, and register them as the admin."""
    for template in (_PAID, _REMINDER, _UPDATE):
        content_sid = f"HX{hashlib.md5(template.encode(), usedforsecurity=False).hexdigest()}"
        await at.inbox.approve_whatsapp_text(content_sid, compose_whatsapp_text(template, "id").body)
        body = {
            "template": template,
            "locale": "id",
            "content_sid": content_sid,
            "category": "marketing" if template == _UPDATE else "utility",
            "state": "active",
            "reason": "Approved by WhatsApp.",
        }
        (await at.functions.post("save-whatsapp-template", body, as_=at.admin)).require_success()
    return "Citra registers three templates; without one, WhatsApp carries no first message"


async def book_with_whatsapp(at: MarketplaceContext) -> str:
    """Book and pay a session, and read the confirmation on the phone before WhatsApp would tell it too."""
    laras = at.people["laras"]
    at.booking = await at.request_first_free_slot(laras, MOCK, day=5)
    await checkout.pay_at_checkout(at.http, at.booking["checkout_url"], channel="QRIS")
    await at.wait_for_status(laras, at.booking, "confirmed")
    pushes = await _wait_for_pushes(at, laras, 1)
    expect_equal("title of the push", pushes[0]["title"], "Pembayaran diterima, sesi terkonfirmasi")
    told = await at.functions.get("list-notice-deliveries", as_=at.admin, user_id=laras.id)
    (waiting,) = (one for one in told.require_success()["items"] if one["channel"] == "whatsapp")
    waits = parse_moment(waiting["ladder_at"]) - parse_moment(waiting["created_at"])
    expect_equal("time that WhatsApp waits", (waits, waiting["sent_at"]), (timedelta(minutes=5), None))
    (await at.functions.post("mark-all-notifications-read", {}, as_=laras.headers)).require_success()
    return f"she books Maya and pays: a push, “{pushes[0]['title']}”; WhatsApp waits five minutes, and she has read it"


async def remind_by_whatsapp(at: MarketplaceContext) -> str:
    """Run the reminder schedule twice, a day before the session."""
    laras = at.people["laras"]
    due_at = (parse_moment(at.booking["starts_at"]) - timedelta(days=1)).isoformat()
    for _ in range(2):
        await at.control.run_schedule("send-due-reminders", due_at=due_at)
    told = await _wait_for_texts(at, laras, 1)
    await _wait_for_pushes(at, laras, 2)
    expect_equal("words of the reminder", "Pengingat" in told[-1]["text"], True)
    expect_equal("SMS to her", await at.inbox.list_texts(laras.phone, "sms"), [])
    return "a day before, WhatsApp and phone remind her once; nothing goes by SMS, which she has not switched on"


async def open_host_platform(at: MarketplaceContext) -> str:
    """Create a key for a host platform, link its members, and let them join a group."""
    key = {"partner_id": _host_id(at), "name": "community", "scopes": ["notifications.publish"]}
    made = (await at.functions.post("create-partner-key", key, as_=at.admin)).require_success()
    at.host = {"X-Api-Key": made["key"]}
    people = {name: at.people[name].id for name in ("laras", "putu", "rizky")}
    links = [{"own_id": name, "user_id": uid} for name, uid in people.items()]
    linked = (await at.functions.post("link-host-users", {"links": links}, as_=at.host)).require_success()
    expect_equal("people linked", linked["linked"], 3)
    await _post_as_host(at, "save-follow-target", name="Lingkar Produk")
    joined = await _post_as_host(at, "update-target-members", joined=list(people))
    expect_equal("members who joined", joined["changed"], 3)
    return "a community platform links three of its members; they join its group, and so follow the group"


async def publish_comment(at: MarketplaceContext) -> str:
    """Publish a comment as the host platform twice, and check that each follower is told once."""
    sent = {
        "event_id": f"{at.event_id}-comment",
        "kind": "comment",
        "title": "Rizky menanggapi postingan di grup Anda",
        "body": "Setuju sekali, terima kasih!",
        "target": _group(at),
        "actor": {"own_id": "rizky", "name": "Rizky Pratama"},
    }
    for _ in range(2):
        (await at.functions.post("publish-happening", sent, as_=at.host)).require_success()
    shown = await _wait_for_news(at, at.customer, 1)
    await _wait_for_pushes(at, at.people["laras"], 3)
    expect_equal("pushes to the author", await _list_news(at, at.rival), [])
    return f"a comment of Rizky reaches Laras and Putu once each, not himself: “{shown[0]['title']}”"


async def stop_marketing(at: MarketplaceContext) -> str:
    """Answer a promotion with a stop word, and check that promotions end and reminders do not."""
    laras = at.people["laras"]
    await _publish_update(at, "first")
    promoted = await _wait_for_texts(at, laras, 2)
    expect_equal("words of the promotion", "Kelas baru" in promoted[-1]["text"], True)
    await at.inbox.receive_whatsapp(laras.phone, "BERHENTI")
    confirmed = await _wait_for_texts(at, laras, 3)
    expect_equal("words of the answer", "tidak akan mengirim promosi lagi" in confirmed[-1]["text"], True)
    await _publish_update(at, "second")
    await _wait_for_notices(at, laras, "content_update", 2)
    due_at = (parse_moment(at.booking["starts_at"]) - timedelta(hours=1)).isoformat()
    await at.control.run_schedule("send-due-reminders", due_at=due_at)
    reminded = await _wait_for_texts(at, laras, 4)
    expect_equal("words of the last message", "satu jam lagi" in reminded[-1]["text"], True)
    return "she answers a promotion with BERHENTI: no promotion comes by WhatsApp any more, and her reminder still does"


async def hold_at_night(at: MarketplaceContext) -> str:
    """Set quiet hours around the present time, and let three comments arrive."""
    putu = at.customer
    local = datetime.now(ZoneInfo(putu.zone))
    hours = {name: (local + timedelta(hours=by)).strftime("%H:%M") for name, by in (("begins", -2), ("ends", 6))}
    await _save_choices(at, putu, quiet_hours=hours)
    for number in range(3):
        sent = {
            "event_id": f"{at.event_id}-night-{number}",
            "kind": "comment",
            "title": f"Tanggapan {number + 1} untuk Anda",
            "body": "Sampai jumpa besok.",
            "recipients": [{"own_id": "putu"}],
        }
        (await at.functions.post("publish-happening", sent, as_=at.host)).require_success()
    await _wait_for_notices(at, putu, "comment", 4)
    expect_equal("pushes at night", len(await _list_news(at, putu)), 1)
    return (
        f"Putu's phone is quiet from {hours['begins']} to {hours['ends']}: three comments wait in the app, none rings"
    )


async def release_digest(at: MarketplaceContext) -> str:
    """End the quiet hours, and check that one digest tells of all three."""
    putu = at.customer
    await _save_choices(at, putu, quiet_hours=None)
    pushes = await _wait_for_news(at, putu, 2)
    expect_equal("title of the digest", pushes[-1]["title"], "3 pemberitahuan selama jam tenang")
    return f"she ends them early: one push, “{pushes[-1]['title']}”"


async def bounce_mail(at: MarketplaceContext) -> str:
    """Announce something, let the mail bounce, and check that no further mail goes to the address."""
    rizky = at.rival
    await _announce(at, "Pemeliharaan")
    await poll_until_equal("mails to Rizky", lambda: _list_announced(at, "Pemeliharaan"), 1, of=len)
    await at.inbox.report_event("bounce", to=rizky.email)
    await _announce(at, "Selesai")
    await _wait_for_notices(at, rizky, "system", 2)
    pushes = await poll_until_equal("pushes to Rizky", lambda: _list_news(at, rizky), "Selesai", of=_latest_title)
    expect_equal("mails after the bounce", await _list_announced(at, "Selesai"), [])
    return f"Rizky's mailbox bounces: the next news, “{pushes[-1]['title']}”, goes to his phone and app alone"


async def _register_device(at: MarketplaceContext, who: DemoPerson) -> None:
    device = {"token": _token(who), "platform": "android", "name": "Pixel 8"}
    (await at.functions.post("register-device", device, as_=who.headers)).require_success()


def _token(who: DemoPerson) -> str:
    return f"{who.id}:demo-device-token"


def _host_id(at: MarketplaceContext) -> str:
    return f"{at.event_id}-host"


def _group(at: MarketplaceContext) -> dict[str, str]:
    return {"kind": "group", "target_id": f"{_host_id(at)}-circle"}


async def _post_as_host(at: MarketplaceContext, function: str, **body: Any) -> Any:
    return (await at.functions.post(function, _group(at) | body, as_=at.host)).require_success()


async def _publish_update(at: MarketplaceContext, name: str) -> None:
    sent = {
        "event_id": f"{at.event_id}-{name}-update",
        "kind": "content_update",
        "title": "Kelas baru di grup Anda",
        "body": "Kelas riset pengguna dibuka hari ini.",
        "recipients": [{"own_id": "laras"}],
    }
    (await at.functions.post("publish-happening", sent, as_=at.host)).require_success()


async def _save_choices(at: MarketplaceContext, who: DemoPerson, **chosen: Any) -> None:
    (await at.functions.post("save-notification-preferences", chosen, as_=who.headers)).require_success()


async def _announce(at: MarketplaceContext, title: str) -> None:
    texts = {"title_id": title, "title_en": title, "body_id": "Malam ini.", "body_en": "Tonight."}
    body = texts | {"people": [at.rival.id], "reason": "Told to one person."}
    key = f"{at.event_id}-{title}"
    (await at.functions.post("send-announcement", body, as_=at.admin, key=key)).require_success()


async def _list_announced(at: MarketplaceContext, title: str) -> list[dict[str, Any]]:
    return await at.inbox.list_mails_to(at.rival.email, title)


def _latest_title(pushes: list[dict[str, Any]]) -> str:
    return pushes[-1]["title"] if pushes else ""


async def _wait_for_texts(at: MarketplaceContext, who: DemoPerson, number: int) -> list[dict[str, Any]]:
    """Wait until a person has got `number` messages by WhatsApp, and return them."""
    return await poll_until_equal(
        f"WhatsApp messages to {who.name}", lambda: at.inbox.list_texts(who.phone, "whatsapp"), number, of=len
    )


async def _wait_for_pushes(at: MarketplaceContext, who: DemoPerson, number: int) -> list[dict[str, Any]]:
    """Wait until a person's phone has got `number` pushes, and return them."""
    return await poll_until_equal(
        f"pushes to {who.name}", lambda: at.inbox.list_device_pushes(_token(who)), number, of=len
    )


async def _list_news(at: MarketplaceContext, who: DemoPerson) -> list[dict[str, Any]]:
    """List the pushes to a person that are not about payments: a refund of an earlier story may arrive meanwhile."""
    pushes = await at.inbox.list_device_pushes(_token(who))
    return [push for push in pushes if push["data"]["kind"] != "transaction"]


async def _wait_for_news(at: MarketplaceContext, who: DemoPerson, number: int) -> list[dict[str, Any]]:
    """Wait until a person's phone has got `number` pushes that are not about payments, and return them."""
    return await poll_until_equal(f"news to {who.name}", lambda: _list_news(at, who), number, of=len)


async def _wait_for_notices(at: MarketplaceContext, who: DemoPerson, kind: str, number: int) -> None:
    """Wait until a person's app lists `number` notifications of a kind."""

    async def ask() -> Any:
        listed = await at.functions.get("list-notifications", as_=who.headers, kind=kind)
        return listed.require_success()["items"]

    await poll_until_equal(f"notifications of the kind {kind} for {who.name}", ask, number, of=len)


NOTIFICATION_STORY = Story(
    "What people are told",
    (
        choose_whatsapp,
        register_templates,
        book_with_whatsapp,
        remind_by_whatsapp,
        open_host_platform,
        publish_comment,
        stop_marketing,
        hold_at_night,
        release_digest,
        bounce_mail,
    ),
    requires=(EXPERT_STORY,),
)
