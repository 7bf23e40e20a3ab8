"""Host platforms: linked people, targets with members, and happenings that are told once."""

import asyncio
from datetime import timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from functions.control_center.update_settings import update_settings
from functions.notifications.link_host_users import link_host_users
from functions.notifications.unlink_host_users import unlink_host_users
from shared.contracts.people import Locale
from shared.limits.settings import LIMIT_SETTINGS, LimitSettings
from shared.notifications import host_rules
from shared.notifications.host_schemas import HappeningRequest, HostKind
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.notifications.fan_out_steps import list_told
from tests.notifications.follow_steps import add_block, find_follower, follow_as, unfollow_as
from tests.notifications.host_steps import (
    GROUP_BODY,
    OTHER_HOST,
    URGENT_SCOPES,
    add_host,
    add_linked_people,
    publish_as_host,
    save_target,
    update_members,
)
from tests.notifications.steps import add_person, list_deliveries, list_inbox
from tests.world import ADMIN, ANA, World

pytestmark = pytest.mark.emulator

QUIET = {"quiet_hours": {"begins": "00:00", "ends": "23:59"}}


async def test_recipients_are_told_once(world: World) -> None:
    """
    A happening that is published again, also at the same moment, is the first one; strangers come back by place.
    """
    await add_linked_people(world, "ana", "budi")
    named = [{"own_id": "own-ana"}, {"own_id": "own-nobody"}, {"user_id": "budi"}, {"user_id": "nobody"}]

    answers = await asyncio.gather(*(publish_as_host(world, recipients=named) for _ in range(3)))
    await world.deliver()
    world.later(days=399)
    again = await publish_as_host(world, recipients=named)
    await world.deliver()

    assert [answer.status for answer in answers] == [200] * 3
    assert len({answer.body["fan_out_id"] for answer in (*answers, again)}) == 1
    assert again.body["unknown_recipients"] == [1, 3]
    assert await list_told(world) == ["ana", "budi"]


async def test_another_happening_under_the_same_id_is_refused(world: World) -> None:
    """
    The id of a happening belongs to its words; another partner may use the same id.
    """
    await add_linked_people(world, "ana")
    await add_host(world, OTHER_HOST, partner_id="other-host")
    named = [{"user_id": "ana"}]
    links = [{"own_id": "member-17", "user_id": "ana"}]
    assert (await world.call(link_host_users, {"links": links}, as_=OTHER_HOST)).body["refused"] == []

    await publish_as_host(world, recipients=named)
    changed = await publish_as_host(world, recipients=named, body="Tidak setuju.")
    other = await publish_as_host(world, recipients=named, person=OTHER_HOST)
    await world.deliver()

    assert (changed.status, changed.code) == (409, "happening_changed")
    assert other.status == 200
    assert await list_told(world) == ["ana", "ana"]


async def test_words_of_the_host_are_quoted(world: World) -> None:
    """
    Links in the host's words do not reach people, and the place to open is within the app.
    """
    await add_linked_people(world, "ana")
    actor = {"own_id": "member-4", "name": "Riko Pratama"}

    answer = await publish_as_host(
        world,
        recipients=[{"own_id": "own-ana"}],
        actor=actor,
        title="Lihat https://evil.example/login sekarang",
        link="/posts/881",
    )
    await world.deliver()

    (told,) = await list_inbox(world)
    assert answer.status == 200
    assert "evil.example" not in told.title
    assert (told.link, told.kind) == ("/posts/881", "comment")
    assert told.actor is not None
    assert (told.actor.name, told.actor.id) == ("Riko Pratama", None)


@pytest.mark.parametrize(("names", "shown"), [((), "kampus"), (("kampus", "UKM Ekspor"), "UKM Ekspor")])
async def test_each_text_names_the_partner(world: World, names: tuple[str, ...], shown: str) -> None:
    """
    App, push, mail and digest show who speaks: the name that admins gave the partner, or else the partner's id.
    """
    await add_linked_people(world, "ana")
    await add_host(world, partner_id="kampus", scopes=URGENT_SCOPES)
    if names:
        given = [{"partner_id": names[0], "name": names[1]}]
        saved = await world.call(update_settings, {"notifications": {"host_names": given}}, as_=ADMIN)
        assert saved.status == 200, saved.body
    links = [{"own_id": "own-ana", "user_id": "ana"}]
    await world.call(link_host_users, {"links": links}, as_=FRONT_END)

    answer = await publish_as_host(
        world, recipients=[{"own_id": "own-ana"}], kind="transaction", title="Akun Anda ditangguhkan"
    )
    await world.deliver()

    ((told,), (push,), (mail,)) = await list_inbox(world), await world.sent_pushes(), await world.sent_mails()
    assert answer.status == 200, answer.body
    assert {told.title, push["title"], mail["subject"]} == {f"Akun Anda ditangguhkan · {shown}"}


