"""The expert's time, held for a booking and given back: under the id that the booking shares with its order."""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings import rules
from shared.bookings.errors import SlotTaken
from shared.bookings.models import Booking
from shared.kernel import claims
from shared.kernel.ports import Reader, UnitOfWork


async def hold(uow: UnitOfWork, booking: Booking, *, now: datetime) -> None:
    """Hold the quarters that the booking takes as it stands. Raises `SlotTaken`."""
    until = rules.held_until(booking)
    await claim(uow, booking, booking.claims, beside=booking.beside, now=now, until=until)


async def claim(
    uow: UnitOfWork,
    booking: Booking,
    quarters: Sequence[str],
    *,
    beside: Sequence[str],
    now: datetime,
    until: datetime | None,
) -> None:
    """Hold *quarters*, all or none, until *until* or for good, with nobody *beside* them. Raises `SlotTaken`."""
    names, around = [claims.ref(path) for path in quarters], [claims.ref(path) for path in beside]
    try:
        await claims.claim_all(uow, names, holder=booking.id, now=now, until=until, beside=around)
    except claims.Taken as error:
        raise taken(booking) from error


async def still_to_be_had(reader: Reader, booking: Booking, *, now: datetime) -> None:
    """See that nobody came while it was not held. Raises `SlotTaken`."""
    names, around = [claims.ref(path) for path in booking.claims], [claims.ref(path) for path in booking.beside]
    if not await claims.to_be_had(reader, names, holder=booking.id, now=now, beside=around):
        raise taken(booking)


def taken(booking: Booking) -> SlotTaken:
    """That the time which the booking wants is somebody else's."""
    wanted = booking.proposal.starts_at if booking.proposal else booking.starts_at
    errors = [{"field": "starts_at", "message": "has just been taken"}]
    return SlotTaken("Choose another time.", starts_at=wanted, errors=errors)


async def let_go(uow: UnitOfWork, booking: Booking) -> None:
    """Give back the expert's time, and what a proposal held besides."""
    await claims.give_back(uow, (*booking.claims, *proposed(booking)), holder=booking.id)


def proposed(booking: Booking) -> tuple[str, ...]:
    """The quarters that its proposal holds and it does not have anyway."""
    if booking.proposal is None:
        return ()
    return without(booking.quarters(booking.proposal.starts_at), booking.claims)


def without(paths: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """*paths* less *others*."""
    return tuple(path for path in paths if path not in others)
