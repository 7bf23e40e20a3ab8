"""The settings of all domains: shown together, changed in one commit."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from pydantic import Field, create_model

from shared.assignments.settings import ASSIGNMENT_SETTINGS
from shared.bookings.settings import BOOKING_SETTINGS
from shared.chat.settings import CHAT_SETTINGS
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import Model, View
from shared.kernel.settings import SettingsPart, change_settings
from shared.limits.settings import LIMIT_SETTINGS
from shared.notifications.settings import MAIL_SETTINGS, NOTIFICATION_SETTINGS
from shared.orders.invoices import BILLING_SETTINGS
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.refund_settings import REFUND_SETTINGS
from shared.pairing.settings import PAIRING_SETTINGS
from shared.reviews.settings import REVIEW_SETTINGS
from shared.sessions.attendance_settings import ATTENDANCE_SETTINGS
from shared.sessions.settings import SESSION_SETTINGS
from shared.sessions.strike_settings import STRIKE_SETTINGS
from shared.sessions.video_settings import VIDEO_SETTINGS

_CHANGES = "Settings of {} to change; fields that are left out stay as they are."
_CHANGED = "All settings of {} after the change; null when the call named none."

ModelClassT = TypeVar("ModelClassT", bound=type[Model])

SETTINGS_PARTS: Sequence[SettingsPart[Any]] = (
    ASSIGNMENT_SETTINGS,
    ATTENDANCE_SETTINGS,
    BOOKING_SETTINGS,
    BILLING_SETTINGS,
    CHAT_SETTINGS,
    LIMIT_SETTINGS,
    MAIL_SETTINGS,
    NOTIFICATION_SETTINGS,
    PAIRING_SETTINGS,
    PAYMENT_SETTINGS,
    REFUND_SETTINGS,
    REVIEW_SETTINGS,
    SESSION_SETTINGS,
    STRIKE_SETTINGS,
    VIDEO_SETTINGS,
)
"""The settings of each domain. A part that is added here is shown by the API and can be changed by it."""


def with_all_settings(model: ModelClassT) -> ModelClassT:
    """Give `model` a field for each part: all of its settings."""
    return _with_fields(model, lambda part: (part.model, Field(description=part.about)))


def with_changed_settings(model: ModelClassT) -> ModelClassT:
    """Give `model` a field for each part: all of its settings, or None for a part that was not named."""
    return _with_fields(model, lambda part: (part.model | None, Field(description=_CHANGED.format(part.name))))


def with_settings_changes(model: ModelClassT) -> ModelClassT:
    """Give `model` a field for each part: the settings to change, or None."""
    return _with_fields(model, lambda part: (part.changes | None, Field(None, description=_CHANGES.format(part.name))))


def _with_fields(model: ModelClassT, field: Callable[[SettingsPart[Any]], tuple[Any, Any]]) -> ModelClassT:
    fields: dict[str, Any] = {part.name: field(part) for part in SETTINGS_PARTS}
    base: type[Model] = model
    return cast(
        ModelClassT,
        create_model(base.__name__, __base__=base, __module__=base.__module__, __doc__=base.__doc__, **fields),
    )


@with_all_settings
class SettingsView(View):
    """Settings that admins can change, as they are now; a setting that was never changed has its default."""


@with_changed_settings
class ChangedSettings(View):
    """Parts that were named, whole, as they are now."""


async def load_all_settings(reader: Reader) -> Mapping[str, Model]:
    """Load the settings of each part, by its name: the defaults, where none were ever changed."""
    found = await reader.get_all([part.ref for part in SETTINGS_PARTS])
    return {part.name: kept or part.model() for part, kept in zip(SETTINGS_PARTS, found, strict=True)}


async def change_all_settings(uow: UnitOfWork, changes: Model, *, by: str, now: datetime) -> Mapping[str, Model | None]:
    """Change the settings of the parts that `changes` names, in one commit, with a record of who and when.

    Returns:
        All settings of each part that was named, by its name; None for the other parts.
    """
    parts = [change_settings(uow, part.ref, getattr(changes, part.name), by=by, now=now) for part in SETTINGS_PARTS]
    return dict(zip((part.name for part in SETTINGS_PARTS), await asyncio.gather(*parts), strict=True))