@pytest.mark.parametrize("kind", get_args(HostKind))
@pytest.mark.parametrize("locale", ["id", "en"])
def test_texts_of_every_kind_name_the_partner(kind: str, locale: Locale) -> None:
    """
    Headline and SMS of each kind that a host may publish end with, or contain, the partner's name.
    """
    sent = HappeningRequest.model_validate(
        {"event_id": "e-1", "kind": kind, "title": "Judul " * 30, "body": "Isi " * 40, "link": None}
    )

    values = host_rules.quote_happening(sent, "UKM Ekspor")
    for template in {f"host.{kind}", host_rules.find_template(kind, (host_rules.URGENT_SCOPE,))}:
        texts = render_notice_texts(template, values, locale, zone=ZoneInfo("Asia/Jakarta"))

        assert texts.title.endswith(" · UKM Ekspor")
        assert "UKM Ekspor" in texts.sms


@pytest.mark.parametrize("name", ["Temani", "Tim Temani Resmi", "Customer Service", "T3mani ✓", "wa 0812 3456 7890"])
async def test_a_partner_gets_no_name_of_ours(world: World, name: str) -> None:
    """
    A name that could be taken for ours, or that holds contact details, is refused as a setting.
    """
    given = [{"partner_id": "kampus", "name": name}]

    answer = await world.call(update_settings, {"notifications": {"host_names": given}}, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, ["notifications.host_names.0.name"])


async def test_bare_ids_tell_nothing_about_people(world: World) -> None:
    """
    Somebody whom the partner has not linked, also one of another partner, comes back as somebody unknown does.
    """
    await add_linked_people(world, "ana", "budi")
    await add_person(world, "cici")
    await add_host(world, OTHER_HOST, partner_id="other-host")
    named = [{"user_id": uid} for uid in ("nobody", "cici", "ana", "budi")]

    own = await publish_as_host(world, recipients=named)
    other = await publish_as_host(world, recipients=named, person=OTHER_HOST)
    await world.deliver()

    assert own.body["unknown_recipients"] == [0, 1]
    assert other.body["unknown_recipients"] == [0, 1, 2, 3]
    assert await list_told(world) == ["ana", "budi"]


@pytest.mark.parametrize(
    ("limits", "allowed"), [({"happenings_an_hour": 2}, 2), ({"happening_recipients_an_hour": 5}, 2)]
)
async def test_happenings_of_a_partner_are_limited(world: World, limits: dict[str, Any], allowed: int) -> None:
    """
    A partner publishes so many happenings, and names so many recipients, an hour; a repetition costs nothing.
    """
    await add_linked_people(world, "ana", "budi")
    await add_host(world, OTHER_HOST, partner_id="other-host")
    await world.put_documents((LIMIT_SETTINGS.ref, LimitSettings(**limits)))
    named = [{"own_id": "own-ana"}, {"own_id": "own-budi"}]

    answers = [await publish_as_host(world, recipients=named, event_id=f"c-{number}") for number in range(3)]
    again = await publish_as_host(world, recipients=named, event_id="c-0")
    other = await publish_as_host(world, recipients=named, person=OTHER_HOST)
    world.later(hours=1)
    later = await publish_as_host(world, recipients=named, event_id="c-2")

    assert [answer.status for answer in answers] == [200] * allowed + [429]
    assert answers[-1].code == "limit_reached"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "ratelimit-remaining" in answers[0].headers
    assert (again.status, other.status, later.status) == (200, 200, 200)


async def test_followers_of_a_target_are_told_except_the_actor(world: World) -> None:
    """
    Members follow by joining. The person who caused the happening, and whom a block separates, are not told.
    """
    await add_linked_people(world, "ana", "budi", "cici", "dodi")
    await save_target(world, name="UKM Ekspor")
    await update_members(world, joined=["own-ana", "own-budi", "own-cici"])
    await add_block(world, "cici", "ana")

    await publish_as_host(world, target=GROUP_BODY, kind="post", actor={"own_id": "own-ana", "name": "Ana"})
    await world.deliver()

    (told,) = await list_inbox(world, "budi")
    assert await list_told(world) == ["budi"]
    assert told.actor is not None
    assert (told.target, told.actor.id) == ("group:ukm-ekspor", "ana")


