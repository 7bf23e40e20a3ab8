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
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SettingsView(View):
    """All that an admin may set, as it is now: what was never set is as it came."""

    bookings: BookingSettings
    billing: Terms
    chat: ChatSettings


async def look(reader: Reader) -> SettingsView:
    """Every part, in one look."""
    parts = await asyncio.gather(bookings.settings(reader), bills.terms(reader), chat.settings(reader))
    return SettingsView(bookings=parts[0], billing=parts[1], chat=parts[2])


@http.get(who="admin")
async def get_settings(ctx: Context) -> SettingsView:
    """Show the settings of bookings, billing and chat."""
    return await ctx.read(look)
