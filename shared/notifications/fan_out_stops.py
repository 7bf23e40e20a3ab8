"""Stops of fan-outs: nobody else is told, and what waits for a vendor is not sent any more."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import Id
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import fan_out_store
from shared.notifications.fan_out_models import FanOut, FanOutState, find_fan_out_id


async def stop_fan_out(uow: UnitOfWork, fan_out_id: Id, *, actor: Actor, reason: str = "", now: datetime) -> FanOut:
    """Stop a fan-out, also one that has told everybody: its deliveries may still wait. A second stop changes nothing.

    Raises:
        FanOutNotFound: No fan-out has this id.
        Unavailable: Only a newer version can read the fan-out.
    """
    run = await fan_out_store.get_fan_out(uow, fan_out_id)
    if run.stopped_by:
        return run
    stopped = run.having(
        state=FanOutState.STOPPED, stopped_by=str(actor), stop_reason=reason, ended_at=run.ended_at or now
    )
    uow.put(fan_out_store.fan_out_ref(run.id), stopped)
    return stopped


async def is_stopped(reader: Reader, event: str) -> bool:
    """Return whether somebody has stopped the fan-out from which a notification with this natural key comes.

    Raises:
        Unavailable: Only a newer version can read the fan-out.
    """
    fan_out_id = find_fan_out_id(event)
    if fan_out_id is None:
        return False
    run = await fan_out_store.find_fan_out(reader, fan_out_id)
    return run is not None and bool(run.stopped_by)
