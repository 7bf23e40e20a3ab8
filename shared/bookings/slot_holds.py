"""Holds on the expert's time, claimed and released under the id that a booking shares with its order."""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings import group_dates, rules, store
from shared.bookings.errors import SlotTaken
from shared.bookings.models import Booking
from shared.claims.holds import release_claims
from shared.claims.models import Claim, claim_ref
from shared.claims.names import Taken, can_claim_names, claim_names
from shared.contracts import slots
from shared.kernel.errors import FieldError
from shared.kernel.ports import Reader, Ref, UnitOfWork


async def hold_slot(uow: UnitOfWork, booking: Booking, *, now: datetime) -> None:
    """Hold the quarters that the booking takes in its present status; none for a seat in a group.

    Raises:
        SlotTaken: Another booking has one of the quarters, or one within the buffer.
    """
    until = rules.compute_hold_expiry(booking)
    await claim_quarters(
        uow, booking, booking.claimed_quarters, must_be_free=booking.buffer_quarters, now=now, until=until
    )


async def claim_quarters(
    uow: UnitOfWork,
    booking: Booking,
    quarters: Sequence[str],
    *,
    must_be_free: Sequence[str],
    now: datetime,
    until: datetime | None,
) -> None:
    """Claim all of `quarters` for the booking, or none of them.

    Args:
        uow: Unit of work that carries the claims.
        booking: Holder of the claims.
        quarters: Paths of the quarters to claim.
        must_be_free: Paths of the quarters that no other booking may have.
        now: Present instant.
        until: End of the hold; None claims for good.

    Raises:
        SlotTaken: Another booking has one of the quarters.
    """
    names, around = [claim_ref(path) for path in quarters], [claim_ref(path) for path in must_be_free]
    try:
        await claim_names(uow, names, holder=booking.id, now=now, until=until, must_be_free=around)
    except Taken as error:
        raise slot_taken_error(booking) from error


async def check_slot_available(reader: Reader, booking: Booking, *, now: datetime) -> None:
    """Check that no other booking has taken the time, or the seat, while this booking did not hold it.

    Raises:
        SlotTaken: Another booking has one of the quarters, or one within the buffer.
        SEAT_ERRORS: The booking is a seat, and the date has none for it.
    """
    await group_dates.check_seat_available(reader, booking, now=now)
    names, around = (
        [claim_ref(path) for path in booking.claimed_quarters],
        [claim_ref(path) for path in booking.buffer_quarters],
    )
    if not await can_claim_names(reader, names, holder=booking.id, now=now, must_be_free=around):
        raise slot_taken_error(booking)


def slot_taken_error(booking: Booking) -> SlotTaken:
    """Build the error for a booking whose time, or whose proposed time, is taken."""
    wanted = booking.proposal.starts_at if booking.proposal else booking.starts_at
    errors = [FieldError("starts_at", "just_taken")]
    return SlotTaken(starts_at=wanted, errors=errors)


def list_quarters_after(booking: Booking, minutes: int, longer: int) -> list[Ref[Claim]]:
    """List the claims that a meeting of `longer` minutes takes beyond one of `minutes`: of expert and meeting link."""
    before, after = (
        slots.quarter_claim_refs(booking.offer.expert, booking.starts_at, length) for length in (minutes, longer)
    )
    claims = after[len(before) :]
    if booking.meeting is not None and booking.meeting.link_id is not None:
        link = booking.meeting.link_id
        before, after = (
            store.meeting_link_quarter_refs(link, booking.starts_at, length) for length in (minutes, longer)
        )
        claims += after[len(before) :]
    return claims


async def release_slot(uow: UnitOfWork, booking: Booking) -> None:
    """Release the expert's time, the time that a proposal holds, and the seat in a group."""
    await group_dates.release_seat(uow, booking)
    await release_claims(uow, (*booking.claimed_quarters, *proposed_quarters(booking)), holder=booking.id)


def proposed_quarters(booking: Booking) -> tuple[str, ...]:
    """Return the paths of the quarters that only the proposal holds, not the booking itself."""
    if booking.proposal is None:
        return ()
    return subtract_paths(booking.quarters_at(booking.proposal.starts_at), booking.claimed_quarters)


def subtract_paths(paths: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return `paths` without `others`."""
    return tuple(path for path in paths if path not in others)
