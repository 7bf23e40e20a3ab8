"""What pairing has done later."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from shared.kernel.ids import PairingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job
from shared.pairing.models import Pairing

# Whatever changes within these seconds is counted once.
_REFRESH_SECONDS = 2


class ExpirePairing(Job):
    """A round of a call is over: call again, or give up."""

    queue: ClassVar[str] = "pairing"

    pairing_id: PairingId


class PushPairing(Job):
    """Tell the experts' phones that somebody is calling, by one message to all."""

    queue: ClassVar[str] = "push"

    pairing_id: PairingId
    round: int


class RefreshLiveStats(Job):
    """Count again what the dashboard shows."""

    queue: ClassVar[str] = "stats"


def schedule_round(uow: UnitOfWork, pairing: Pairing) -> None:
    """Have the experts told of this round, and the round ended in time."""
    uow.schedule(PushPairing(pairing_id=pairing.id, round=pairing.round), key=_key(pairing))
    schedule_round_end(uow, pairing)


def schedule_round_end(uow: UnitOfWork, pairing: Pairing) -> None:
    """Have this round ended in time."""
    uow.schedule(ExpirePairing(pairing_id=pairing.id), at=pairing.round_ends_at, key=_key(pairing))


def cancel_round(uow: UnitOfWork, pairing: Pairing) -> None:
    """What was to become of this round need not."""
    uow.cancel_job(ExpirePairing, _key(pairing))
    uow.cancel_job(PushPairing, _key(pairing))


def schedule_live_stats_refresh(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the dashboard's numbers counted soon: once, for all that happens at about the same time."""
    slot = int(now.timestamp()) // _REFRESH_SECONDS + 1
    at = datetime.fromtimestamp(slot * _REFRESH_SECONDS, UTC) + timedelta(seconds=1)
    uow.schedule_once(RefreshLiveStats(), at=at, key=f"{slot}")


def _key(pairing: Pairing) -> str:
    return f"{pairing.id}-{pairing.round}"
