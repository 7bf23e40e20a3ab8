"""Settings of all domains, read and changed together by admins."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings, BookingSettingsInput
from shared.chat import store as chat
from shared.chat.settings import ChatSettings, ChatSettingsInput
from shared.kernel import settings
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import Request, View
from shared.orders import invoices
from shared.orders.invoices import BillingSettings, BillingSettingsInput
from shared.pairing import store as pairing
from shared.pairing.settings import PairingSettings, PairingSettingsInput
from shared.sessions import store as sessions
from shared.sessions.settings import SessionSettings, SessionSettingsInput


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


class SettingsInput(Request):
    """The parts to change, and of each the fields to change: what is left out stays as it is."""

    bookings: BookingSettingsInput | None = None
    """Settings of bookings to change; fields that are left out stay as they are."""
    billing: BillingSettingsInput | None = None
    """Settings of billing to change; fields that are left out stay as they are."""
    chat: ChatSettingsInput | None = None
    """Settings of chats to change; fields that are left out stay as they are."""
    pairing: PairingSettingsInput | None = None
    """Settings of calls to change; fields that are left out stay as they are."""
    sessions: SessionSettingsInput | None = None
    """Settings of sessions to change; fields that are left out stay as they are."""


class ChangedSettings(View):
    """The parts that were named, whole, as they are now."""

    bookings: BookingSettings | None
    """All settings of bookings after the change; null when the call named none."""
    billing: BillingSettings | None
    """All settings of billing after the change; null when the call named none."""
    chat: ChatSettings | None
    """All settings of chats after the change; null when the call named none."""
    pairing: PairingSettings | None
    """All settings of calls after the change; null when the call named none."""
    sessions: SessionSettings | None
    """All settings of sessions after the change; null when the call named none."""


async def get_all_settings(reader: Reader) -> SettingsView:
    """Get the settings of every domain, in one round trip."""
    parts = await asyncio.gather(
        bookings.get_booking_settings(reader),
        invoices.get_billing_settings(reader),
        chat.get_chat_settings(reader),
        pairing.get_pairing_settings(reader),
        sessions.get_session_settings(reader),
    )
    return SettingsView(bookings=parts[0], billing=parts[1], chat=parts[2], pairing=parts[3], sessions=parts[4])


async def change_settings(uow: UnitOfWork, changes: SettingsInput, *, by: str, now: datetime) -> ChangedSettings:
    """Change settings of several domains in one commit, with an audit record of who and when.

    Args:
        by: Id of the admin who changes them.
    """
    parts = await asyncio.gather(
        settings.change_settings(uow, bookings.SETTINGS, changes.bookings, by=by, now=now),
        settings.change_settings(uow, invoices.BILLING_SETTINGS, changes.billing, by=by, now=now),
        settings.change_settings(uow, chat.SETTINGS, changes.chat, by=by, now=now),
        settings.change_settings(uow, pairing.SETTINGS, changes.pairing, by=by, now=now),
        settings.change_settings(uow, sessions.SETTINGS, changes.sessions, by=by, now=now),
    )
    return ChangedSettings(bookings=parts[0], billing=parts[1], chat=parts[2], pairing=parts[3], sessions=parts[4])
