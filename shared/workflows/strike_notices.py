"""Notices of strikes: whether what a delivery tells of a strike is still so."""

from shared.kernel.ids import Id
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.sessions import strikes
from shared.sessions.strike_models import StrikeStatus

_OF_STANDING_STRIKE = ("strike.warned", "strike.paused", "strike.vetted", "strike.kept")


async def is_strike_notice_true(reader: Reader, delivery: NoticeDelivery) -> bool:
    """Return whether a strike that a delivery tells of still stands. What tells of its end stays true.

    Raises:
        StrikeNotFound: There is no such strike.
    """
    if delivery.template not in _OF_STANDING_STRIKE or delivery.subject is None:
        return True
    strike = await strikes.get_strike(reader, Id(delivery.subject.id))
    return strike.status is StrikeStatus.GIVEN
