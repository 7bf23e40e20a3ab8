"""Deliveries of notifications that replace one another, such as those of one room.

One delivery a group waits for the end of quiet hours, however much happens in the night. Mails, SMS and WhatsApp
messages tell of a group once a day: the day on which they go out. One that did not go out leaves its day free.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from shared.contracts.notices import Channel, Notice
from shared.kernel.ports import UnitOfWork
from shared.notifications import decision_rules, store
from shared.notifications.decision_rules import ChannelDecision, Recipient
from shared.notifications.delivery_models import DeliveryState

_RELAYS = (Channel.EMAIL, Channel.SMS, Channel.WHATSAPP)
_UNSENT = (DeliveryState.DROPPED, DeliveryState.FAILED)


class DeliveryPlace(NamedTuple):
    """Place of a new delivery.

    Attributes:
        id: Id of the delivery.
        is_taken: True if an earlier happening of the group is held there, whose place the delivery takes.
        is_free_again: True if an earlier delivery stands there that did not go out, and is replaced.
    """

    id: str
    is_taken: bool = False
    is_free_again: bool = False


async def find_delivery_places(
    uow: UnitOfWork,
    notice: Notice,
    channels: Sequence[Channel],
    decision: ChannelDecision,
    recipient: Recipient,
    *,
    now: datetime,
) -> dict[Channel, DeliveryPlace]:
    """Find the place of the delivery on each channel; a channel is absent if it has told of the group today.

    Args:
        uow: Unit of work.
        notice: Happening.
        channels: Channels that leave the app.
        decision: Decision on these channels.
        recipient: Person to tell.
        now: Present instant.
    """
    places = {
        channel: DeliveryPlace(decision_rules.compute_delivery_id(notice.event, notice.recipient, channel))
        for channel in channels
    }
    shared = _compute_shared_ids(notice, channels, decision, recipient, now=now)
    found = await uow.get_all([store.delivery_ref(id) for id in shared.values()]) if shared else []
    for (channel, id), earlier in zip(shared.items(), found, strict=True):
        if earlier is None:
            places[channel] = DeliveryPlace(id)
        elif earlier.state is DeliveryState.HELD and decision.state is DeliveryState.HELD:
            places[channel] = DeliveryPlace(id, is_taken=True)
        elif channel in _RELAYS and earlier.state in _UNSENT:
            places[channel] = DeliveryPlace(id, is_free_again=True)
        elif channel in _RELAYS:
            del places[channel]
    return places


def _compute_shared_ids(
    notice: Notice, channels: Sequence[Channel], decision: ChannelDecision, recipient: Recipient, *, now: datetime
) -> Mapping[Channel, str]:
    """Compute the ids of deliveries that several happenings of a group share, by channel."""
    ids: dict[Channel, str] = {}
    if notice.group is None:
        return ids
    day = (decision.release_at or now).astimezone(recipient.zone).date()
    for channel in channels:
        if channel in _RELAYS:
            key = f"group:{notice.group}:{day.isoformat()}"
        elif decision.release_at is not None:
            key = f"group:{notice.group}:{decision.release_at.isoformat()}"
        else:
            continue
        ids[channel] = decision_rules.compute_delivery_id(key, notice.recipient, channel)
    return ids
