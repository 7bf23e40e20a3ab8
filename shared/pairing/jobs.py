"""Payloads of the tasks of pairing, and their schedules."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from shared.kernel.ids import PairingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job
from shared.pairing.models import Pairing

# Whatever changes within these seconds is counted once.
_REFRESH_SECONDS = 2


class ExpirePairing(Job):
    """End a round of a call: begin the next round, or give up."""

    queue: ClassVar[str] = "pairing"

    pairing_id: PairingId


class PushPairing(Job):
    """Notify the phones of the experts who suit a call best."""

    queue: ClassVar[str] = "push"

    pairing_id: PairingId
    round: int


class EmailNobodyFound(Job):
    """Tell a customer that no expert took the call, and what of theirs came back."""

    queue: ClassVar[str] = "mail"

    pairing_id: PairingId


class RefreshLiveStats(Job):
    """Count the dashboard's numbers again."""

    queue: ClassVar[str] = "stats"


def schedule_round(uow: UnitOfWork, pairing: Pairing) -> None:
    """Schedule the notification of a round and the end of that round."""
    uow.schedule(PushPairing(pairing_id=pairing.id, round=pairing.round), key=_key(pairing))
    schedule_round_end(uow, pairing)


def schedule_round_end(uow: UnitOfWork, pairing: Pairing) -> None:
    """Schedule the end of a round."""
    uow.schedule(ExpirePairing(pairing_id=pairing.id), at=pairing.round_ends_at, key=_key(pairing))


def cancel_round(uow: UnitOfWork, pairing: Pairing) -> None:
    """Cancel the tasks of a round."""
    uow.cancel_job(ExpirePairing, _key(pairing))
    uow.cancel_job(PushPairing, _key(pairing))


def schedule_live_stats_refresh(uow: UnitOfWork, *, now: datetime) -> None:
    """Schedule a count of the dashboard's numbers, once for all changes of about the same moment."""
    slot = int(now.timestamp()) // _REFRESH_SECONDS + 1
    at = datetime.fromtimestamp(slot * _REFRESH_SECONDS, UTC) + timedelta(seconds=1)
    uow.schedule_once(RefreshLiveStats(), at=at, key=f"{slot}")


def _key(pairing: Pairing) -> str:
    return f"{pairing.id}-{pairing.round}"
