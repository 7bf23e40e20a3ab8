"""HTTP function that previews a notification."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from shared.contracts.notices import TemplateName
from shared.kernel.schemas import Request
from shared.kernel.zones import Zone
from shared.notifications.preview_schemas import NotificationPreview
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import notice_previews


class PreviewNotification(Request):
    """Body of `preview_notification`."""

    template: TemplateName
    """Name of the texts, such as `booking.confirmed`."""
    values: Annotated[dict[str, str | int], Field(max_length=50)] = Field(default_factory=dict)
    """Values of the placeholders: texts, whole rupiah, and instants such as `2026-11-26T07:00:00Z`; at most 50."""
    zone: Zone = "Asia/Jakarta"
    """Time zone in which instants are shown; `Asia/Jakarta` by default."""


@http.post(who="admin", admin_scope="support", audited=False, takes_idempotency_key=False, documents=False)
async def preview_notification(
    body: PreviewNotification,
    ctx: Context,  # noqa: ARG001 (every handler has it)
) -> NotificationPreview:
    """Show the texts of a notification in both languages on each channel. Nothing is sent."""
    return notice_previews.preview_notification(body.template, body.values, zone=ZoneInfo(body.zone))
