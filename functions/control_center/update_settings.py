"""HTTP: change settings."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings, BookingSettingsInput
from shared.chat import store as chat
from shared.chat.settings import ChatSettings, ChatSettingsInput
from shared.kernel import settings
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request, View
from shared.orders import invoices
from shared.orders.invoices import BillingSettings, BillingSettingsInput
from shared.pairing import store as pairing
from shared.pairing.settings import PairingSettings, PairingSettingsInput
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions
from shared.sessions.settings import SessionSettings, SessionSettingsInput


class UpdateSettings(Request):
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


async def change_all_settings(uow: UnitOfWork, body: UpdateSettings, *, by: str, now: datetime) -> ChangedSettings:
    """All of it in one commit, with who and when."""
    parts = await asyncio.gather(
        settings.change_settings(uow, bookings.SETTINGS, body.bookings, by=by, now=now),
        settings.change_settings(uow, invoices.BILLING_SETTINGS, body.billing, by=by, now=now),
        settings.change_settings(uow, chat.SETTINGS, body.chat, by=by, now=now),
        settings.change_settings(uow, pairing.SETTINGS, body.pairing, by=by, now=now),
        settings.change_settings(uow, sessions.SETTINGS, body.sessions, by=by, now=now),
    )
    return ChangedSettings(bookings=parts[0], billing=parts[1], chat=parts[2], pairing=parts[3], sessions=parts[4])


@http.post(who="admin")
async def update_settings(body: UpdateSettings, ctx: Context) -> ChangedSettings:
    """Change settings for everything that happens from now on. The change is recorded with its author and time."""
    return await ctx.commit(change_all_settings, body, by=ctx.actor.id, now=ctx.now)
