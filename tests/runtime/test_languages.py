"""Language of errors: the header's, else that of the account that the call has read, else Indonesian."""

from typing import Any

import pytest

from shared.chat.errors import TooLateToChange
from shared.identity import store
from shared.identity.models import User
from shared.kernel.errors import Conflict
from shared.kernel.ids import UserId
from shared.orders.errors import OrderNotOpen, RefundTooLarge
from shared.orders.models import OrderStatus
from shared.runtime.context import Context
from shared.runtime.languages import find_accepted_locale
from shared.runtime.triggers import http
from tests.builders import NOON
from tests.runtime.sample_functions import Bell, RingBell, SampleFunctionCaller
from tests.world import ANA, World


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, None),
        ("", None),
        ("id", "id"),
        ("en-US,en;q=0.9", "en"),
        ("in-ID", "id"),
        ("ID-id;q=0.8, en;q=0.7", "id"),
        ("fr, en;q=0.2, id;q=0.3", "id"),
        ("en;q=0, id;q=0.1", "id"),
        ("en;q=0", None),
        ("en;q=, id;q=0.5", "id"),
        ("en; q = 0.5", "en"),
        ("fr-FR, *;q=0.5", None),
        (";;,,q=1", None),
        ("en;level=1", None),
        ("x" * 5_000 + ",en", None),
    ],
)
def test_the_language_that_the_header_ranks_first_is_taken(header: str | None, locale: str | None) -> None:
    """Weights decide, the older `in` is Indonesian, and what cannot be read is passed over."""
    assert find_accepted_locale(header) == locale


def refusing(error: Exception, *, reads_account: bool) -> Any:
    """Build a function that reads the caller's account, or reads nothing, and raises `error`."""

    @http.post(who="customer", raises=(TooLateToChange, OrderNotOpen, RefundTooLarge))
    async def refuse(body: RingBell, ctx: Context) -> Bell:
        """Refuse."""
        if reads_account:
            await ctx.read(store.get_user, UserId(ctx.actor.id))
        raise error

    return refuse


async def register(world: World, locale: str, zone: str = "Asia/Jakarta") -> None:
    """Store the account of Ana."""
    account = {"id": "ana", "full_name": "Ana", "locale": locale, "zone": zone, "created_at": NOON, "changed_at": NOON}
    await world.put_documents((store.user_ref("ana"), User.model_validate(account)))


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("header", "account", "reads_account", "language"),
    [
        ("en", "id", True, "en"),
        ("id", "en", True, "id"),
        ("", "en", True, "en"),
        ("fr", "en", True, "en"),
        ("", "id", True, "id"),
        ("", "en", False, "id"),
    ],
)
async def test_the_header_decides_then_the_account_then_indonesian(
    world: World, toys: SampleFunctionCaller, header: str, account: str, reads_account: bool, language: str
) -> None:
    """The header comes first; an account counts only where the call has read it, for no read is made for a text."""
    await register(world, account)
    function = refusing(Conflict(), reads_account=reads_account)
    toys.serve_handlers(function)

    answer = await toys(function, {}, as_=ANA, headers={"accept-language": header})

    titles = {"en": "This is not possible at the moment", "id": "Ini tidak dapat dilakukan saat ini"}
    assert (answer.body["title"], answer.body["detail"]) == (titles[language], titles[language])
    assert answer.body["code"] == "conflict"
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("error", "english", "indonesian"),
    [
        (
            OrderNotOpen(order_status=OrderStatus.PAID),
            "This order is paid.",
            "Pesanan ini sudah dibayar.",
        ),
        (
            RefundTooLarge(left=157_500, currency="IDR"),
            "At most Rp157.500 can be refunded.",
            "Paling banyak Rp157.500 dapat dikembalikan.",
        ),
        (
            TooLateToChange(until=NOON),
            "This message could be changed until 26 November 2026 14:00 WIT.",
            "Pesan ini dapat diubah sampai 26 November 2026 14.00 WIT.",
        ),
    ],
)
async def test_values_are_written_as_the_reader_writes_them(
    world: World, toys: SampleFunctionCaller, error: Exception, english: str, indonesian: str
) -> None:
    """States have words, amounts their signs, and times the zone of the account that was read."""
    await register(world, "id", "Asia/Jayapura")
    function = refusing(error, reads_account=True)
    toys.serve_handlers(function)

    told = {
        language: (await toys(function, {}, as_=ANA, headers={"accept-language": language})).body["detail"]
        for language in ("en", "id")
    }

    assert told == {"en": english, "id": indonesian}


@pytest.mark.emulator
async def test_a_wrong_field_is_told_in_the_language_asked_for(world: World, toys: SampleFunctionCaller) -> None:
    """The message about a field of a body that was never handled follows the header too."""
    function = refusing(Conflict(), reads_account=False)
    toys.serve_handlers(function)

    answer = await toys(function, {"times": 101}, as_=ANA, headers={"accept-language": "id"})

    assert answer.body["errors"] == [{"field": "times", "message": "lebih dari 100"}]
    assert (answer.body["title"], answer.body["detail"]) == ("Ada isian yang tidak valid", "times: lebih dari 100")


@pytest.mark.emulator
async def test_caches_keep_origins_and_languages_apart(world: World, toys: SampleFunctionCaller) -> None:
    """An error that a browser is told varies by both headers."""
    function = refusing(Conflict(), reads_account=False)
    toys.serve_handlers(function)

    answer = await toys(function, {}, as_=ANA, headers={"origin": "https://tiket.example"})

    assert {one.strip() for one in answer.headers["vary"].split(",")} == {"Accept-Language", "Origin"}
