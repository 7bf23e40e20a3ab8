"""Actions and lists of strikes. A strike and the standing of its expert change in one commit."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.events.sessions import StrikeChange, StrikeChanged
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.sessions import jobs
from shared.sessions import strike_rules as rules
from shared.sessions.errors import StrikeNotFound
from shared.sessions.strike_models import Strike, StrikeStanding, StrikeStatus
from shared.sessions.strike_rules import StrikeOccasion
from shared.sessions.strike_settings import STRIKE_SETTINGS, StrikeSettings

SETTINGS = STRIKE_SETTINGS.ref


def strike_ref(strike_id: str) -> Ref[Strike]:
    """Build the reference of a strike."""
    return Ref(f"strikes/{strike_id}", Strike)


def standing_ref(expert: str) -> Ref[StrikeStanding]:
    """Build the reference of an expert's standing."""
    return Ref(f"strike_standings/{expert}", StrikeStanding)


async def get_settings(reader: Reader) -> StrikeSettings:
    """Get the settings of strikes as they are now."""
    return await reader.get(SETTINGS) or StrikeSettings()


async def get_strike(reader: Reader, strike_id: Id) -> Strike:
    """Get a strike without a check of the caller. For people: `access_strike`.

    Raises:
        StrikeNotFound: There is no such strike.
    """
    found = await reader.get(strike_ref(strike_id))
    if found is None:
        raise StrikeNotFound(strike_id=strike_id)
    return found


async def access_strike(reader: Reader, strike_id: Id, actor: Actor) -> Strike:
    """Get a strike if the caller may see it: its expert, or an admin.

    Raises:
        StrikeNotFound: There is no such strike, or the caller may not see it.
    """
    found = await get_strike(reader, strike_id)
    if actor.role != "admin" and actor.id != found.expert:
        raise StrikeNotFound(strike_id=strike_id)
    return found


async def list_strikes_of_expert(reader: Reader, expert: UserId, *, cursor: str | None, limit: int) -> Rows[Strike]:
    """List the strikes of an expert, the latest first, those that count no more too."""
    query = Query("strikes", Strike).matching("expert", "==", expert)
    query = query.order_by("given_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_open_appeals(reader: Reader, *, cursor: str | None, limit: int, now: datetime) -> Rows[Strike]:
    """List the strikes with an appeal that can still be decided, the most urgent first."""
    # Strikes without an open appeal have null there, which no comparison matches.
    query = Query("strikes", Strike).matching("undecided_before", ">", now)
    return await list_rows(reader, query.order_by("undecided_before").order_by("id"), cursor=cursor, limit=limit)


async def list_overdue_appeals(reader: Reader, *, at: datetime, limit: int) -> Sequence[Id]:
    """List the strikes with an appeal that no admin has decided in time."""
    query = Query("strikes", Strike).matching("undecided_before", "<=", at).order_by("undecided_before")
    return [found.id for found in await reader.query(query.first(limit))]


async def list_ended_pauses(reader: Reader, *, at: datetime, limit: int) -> Sequence[UserId]:
    """List the experts whose pause is over."""
    query = Query("strike_standings", StrikeStanding).matching("paused_until", "<=", at).order_by("paused_until")
    return [found.id for found in await reader.query(query.first(limit))]


async def give_strike(uow: UnitOfWork, occasion: StrikeOccasion, *, now: datetime) -> tuple[Strike, StrikeStanding]:
    """Save a new strike and the standing of its expert, and announce the strike.

    The caller has read that the strike does not stand, and brings the listing in line with the standing.
    """
    known, settings = await uow.get_many(standing_ref(occasion.expert), SETTINGS)
    strike, standing = rules.with_strike(known, occasion, settings or StrikeSettings(), now=now)
    uow.put(strike_ref(strike.id), strike)
    put_standing(uow, standing)
    _emit_change(uow, strike, "given", now=now)
    return strike, standing


async def end_strike(uow: UnitOfWork, strike: Strike, *, now: datetime) -> StrikeStanding | None:
    """Save a lifted or withdrawn strike and the standing without it, and announce the end.

    Returns:
        The standing; None if the strike led to nothing any more.
    """
    uow.put(strike_ref(strike.id), strike)
    _emit_change(uow, strike, "lifted", now=now)
    known = await uow.get(standing_ref(strike.expert))
    if known is None or all(one.id != strike.id for one in known.strikes):
        return None
    standing = rules.without_strike(known, strike.id, now=now)
    put_standing(uow, standing)
    return standing


def keep_strike(uow: UnitOfWork, strike: Strike, *, now: datetime) -> None:
    """Save a strike that is kept after its appeal, and announce this."""
    uow.put(strike_ref(strike.id), strike)
    _emit_change(uow, strike, "kept", now=now)


def put_standing(uow: UnitOfWork, standing: StrikeStanding) -> None:
    """Save a standing, and schedule the end of its pause."""
    uow.put(standing_ref(standing.id), standing)
    if standing.paused_until is not None:
        jobs.schedule_listing_resumption(uow, standing.id, at=standing.paused_until)


async def appeal_strike(uow: UnitOfWork, strike_id: Id, text: str, *, actor: Actor, now: datetime) -> Strike:
    """Appeal against a strike of the actor's, or change the text of the open appeal.

    Raises:
        StrikeNotFound: There is no such strike of the actor's.
        AppealTimeOver: The actor has not appealed in time.
        AppealClosed: The appeal was decided, or the strike does not stand any more.
    """
    strike = await access_strike(uow, strike_id, actor)
    settings = StrikeSettings() if strike.appeal else await get_settings(uow)
    strike = rules.with_appeal(strike, text, settings, now=now)
    uow.put(strike_ref(strike_id), strike)
    return strike


async def clear_strikes(uow: UnitOfWork, expert: UserId, *, now: datetime) -> None:
    """Let no earlier strike of an expert count, because the expert was vetted anew."""
    standing = await uow.get(standing_ref(expert))
    if standing is None:
        return
    counted = await uow.get_all([strike_ref(one.id) for one in standing.strikes])
    for strike in counted:
        if strike is not None and strike.status is StrikeStatus.GIVEN and now < strike.counts_until:
            uow.put(strike_ref(strike.id), strike.having(counts_until=now))
    uow.put(standing_ref(expert), rules.with_clean_slate(standing, now=now))


def _emit_change(uow: UnitOfWork, strike: Strike, change: StrikeChange, *, now: datetime) -> None:
    uow.emit(
        StrikeChanged(
            strike_id=strike.id,
            expert=strike.expert,
            change=change,
            step=strike.step if change == "given" else None,
            at=now,
        )
    )
