"""Links that end mails of one kind: in headers and words, behind a page, by one click, and for nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from functions.notifications.show_unsubscribe_page import show_unsubscribe_page
from functions.notifications.unsubscribe_by_link import unsubscribe_by_link
from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import UnsubscribeLink
from shared.contracts.notices import Channel, NotificationKind
from shared.gateways.html_pages import HtmlPages
from shared.gateways.mail_links import SignedMailLinks
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.notifications import store, unsubscribe_links
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.preference_models import NotificationPreferences
from tests.builders import NOON
from tests.journeys.link_pages import open_link_page
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    list_deliveries,
    post_unsubscribe_form,
    send_mail_with_end,
    tell_people,
)
from tests.world import World

URL = "http://api.example/unsubscribe-by-link"
PARTS = "multipart/form-data; boundary=limit"
A_FORM_IN_PARTS = (
    b'--limit\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--limit--\r\n'
)
ENDABLE = [
    kind for kind, policy in KIND_POLICIES.items() if not policy.critical and kind is not NotificationKind.UNKNOWN
]


def a_link(**given: Any) -> UnsubscribeLink:
    """Build a link that ends Ana's mails about the affiliate programme, for a day."""
    values: dict[str, Any] = {
        "user_id": UserId("ana"),
        "kind": NotificationKind.AFFILIATE,
        "channel": Channel.EMAIL,
        "expires_at": NOON + timedelta(days=1),
    } | given
    return UnsubscribeLink(**values)


def a_token(link: UnsubscribeLink) -> str:
    """Sign a link with the key of the test's functions."""
    signer = SignedMailLinks(key="temani-test-link-signing-key", base_url="http://functions.test")
    return signer.sign_link(link).partition("?token=")[2]


async def load_choices(world: World, uid: str = "ana") -> NotificationPreferences | None:
    """Load a person's choices."""
    return await world.get(store.preferences_ref(uid))


@pytest.mark.emulator
async def test_a_mail_has_its_end(world: World) -> None:
    """
    The address for one click stands in the headers, the page in the mail; both name no person's address.
    """
    token = await send_mail_with_end(world)

    (mail,) = await world.sent_mails()
    assert mail["headers"]["List-Unsubscribe"] == f"<http://functions.test/unsubscribe-by-link?token={token}>"
    assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://functions.test/show-unsubscribe-page?token={token}" in mail["text"]
    assert "ana@" not in token


@pytest.mark.emulator
async def test_what_must_arrive_has_no_end(world: World) -> None:
    """
    A payment's mail cannot be ended, so that it has no link for it.
    """
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()

    (mail,) = await world.sent_mails()
    assert "List-Unsubscribe" not in mail["headers"]
    assert "unsubscribe" not in mail["text"] + mail["html"]


@pytest.mark.emulator
async def test_programs_that_check_mails_end_nothing(world: World) -> None:
    """
    Opened three times by scanners, at either address, with GET or HEAD: nothing changes, and the person still succeeds.
    """
    token = await send_mail_with_end(world)

    for _ in range(3):
        pages = [
            await world.call(show_unsubscribe_page, {"token": token}),
            await world.call(show_unsubscribe_page, query=f"token={token}", method="HEAD"),
        ]
        sent_on = [await world.call(unsubscribe_by_link, query=f"token={token}", method="HEAD")]
        assert [page.status for page in pages] == [200, 200]
        assert [one.headers["location"] for one in sent_on] == [f"/show-unsubscribe-page?token={token}"]
    before = await load_choices(world)
    answer = await post_unsubscribe_form(world, token)

    assert before is None
    assert (answer.status, answer.body) == (200, {"kind": "affiliate", "channel": "email"})


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"), (A_FORM_IN_PARTS, PARTS)],
    ids=["urlencoded", "in-parts"],
)
async def test_one_click_ends_one_kind_on_one_channel(world: World, content: bytes, kind: str) -> None:
    """
    In either form, twice, without a cookie: this kind goes by mail no more. The app, pushes and other mails go on.
    """
    token = await send_mail_with_end(world)

    answers = [await post_unsubscribe_form(world, token, content=content, kind=kind) for _ in range(2)]
    chosen = await load_choices(world)
    await tell_people(
        world,
        a_notice(event="affiliate:2", template="host.affiliate"),
        a_notice(event="membership:1", template="host.membership"),
        a_payment_notice(),
    )
    await world.deliver()

    assert [answer.status for answer in answers] == [200, 200]
    assert chosen is not None
    assert {name: dict(one) for name, one in chosen.kinds.items()} == {"affiliate": {"email": False}}
    categories = [mail["categories"] for mail in await world.sent_mails()]
    assert categories == [
        ["affiliate", "host.affiliate"],
        ["membership", "host.membership"],
        ["transaction", "host.transaction"],
    ]
    assert len(await world.sent_pushes()) == 4


