"""Views of the statistics of notifications."""

from collections import Counter
from datetime import date, timedelta
from typing import Self

from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.people import PersonRole
from shared.kernel.schemas import Moment, View
from shared.notifications.delivery_day_models import DeliveryDay


class DeliveryCountsView(View):
    """Deliveries of one kind on one channel to people of one role. Each counts in every step that it has reached."""

    kind: NotificationKind
    """Kind of the notifications, by which people choose channels."""
    channel: Channel
    """Way on which the notifications went: `push`, `email`, `sms` or `whatsapp`; `in_app` for ends alone."""
    role: PersonRole | None
    """Role of the people at the decision: `customer`, `expert` or `admin`; null for guests."""
    decided: int
    """Deliveries that were decided on the day."""
    sent: int
    """Deliveries that the vendor has taken."""
    delivered: int
    """Deliveries that arrived: as the vendor says, or because a push was opened."""
    read: int
    """Deliveries that people have read: by a link or push, or by WhatsApp's word. A loaded mail does not count."""
    clicked: int
    """Deliveries whose link or push people have opened."""
    failed: int
    """Deliveries that the vendor has refused or that have bounced."""
    dropped: int
    """Deliveries that were not sent, for example because the person did not want them any more."""
    digested: int
    """Deliveries that waited for the end of quiet hours, and of which a digest tells."""
    unsubscribed: int
    """People who ended the kind on the channel that day, by the link of a mail or in their settings."""
    muted: int
    """Rooms that people muted that day, which ends `chat_message` on each of its channels."""
    seconds_to_click: int | None
    """Mean time in seconds from the sending to the click; null without a click."""

    @classmethod
    def of(cls, key: str, row: Counter[str]) -> Self:
        """Build the view of the row `kind:channel:role`."""
        kind, channel, role = key.split(":")
        clicked = row["clicked"]
        return cls(
            kind=_KINDS.get(kind, NotificationKind.UNKNOWN),
            channel=_CHANNELS.get(channel, Channel.UNKNOWN),
            role=_ROLES.get(role),
            decided=row["decided"],
            sent=row["sent"],
            delivered=row["delivered"],
            read=row["read"],
            clicked=clicked,
            failed=row["failed"],
            dropped=row["dropped"],
            digested=row["digested"],
            unsubscribed=row["unsubscribed"],
            muted=row["muted"],
            seconds_to_click=round(row["seconds_to_click"] / clicked) if clicked else None,
        )


# What only a newer version knows is shown as unknown.
_KINDS = {str(kind): kind for kind in NotificationKind}
_CHANNELS = {str(channel): channel for channel in Channel}
_ROLES: dict[str, PersonRole] = {"customer": "customer", "expert": "expert", "admin": "admin"}


class SentHourView(View):
    """Hour of the day with its deliveries."""

    hour: int
    """Hour of the day in Jakarta, 0 to 23."""
    sent: int
    """Deliveries that a vendor took in the hour, of all kinds and channels."""


class DeliveryDayView(View):
    """Statistics of the notifications of one day."""

    day: date
    """Date in Jakarta on which the deliveries were decided."""
    counted_at: Moment | None
    """Instant in UTC of the latest count; null for a day that was not counted, whose lists are empty."""
    rows: list[DeliveryCountsView]
    """Counts by kind, channel and role, in the order of their names; rows without deliveries are left out."""
    hours: list[SentHourView]
    """Hours in which something was sent, in order; not affected by the filters."""

    @classmethod
    def of(
        cls, day: date, found: DeliveryDay | None, *, kind: NotificationKind | None, channel: Channel | None
    ) -> Self:
        """Build the view of a day, with the rows of one kind and channel alone if they are given."""
        rows = [DeliveryCountsView.of(key, Counter(row)) for key, row in sorted(found.rows.items() if found else ())]
        return cls(
            day=day,
            counted_at=found.counted_at if found else None,
            rows=[row for row in rows if kind in (None, row.kind) and channel in (None, row.channel)],
            hours=[
                SentHourView(hour=int(hour), sent=sent) for hour, sent in sorted(found.hours.items() if found else ())
            ],
        )


class NotificationAnalyticsView(View):
    """Statistics of the notifications of several days."""

    days: list[DeliveryDayView]
    """Days in order, also those that were not counted."""

    @classmethod
    def of(
        cls,
        first: date,
        found: list[DeliveryDay | None],
        *,
        kind: NotificationKind | None,
        channel: Channel | None,
    ) -> Self:
        """Build the view of the days from `first` on."""
        return cls(
            days=[
                DeliveryDayView.of(first + timedelta(days=number), one, kind=kind, channel=channel)
                for number, one in enumerate(found)
            ]
        )
