"""Calls to the admins on duty: one after another and way after way, until one answers; the pager last."""

from datetime import UTC, datetime
from typing import Any

import pytest

from functions.control_center.update_settings import update_settings
from functions.notifications.answer_duty_call import answer_duty_call
from functions.notifications.list_duty_calls import list_duty_calls
from shared.identity import store as identity
from shared.identity.models import AdminGrant
from shared.kernel.ids import UserId
from shared.notifications.duty_calls import list_people_on_duty
from shared.notifications.settings import DutyShift, NotificationSettings
from tests.chat.builders import post_message
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import add_person, list_inbox
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.world import ADMIN, ANA, Person, World

CRY = "Aku rasanya ingin mengakhiri hidup saja"
PAGER = "crisis in a session"
SUPERVISOR = Person("eka", role="admin", claims={"admin_scopes": ["supervisor"]})


@pytest.mark.parametrize(
    ("shift", "at", "is_on_duty"),
    [
        ({}, "2026-11-26T03:00+07:00", True),
        ({"begins": "22:00", "ends": "06:00"}, "2026-11-26T23:00+07:00", True),
        ({"begins": "22:00", "ends": "06:00"}, "2026-11-26T05:59+07:00", True),
        ({"begins": "22:00", "ends": "06:00"}, "2026-11-26T06:00+07:00", False),
        # 26 November 2026 is a Thursday; its night belongs to the shift that began on Wednesday.
        ({"begins": "22:00", "ends": "06:00", "days": ["wednesday"]}, "2026-11-26T05:00+07:00", True),
        ({"begins": "22:00", "ends": "06:00", "days": ["thursday"]}, "2026-11-26T05:00+07:00", False),
        ({"begins": "22:00", "ends": "06:00", "days": ["thursday"]}, "2026-11-26T23:00+07:00", True),
        ({"days": ["thursday"]}, "2026-11-26T12:00+07:00", True),
        ({"days": ["friday"]}, "2026-11-26T12:00+07:00", False),
    ],
)
def test_shifts_are_hours_in_jakarta(shift: dict[str, Any], at: str, is_on_duty: bool) -> None:
    """
    A shift over midnight belongs to the day on which it begins.
    """
    settings = NotificationSettings(duty=(DutyShift.model_validate({"user_id": "eka"} | shift),))

    people = list_people_on_duty(settings, now=datetime.fromisoformat(at).astimezone(UTC))

    assert people == ((UserId("eka"),) if is_on_duty else ())


async def raise_alarm(world: World, *people: str) -> FakeTexts:
    """Let these admins be on duty, and let a customer in a session write of danger."""
    texts = FakeTexts()
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    for uid in people:
        await add_person(world, uid)
    settings = {"notifications": {"duty": [{"user_id": uid} for uid in people]}}
    assert (await world.call(update_settings, settings, as_=ADMIN)).status == 200
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, room_id, "m-1", CRY)
    await world.deliver()
    return texts


def list_pages(world: World) -> list[str]:
    """List the log lines that call the pager."""
    return [line["message"] for line in world.log_lines if line["message"].startswith(PAGER)]


@pytest.mark.emulator
async def test_the_first_admin_is_called_by_push_and_then_by_sms(world: World) -> None:
    """
    A push rings at once; after two minutes without an answer an SMS follows, and the pager still waits.
    """
    texts = await raise_alarm(world, "eka")
    at_once = (len(await world.sent_pushes()), len(texts.sent))

    world.later(minutes=2)
    await world.deliver()

    assert at_once == (1, 0)
    assert [message.to for message in texts.sent] == ["+6281234567890"]
    assert list_pages(world) == []
    (shown,) = await list_inbox(world, "eka")
    assert (shown.kind, shown.title) == ("crisis", "Seseorang mungkin dalam bahaya")


@pytest.mark.emulator
async def test_an_answer_ends_the_calls(world: World) -> None:
    """
    Who answers is written down; nobody else is called, and a second answer changes nothing.
    """
    await raise_alarm(world, "eka", "fitri")
    (call,) = (await world.call(list_duty_calls, {}, as_=SUPERVISOR)).body["items"]

    first = await world.call(answer_duty_call, {"duty_call_id": call["duty_call_id"]}, as_=SUPERVISOR)
    second = await world.call(answer_duty_call, {"duty_call_id": call["duty_call_id"]}, as_=ADMIN)
    world.later(minutes=30)
    await world.deliver()

    assert (first.body["answered_by"], second.body["answered_by"]) == ("eka", "eka")
    assert await list_inbox(world, "fitri") == []
    assert list_pages(world) == []


@pytest.mark.emulator
async def test_without_an_answer_the_next_admin_and_at_last_the_pager(world: World) -> None:
    """
    Two admins have two ways each; the pager comes after eight minutes, once.
    """
    texts = await raise_alarm(world, "eka", "fitri")
    told = []

    for _ in range(5):
        told.append((len(await list_inbox(world, "fitri")), len(texts.sent), len(list_pages(world))))
        world.later(minutes=2)
        await world.deliver()

    assert told == [(0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 2, 0), (1, 2, 1)]
    assert len(list_pages(world)) == 1
    (call,) = (await world.call(list_duty_calls, {}, as_=SUPERVISOR)).body["items"]
    assert (call["called"], call["answered_by"]) == (["eka", "fitri"], None)
    assert call["paged_at"] is not None


@pytest.mark.emulator
async def test_who_cannot_be_reached_is_not_waited_for(world: World) -> None:
    """
    An admin without device, number and account costs no minute: the next one is called at once.
    """
    settings = {"notifications": {"duty": [{"user_id": "nobody"}, {"user_id": "eka"}]}}
    await world.call(update_settings, settings, as_=ADMIN)
    await add_person(world, "eka")
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)

    await post_message(world, TRIAL_CUSTOMER, room_id, "m-1", CRY)
    await world.deliver()

    assert len(await list_inbox(world, "eka")) == 1


@pytest.mark.emulator
async def test_nobody_on_duty_calls_the_pager_at_once(world: World) -> None:
    """
    Without a rota the infrastructure's pager is called as before.
    """
    await raise_alarm(world)

    assert list_pages(world) == [PAGER]


@pytest.mark.emulator
async def test_supervisors_alone_see_and_answer(world: World) -> None:
    """
    Customers and other admins neither see nor answer calls; an unknown call is not found.
    """
    finance = Person("gita", role="admin", claims={"admin_scopes": ["finance"]})

    answers = [
        await world.call(list_duty_calls, {}, as_=ANA),
        await world.call(list_duty_calls, {}, as_=finance),
        await world.call(answer_duty_call, {"duty_call_id": "nothing"}, as_=SUPERVISOR),
    ]

    assert [answer.status for answer in answers] == [403, 403, 404]


@pytest.mark.emulator
async def test_a_former_admin_is_not_called(world: World) -> None:
    """
    A rota may outlive an admin: whoever has lost the scope is passed over.
    """
    grant = AdminGrant(id=UserId("eka"), name="Eka", scopes=(), granted_by="citra", granted_at=world.now)
    await world.put_documents((identity.admin_grant_ref("eka"), grant))

    await raise_alarm(world, "eka", "fitri")

    assert await list_inbox(world, "eka") == []
    assert len(await list_inbox(world, "fitri")) == 1
