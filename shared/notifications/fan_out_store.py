"""Paths and queries of fan-outs."""

from pydantic import ValidationError

from shared.kernel.errors import Unavailable
from shared.kernel.ports import Reader, Ref
from shared.notifications.errors import FanOutNotFound
from shared.notifications.fan_out_models import FanOut


def fan_out_ref(fan_out_id: str) -> Ref[FanOut]:
    """Build the reference of a fan-out."""
    return Ref(f"fan_outs/{fan_out_id}", FanOut)


async def find_fan_out(reader: Reader, fan_out_id: str) -> FanOut | None:
    """Find a fan-out; None if there is none, or none any more.

    Raises:
        Unavailable: Only a newer version can read the fan-out.
    """
    try:
        return await reader.get(fan_out_ref(fan_out_id))
    except ValidationError as unreadable:
        raise Unavailable("newer_fan_out") from unreadable


async def get_fan_out(reader: Reader, fan_out_id: str) -> FanOut:
    """Get a fan-out.

    Raises:
        FanOutNotFound: No fan-out has this id.
        Unavailable: Only a newer version can read the fan-out.
    """
    found = await find_fan_out(reader, fan_out_id)
    if found is None:
        raise FanOutNotFound(fan_out_id=fan_out_id)
    return found
