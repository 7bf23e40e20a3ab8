"""Change the numbers by which the business runs."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings, GivenBookingSettings
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.kernel import settings
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request, View
from shared.orders import bills
from shared.orders.bills import GivenTerms, Terms
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GivenChatSettings(ChatSettings):
    """Some of the numbers of the chat; the others stay as they are."""

    model_config = settings.GIVEN


class UpdateSettings(Request):
    """The parts to change, and of each the fields to change: what is left out stays as it is."""

    bookings: GivenBookingSettings | None = None
    billing: GivenTerms | None = None
    chat: GivenChatSettings | None = None


class ChangedSettings(View):
    """The parts that were named, whole, as they are now."""

    bookings: BookingSettings | None
    billing: Terms | None
    chat: ChatSettings | None


async def change(uow: UnitOfWork, body: UpdateSettings, *, by: str, now: datetime) -> ChangedSettings:
    """All of it in one commit, with who and when."""
    parts = await asyncio.gather(
        settings.change(uow, bookings.SETTINGS, body.bookings, by=by, now=now),
        settings.change(uow, bills.TERMS, body.billing, by=by, now=now),
        settings.change(uow, chat.SETTINGS, body.chat, by=by, now=now),
    )
    return ChangedSettings(bookings=parts[0], billing=parts[1], chat=parts[2])


@http.post(who="admin")
async def update_settings(body: UpdateSettings, ctx: Context) -> ChangedSettings:
    """Change settings; they hold for what happens from now on, and it is kept who has changed what, and when."""
    return await ctx.commit(change, body, by=ctx.actor.id, now=ctx.now)
