"""What happens to sessions."""

from typing import Literal

from shared.kernel.ids import SessionId, UserId
from shared.kernel.schemas import Event, Moment


class SessionEnded(Event):
    """It is over. `ended_by` is who, or what, ended it."""

    session_id: SessionId
    kind: Literal["pairing", "booking"]
    expert: UserId | None
    customer: UserId
    ended_by: str
    ended_at: Moment
