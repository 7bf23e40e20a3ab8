"""The numbers by which the business runs."""

import asyncio

from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.kernel.ports import Reader
from shared.kernel.schemas import View
from shared.orders import bills
from shared.orders.bills import Terms
from shared.pairing import store as pairing
from shared.pairing.settings import PairingSettings
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions
from shared.sessions.settings import SessionSettings


class SettingsView(View):
    """All that an admin may set, as it is now: what was never set is as it came."""

    bookings: BookingSettings
    billing: Terms
    chat: ChatSettings
    pairing: PairingSettings
    sessions: SessionSettings


async def look(reader: Reader) -> SettingsView:
    """Every part, in one look."""
    parts = await asyncio.gather(
        bookings.settings(reader),
        bills.terms(reader),
        chat.settings(reader),
        pairing.settings(reader),
        sessions.settings(reader),
    )
    return SettingsView(bookings=parts[0], billing=parts[1], chat=parts[2], pairing=parts[3], sessions=parts[4])


@http.get(who="admin")
async def get_settings(ctx: Context) -> SettingsView:
    """Show every setting."""
    return await ctx.read(look)