async def test_membership_news_in_any_order(world: World) -> None:
    """
    A person's own end survives joining again; who was removed follows no more; late news changes nothing.
    """
    await add_linked_people(world, "ana", "budi")
    await save_target(world)
    at = [(world.now - timedelta(minutes=minutes)).isoformat() for minutes in (30, 20, 10)]

    await update_members(world, joined=["own-ana", "own-budi"], changed_at=at[0])
    await unfollow_as(world)
    again = await update_members(world, joined=["own-ana"], changed_at=at[1])
    removed = await update_members(world, left=["own-budi", "own-nobody"], changed_at=at[2])
    late = await update_members(world, joined=["own-budi"], changed_at=at[1])
    ana, budi = await find_follower(world), await find_follower(world, uid="budi")

    assert ana is not None
    assert budi is not None
    assert (ana.active, ana.is_member) == (False, True)
    assert (budi.active, budi.is_member) == (False, False)
    assert (again.body["changed"], removed.body, late.body["changed"]) == (
        0,
        {"changed": 1, "unknown_joined": [], "unknown_left": [1], "without_seat": []},
        0,
    )
    assert (await follow_as(world)).status == 200
    assert (await follow_as(world, person=type(ANA)("budi"))).code == "target_not_found"


async def test_a_target_belongs_to_its_first_partner(world: World) -> None:
    """
    Another partner can neither change a target, nor its members, nor tell its followers; nor take an event of tickets.
    """
    await add_linked_people(world, "ana")
    await add_host(world, OTHER_HOST, partner_id="other-host")
    await save_target(world)
    event = await put_tickets_on_sale(world)
    await add_host(world)

    refused = [
        await save_target(world, person=OTHER_HOST, is_open=True),
        await update_members(world, person=OTHER_HOST, joined=["own-ana"]),
        await publish_as_host(world, person=OTHER_HOST, target=GROUP_BODY),
        await save_target(world, person=OTHER_HOST, kind="event", target_id=event.id),
        await save_target(world, person=OTHER_HOST, kind="user", target_id="ana"),
    ]

    assert [(one.status, one.code) for one in refused] == [
        (409, "target_taken"),
        (404, "target_not_found"),
        (404, "target_not_found"),
        (409, "target_taken"),
        (404, "target_not_found"),
    ]


async def test_a_deleted_target_tells_nobody(world: World) -> None:
    """
    A deleted target has no news, no members and no new followers, and may come back.
    """
    await add_linked_people(world, "ana")
    await save_target(world, name="UKM Ekspor", is_open=True)
    deleted = await save_target(world, is_deleted=True)
    refused = [
        await publish_as_host(world, target=GROUP_BODY),
        await update_members(world, joined=["own-ana"]),
        await follow_as(world),
    ]
    back = await save_target(world, is_deleted=False)

    assert (deleted.body["name"], deleted.body["is_open"], deleted.body["is_deleted"]) == ("UKM Ekspor", True, True)
    assert {one.code for one in refused} == {"target_not_found"}
    assert back.body["is_deleted"] is False


async def test_only_a_key_with_the_urgent_scope_passes_quiet_hours(world: World) -> None:
    """
    A plain key cannot publish payments, and its reminders wait; a key with the scope passes quiet hours.
    """
    await add_linked_people(world, "ana")
    await add_person(world, chosen=QUIET)
    named = [{"user_id": "ana"}]
    refused = await publish_as_host(world, recipients=named, kind="transaction")
    await publish_as_host(world, recipients=named, kind="event_reminder", event_id="e-1")
    await world.deliver()
    waiting = await world.sent_pushes()

    await add_host(world, scopes=URGENT_SCOPES)
    await publish_as_host(world, recipients=named, kind="transaction", event_id="p-1")
    await publish_as_host(world, recipients=named, kind="event_reminder", event_id="e-2")
    await world.deliver()

    assert (refused.status, refused.invalid_fields) == (422, ["kind"])
    assert waiting == []
    assert len(await world.sent_pushes()) == 2


