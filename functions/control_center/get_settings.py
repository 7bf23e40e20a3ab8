"""HTTP: get all settings."""

import asyncio

from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.kernel.ports import Reader
from shared.kernel.schemas import View
from shared.orders import invoices
from shared.orders.invoices import BillingSettings
from shared.pairing import store as pairing
from shared.pairing.settings import PairingSettings
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions
from shared.sessions.settings import SessionSettings


class SettingsView(View):
    """All that an admin may set, as it is now: what was never set is as it came."""

    bookings: BookingSettings
    """Deadlines, limits and fee of bookings."""
    billing: BillingSettings
    """Seller and tax shown on invoices."""
    chat: ChatSettings
    """Limits, contact filter and crisis words of chats."""
    pairing: PairingSettings
    """Price, length and search of calls."""
    sessions: SessionSettings
    """Warnings and extensions of sessions."""


async def get_all_settings(reader: Reader) -> SettingsView:
    """Every part, in one look."""
    parts = await asyncio.gather(
        bookings.get_booking_settings(reader),
        invoices.get_billing_settings(reader),
        chat.get_chat_settings(reader),
        pairing.get_pairing_settings(reader),
        sessions.get_session_settings(reader),
    )
    return SettingsView(bookings=parts[0], billing=parts[1], chat=parts[2], pairing=parts[3], sessions=parts[4])


@http.get(who="admin")
async def get_settings(ctx: Context) -> SettingsView:
    """Get every setting."""
    return await ctx.read(get_all_settings)