@pytest.mark.emulator
async def test_the_same_again_writes_nothing(world: World) -> None:
    """
    The second click finds the choice as it is, and a later change of the person's stays until the next click.
    """
    token = await send_mail_with_end(world)
    await post_unsubscribe_form(world, token)
    first = await load_choices(world)
    world.later(hours=1)

    await post_unsubscribe_form(world, token)

    assert await load_choices(world) == first


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("days", "status", "code"), [(366, 200, None), (729, 200, None), (731, 410, "unsubscribe_link_expired")]
)
async def test_how_long_a_link_works(world: World, days: int, status: int, code: str | None) -> None:
    """
    For two years; after that the page says so, and where else such mails end.
    """
    token = await send_mail_with_end(world)
    world.later(days=days)

    answer = await post_unsubscribe_form(world, token)
    page = await world.call(show_unsubscribe_page, {"token": token})

    assert (answer.status, answer.code) == (status, code)
    assert page.status == 200
    assert ("sudah kedaluwarsa" in page.body) == (status == 410)


@pytest.mark.emulator
@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        a_token(a_link()).replace(".", ".A"),
        a_token(a_link(kind=NotificationKind.TRANSACTION)),
        a_token(a_link(kind=NotificationKind.UNKNOWN)),
        a_token(a_link(channel=Channel.UNKNOWN)),
    ],
    ids=["nonsense", "altered", "critical", "unknown-kind", "unknown-channel"],
)
async def test_a_link_that_is_none_of_ours(world: World, token: str) -> None:
    """
    Altered, for a kind that nobody can end, or of a kind that only another version knows: not valid, nothing stored.
    """
    await add_person(world)

    answers = [await post_unsubscribe_form(world, token), await world.call(show_unsubscribe_page, {"token": token})]

    assert [(one.status, one.code) for one in answers] == [(404, "unsubscribe_link_not_valid")] * 2
    assert await load_choices(world) is None


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 422),
        (b"List-Unsubscribe=Maybe", "application/x-www-form-urlencoded", 422),
        (b"{}", "application/json", 415),
        (b"", "text/plain", 415),
    ],
)
async def test_a_post_that_asks_for_nothing(world: World, content: bytes, kind: str, status: int) -> None:
    """
    A program that posts anything else to the address ends nothing.
    """
    token = await send_mail_with_end(world)

    answer = await post_unsubscribe_form(world, token, content=content, kind=kind)

    assert (answer.status, await load_choices(world)) == (status, None)


@pytest.mark.emulator
async def test_an_account_that_is_gone(world: World) -> None:
    """
    The click of a person whose account was deleted succeeds, and stores nothing about the person.
    """
    token = await send_mail_with_end(world)
    unit = world.new_unit_of_work()
    unit.delete(identity.user_ref("ana"))
    await world.documents.commit(unit.build_writes())

    answer = await post_unsubscribe_form(world, token)

    assert (answer.status, await load_choices(world)) == (200, None)


@pytest.mark.emulator
async def test_a_mail_on_its_way_is_not_sent(world: World) -> None:
    """
    Who ends a kind gets no mail of it that was decided before and not sent yet.
    """
    token = await send_mail_with_end(world)
    await tell_people(world, a_notice(event="affiliate:2", template="host.affiliate"))

    await post_unsubscribe_form(world, token)
    await world.deliver()

    assert len(await world.sent_mails()) == 1
    assert {one.reason for one in (await list_deliveries(world)).values()} >= {"unwanted"}


def render(locale: Any = "id", **given: Any) -> HtmlPage:
    """Render the page of a link."""
    link = a_link(locale=locale, **given)
    page = unsubscribe_links.compose_page(link, '"><b>token', url=URL, now=NOON)
    return HtmlPages().render_page(page, lambda below: below - 1)


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("kind", ENDABLE)
def test_the_page_names_every_kind(kind: NotificationKind, locale: str) -> None:
    """
    Each kind that people may end has its words, and nothing on the page is markup of the token's.
    """
    text = render(locale, kind=kind).content.decode()

    assert ("Yes, stop them" if locale == "en" else "Ya, hentikan") in text
    assert "{kind}" not in text
    assert "{channel}" not in text
    assert "<b>token" not in text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "told"),
    [
        (200, "Selesai, tidak dikirim lagi. Anda dapat mengubahnya kapan saja di pengaturan aplikasi."),
        (410, "Perubahan belum tersimpan. Coba lagi, atau ubah di pengaturan aplikasi."),
    ],
)
async def test_the_button_ends_them(status: int, told: str) -> None:
    """
    In a real browser, opening the page sends nothing; the button posts the form of one click.
    """
    async with open_link_page(render(), status=status, answer={}) as opened:
        before = list(opened.posts)

        await opened.at.get_by_role("button").click()

        await expect(opened.at.get_by_role("status")).to_have_text(told)
        await expect(opened.at.get_by_role("button")).to_have_count(0)
    form = ("application/x-www-form-urlencoded", "token=%22%3E%3Cb%3Etoken&List-Unsubscribe=One-Click")
    assert (before, opened.posts, opened.complaints) == ([], [form], [])