async def test_links_are_made_once_and_refused_by_place(world: World) -> None:
    """
    A repeated link holds, an own id stands for one person, unknown people come back by place, and unlinking frees.
    """
    await add_linked_people(world, "ana", "budi")
    links = [
        {"own_id": "own-ana", "user_id": "ana"},
        {"own_id": "own-ana", "user_id": "budi"},
        {"own_id": "new", "user_id": "nobody"},
        {"own_id": "new", "user_id": "budi"},
    ]

    answer = await world.call(link_host_users, {"links": links}, as_=FRONT_END)
    unlinked = [
        (await world.call(unlink_host_users, {"own_ids": ["own-ana", "own-ana"]}, as_=FRONT_END)).body["unlinked"]
        for _ in range(2)
    ]
    relinked = await world.call(link_host_users, {"links": links[1:2]}, as_=FRONT_END)

    assert answer.body == {
        "linked": 2,
        "refused": [{"index": 1, "reason": "linked_to_another"}, {"index": 2, "reason": "unknown_person"}],
    }
    assert unlinked == [1, 0]
    assert relinked.body["refused"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "recipients"),
        ({"recipients": [{"user_id": "ana"}], "target": GROUP_BODY}, "target"),
        ({"recipients": [{"user_id": "ana", "own_id": "own-ana"}]}, "recipients.0"),
        ({"recipients": [{}]}, "recipients.0"),
        ({"recipients": [{"user_id": "ana"}] * 101}, "recipients"),
        ({"recipients": [{"user_id": "ana"}], "kind": "security"}, "kind"),
        ({"recipients": [{"user_id": "ana"}], "kind": "crisis"}, "kind"),
        ({"recipients": [{"user_id": "ana"}], "kind": "system"}, "kind"),
        ({"recipients": [{"user_id": "ana"}], "title": "Temani: akun Anda ditangguhkan"}, "title"),
        ({"recipients": [{"user_id": "ana"}], "title": "Customer Service"}, "title"),
        ({"recipients": [{"user_id": "ana"}], "title": "Terverifikasi ✓"}, "title"),
        ({"recipients": [{"user_id": "ana"}], "body": "Salam dari T3mani Official"}, "body"),
        ({"recipients": [{"user_id": "ana"}], "kind": "payout"}, "kind"),
        ({"recipients": [{"user_id": "ana"}], "link": "https://evil.example"}, "link"),
        ({"recipients": [{"user_id": "ana"}], "link": "//evil.example"}, "link"),
        ({"recipients": [{"user_id": "ana"}], "image_url": "http://img.example.com/a.png"}, "image_url"),
        ({"recipients": [{"user_id": "ana"}], "image_url": "https://evil.example/a.png"}, "image_url"),
        ({"recipients": [{"user_id": "ana"}], "image_url": "https://img.example.com:8443/a.png"}, "image_url"),
        ({"recipients": [{"user_id": "ana"}], "actor": {"name": "Admin Temani"}}, "actor.name"),
        (
            {"recipients": [{"user_id": "ana"}], "actor": {"name": "Riko", "photo_url": "https://evil.example/a.png"}},
            "actor.photo_url",
        ),
        ({"recipients": [{"user_id": "ana"}], "title": " "}, "title"),
        ({"recipients": [{"user_id": "ana"}], "valid_until": "2020-01-01T00:00:00Z"}, "valid_until"),
        ({"recipients": [{"user_id": "ana"}], "event_id": "a/b"}, "event_id"),
    ],
)
async def test_wrong_happenings_are_refused_by_field(world: World, body: dict[str, Any], field: str) -> None:
    """
    Kinds of ours, foreign links and pictures, names of our staff, and a wrong audience are errors of their field.
    """
    await add_linked_people(world, "ana")
    settings = NotificationSettings(image_hosts=("img.example.com",))
    await world.put_documents((NOTIFICATION_SETTINGS.ref, settings))

    answer = await publish_as_host(world, **body)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.list_outbox_entries("TellAudience") == []


@pytest.mark.parametrize("body", ["Halo", "Pembayaran", "✅ Tugas selesai", "Hubungi customer service kami"])
async def test_plain_words_of_a_body_are_no_name_of_ours(world: World, body: str) -> None:
    """
    Below a headline that names the partner, a body is refused for names of our products alone.
    """
    await add_linked_people(world, "ana")

    answer = await publish_as_host(world, recipients=[{"user_id": "ana"}], body=body)

    assert answer.status == 200, answer.body


async def test_pictures_of_allowed_hosts_are_shown(world: World) -> None:
    """
    A picture on a host that admins allow is shown.
    """
    await add_linked_people(world, "ana")
    settings = NotificationSettings(image_hosts=("img.example.com",))
    await world.put_documents((NOTIFICATION_SETTINGS.ref, settings))

    await publish_as_host(world, recipients=[{"user_id": "ana"}], image_url="https://img.example.com/a.png")
    await world.deliver()

    assert (await list_inbox(world))[0].image_url == "https://img.example.com/a.png"
    assert (await list_deliveries(world))["push"].image_url == "https://img.example.com/a.png"


async def test_a_key_needs_the_scope(world: World) -> None:
    """
    A key without the scope, and people, cannot publish.
    """
    await add_linked_people(world, "ana")
    await add_host(world, scopes=("tickets.read",))

    assert (await publish_as_host(world, recipients=[{"user_id": "ana"}])).status == 403
    assert (await publish_as_host(world, recipients=[{"user_id": "ana"}], person=ANA)).status == 403


async def test_an_own_id_cannot_join_and_leave_at_once(world: World) -> None:
    """
    News that contradict each other are an error of their field.
    """
    await add_linked_people(world, "ana")
    await save_target(world)

    answer = await update_members(world, joined=["own-ana"], left=["own-ana"])

    assert (answer.status, answer.invalid_fields) == (422, ["left"])
