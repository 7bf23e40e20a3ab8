"""Requests and views of attachments, reactions, typing, presence and message reports."""

from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints

from shared.chat.models import Presence, RoomKind
from shared.chat.report_models import MessageReport, ReportReason, ReportStatus, Resolution
from shared.chat.schemas import MessageView
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.schemas import Moment, View
from shared.kernel.validation_messages import ValidationMessage


def normalize_emoji(text: str) -> str:
    """Normalize an emoji to one spelling, because keyboards write the same emoji in several ways.

    Raises:
        ValueError: `text` is not exactly one emoji.
    """
    import emoji

    known = emoji.EMOJI_DATA.get(text)
    if known is None or known["status"] == emoji.STATUS["component"]:
        raise ValueError
    return emoji.emojize(emoji.demojize(text))


Emoji = Annotated[
    str,
    StringConstraints(min_length=1, max_length=32),
    AfterValidator(normalize_emoji),
    ValidationMessage("not_one_emoji"),
]
"""Exactly one emoji; each skin tone counts as a different emoji."""


class AttachmentLinkView(View):
    """A short-lived address of an attachment."""

    url: str
    """Short-lived address of the file; whoever has this address can fetch the file."""
    expires_at: Moment
    """Instant in UTC after which the address no longer works."""


class TypingView(View):
    """Typing state of the caller."""

    typing_until: Moment | None
    """Instant in UTC until which others see the caller type; null when the caller does not type."""


class PresenceView(View):
    """The presence of the caller, as others see it."""

    online_until: Moment
    """Instant in UTC until which others see the caller online; renew the presence earlier."""
    seen_at: Moment
    """Instant in UTC at which the caller was last seen, which is now."""

    @classmethod
    def of(cls, presence: Presence) -> Self:
        return cls(online_until=presence.online_until, seen_at=presence.seen_at)


class ReportedView(View):
    """Confirmation of a report."""

    report_id: Id
    """Id of the report, the same when somebody reports the same message again."""
    reported_at: Moment
    """Instant in UTC at which the caller first reported the message."""

    @classmethod
    def of(cls, report: MessageReport) -> Self:
        return cls(report_id=report.id, reported_at=report.reported_at)


class MessageReportView(View):
    """A reported message with its evidence, as admins see it."""

    report_id: Id
    """Id of the report, for `resolve_message_report` and `download_evidence`."""
    room_id: RoomId
    """Id of the room in which the message was sent."""
    room_kind: RoomKind
    """Kind of the room in which the message was sent."""
    message: MessageView
    """Reported message, as it stood when the report was made."""
    before: list[MessageView]
    """Up to five messages that preceded the reported one, as they stood when the report was made."""
    reporter: UserId
    """Id of the person who reported, or the alias of a customer in a call."""
    reason: ReportReason
    """Kind of harm that the reporter saw in the message."""
    notes: str
    """Explanation by the reporter; may be empty."""
    reported_at: Moment
    """Instant in UTC at which the report was made."""
    status: ReportStatus
    """State of the report: `open` until an admin decides, then `resolved`."""
    resolution: Resolution | None
    """Decision of an admin; null while the report is open."""

    @classmethod
    def of(cls, report: MessageReport) -> Self:
        told = report.model_dump(include=set(cls.model_fields) - {"message", "before"})
        return cls(
            report_id=report.id,
            message=MessageView.of(report.room_id, report.message),
            before=[MessageView.of(report.room_id, message) for message in report.before],
            **told,
        )
