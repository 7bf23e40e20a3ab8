"""Alerts about disputes of attendance and appeals against strikes, which only an admin can decide."""

from shared.contracts.events.sessions import AttendanceDisputed
from shared.kernel.ids import Id
from shared.sessions import strikes
from shared.sessions.strike_models import Strike
from shared.workflows.call import Call


def alert_new_dispute(call: Call, event: AttendanceDisputed) -> None:
    """Alert the team to a new dispute; further statements in it alert nobody."""
    if event.opened:
        call.alert(
            "attendance disputed: an admin must decide",
            session_id=event.session_id,
            decide_before=event.decide_before.isoformat(),
        )


async def appeal_strike(call: Call, strike_id: Id, text: str) -> Strike:
    """Appeal against a strike of the caller's, and alert the team to a new appeal.

    Raises:
        StrikeNotFound: There is no such strike of the caller's.
        AppealTimeOver: The caller has not appealed in time.
        AppealClosed: The appeal was decided, or the strike does not stand any more.
    """
    strike = await call.commit(strikes.appeal_strike, strike_id, text, actor=call.actor, now=call.now)
    if strike.appeal is not None and strike.appeal.opened_at == call.now:
        call.alert(
            "strike appealed: an admin must decide",
            strike_id=strike.id,
            decide_before=strike.appeal.decide_before.isoformat(),
        )
    return strike
