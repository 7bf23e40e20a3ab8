"""Presence of experts: they go online and offline, or fall silent."""

from datetime import datetime
from typing import Literal

from shared.kernel.ids import PairingId, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.pairing import call_boards, jobs, rules, store
from shared.pairing.errors import NotOnline, PairingNotFound
from shared.pairing.models import Availability, Heartbeat, Pairing
from shared.pairing.schemas import AvailabilityView, ExpertOnlineView, OpenPairingView
from shared.pairing.settings import PairingSettings

_MAX_EXPERTS = 500


async def go_online(uow: UnitOfWork, uid: UserId, name: str, *, by_phone: bool, now: datetime) -> AvailabilityView:
    """Set an expert online. An expert whose lease has ended begins a new online period.

    Raises:
        PhoneSignInNeeded: Experts must sign in by phone, and this one has not.
        ExpertSuspended: The expert is suspended.
    """
    known, last_beat, settings = await uow.get_many(
        store.availability_ref(uid), store.heartbeat_ref(uid), store.SETTINGS
    )
    settings = settings or PairingSettings()
    rules.check_can_go_online(settings, by_phone=by_phone)
    if known is not None and known.open and not rules.is_online(known, last_beat, now=now):
        known = _close_availability(uow, known, ended_at=last_beat.until if last_beat else now, ended_by="silence")
    most = settings.customers_an_expert
    board = await call_boards.assign_board(uow, known)
    availability = rules.with_expert_online(known, uid, name, most, board, now=now)
    beat = rules.new_heartbeat(uid, now=now)
    uow.put(store.availability_ref(uid), availability)
    uow.put(store.heartbeat_ref(uid), beat)
    jobs.schedule_live_stats_refresh(uow, now=now)
    return AvailabilityView.of(availability, online_until=beat.until)


async def go_offline(
    uow: UnitOfWork, uid: UserId, *, ended_by: Literal["expert", "admin"] = "expert", now: datetime
) -> Availability | None:
    """Set an expert offline. Sessions go on. A second call changes nothing."""
    known, lease = await uow.get_many(store.availability_ref(uid), store.heartbeat_ref(uid))
    if known is None or not known.open:
        return None
    if lease is not None and lease.until <= now:
        availability = _close_availability(uow, known, ended_at=lease.until, ended_by="silence")
    else:
        availability = _close_availability(uow, known, ended_at=now, ended_by=ended_by)
    jobs.schedule_live_stats_refresh(uow, now=now)
    return availability


async def set_suspended(uow: UnitOfWork, uid: UserId, *, suspended: bool, now: datetime) -> tuple[SessionId, ...]:
    """Take an expert offline who may take no calls, or let the expert go online again.

    Returns:
        Sessions that another expert has to take over; none if the expert is not suspended.
    """
    known, lease = await uow.get_many(store.availability_ref(uid), store.heartbeat_ref(uid))
    if known is None or known.suspended == suspended:
        return ()
    if known.open and suspended:
        ended_at = min(now, lease.until) if lease else now
        uow.put(
            store.availability_ref(uid),
            _close_availability(uow, known, ended_at=ended_at, ended_by="admin").having(suspended=True),
        )
        jobs.schedule_live_stats_refresh(uow, now=now)
    else:
        uow.put(store.availability_ref(uid), known.having(suspended=suspended))
    return known.sessions if suspended else ()


async def set_paused(uow: UnitOfWork, uid: UserId, name: str, *, paused: bool, now: datetime) -> None:
    """Take an expert offline who may take no calls because of strikes, or let the expert go online again.

    Sessions that have begun go on. An expert who was never online is noted too, so that nobody goes online unnoticed.
    """
    known, lease = await uow.get_many(store.availability_ref(uid), store.heartbeat_ref(uid))
    if known is None and paused:
        uow.put(store.availability_ref(uid), Availability(id=uid, name=name, most=1, paused=True))
    if known is None or known.paused == paused:
        return
    if known.open and paused:
        ended_at = min(now, lease.until) if lease else now
        known = _close_availability(uow, known, ended_at=ended_at, ended_by="admin")
        jobs.schedule_live_stats_refresh(uow, now=now)
    uow.put(store.availability_ref(uid), known.having(paused=paused))


async def schedule_live_stats_refresh(uow: UnitOfWork, *, now: datetime) -> None:
    """Schedule a count of the dashboard's numbers."""
    jobs.schedule_live_stats_refresh(uow, now=now)


async def renew_heartbeat(uow: UnitOfWork, uid: UserId, *, now: datetime) -> Heartbeat:
    """Renew an expert's lease, by one write and no read.

    Raises:
        NotOnline: The expert is offline and has no lease.
    """
    lease = rules.new_heartbeat(uid, now=now)
    # Only when the write has found nothing is it worth a look.
    if uow.attempt and await uow.get(store.heartbeat_ref(uid)) is None:
        raise NotOnline()
    uow.put_existing(store.heartbeat_ref(uid), lease)
    return lease


async def renew_lease_if_online(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Renew the lease of an expert who does something; an expert who is offline has no lease and gets none.

    The renewal is one more write of the commit, without a read: only a commit that failed looks for the lease.
    """
    if uow.attempt and await uow.get(store.heartbeat_ref(uid)) is None:
        return
    uow.put_existing(store.heartbeat_ref(uid), rules.new_heartbeat(uid, now=now))


async def take_offline_if_silent(uow: UnitOfWork, uid: UserId, *, now: datetime) -> Availability | None:
    """Set an expert offline whose lease has ended. Return the availability as it was, or None if nothing was to do."""
    known, lease = await uow.get_many(store.availability_ref(uid), store.heartbeat_ref(uid))
    if lease is None or lease.until > now:
        return None
    if known is None or not known.open:
        uow.delete(store.heartbeat_ref(uid))
        return None
    _close_availability(uow, known, ended_at=lease.until, ended_by="silence")
    jobs.schedule_live_stats_refresh(uow, now=now)
    return known


def _close_availability(
    uow: UnitOfWork, known: Availability, *, ended_at: datetime, ended_by: Literal["expert", "silence", "admin"]
) -> Availability:
    span = rules.online_span_from_availability(known, ended_at=ended_at, ended_by=ended_by)
    availability = rules.with_expert_offline(known)
    uow.put(store.online_span_ref(span.id), span)
    uow.put(store.availability_ref(known.id), availability)
    uow.delete(store.heartbeat_ref(known.id))
    return availability


async def decline_pairing(uow: UnitOfWork, uid: UserId, pairing_id: PairingId, *, now: datetime) -> None:
    """Hide a call from an expert.

    Raises:
        NotOnline: The expert is offline.
        PairingNotFound: The call is not open.
    """
    known, pairing = await uow.get_many(store.availability_ref(uid), store.pairing_ref(pairing_id))
    if known is None or not known.open:
        raise NotOnline()
    if pairing is None or not _is_searching(pairing, now=now) or not call_boards.is_on_board(pairing, known):
        raise PairingNotFound(pairing_id=pairing_id)
    declined = rules.with_declined_pairing(known, pairing_id)
    if declined is known:
        return
    if len(declined.declined) == len(known.declined):
        # One had to go: rather those that nobody sees any more.
        declined = rules.with_declined_pairing(
            known.having(declined=await _list_still_searching(uow, known, now=now)), pairing_id
        )
    uow.put(store.availability_ref(uid), declined)


async def _list_still_searching(reader: Reader, availability: Availability, *, now: datetime) -> tuple[PairingId, ...]:
    calls = await reader.get_all([store.pairing_ref(declined) for declined in availability.declined])
    return tuple(call.id for call in calls if call is not None and _is_searching(call, now=now))


def _is_searching(call: Pairing | None, *, now: datetime) -> bool:
    """Return whether the call waits for an expert."""
    return call is not None and call.gives_up_at is not None and now < call.gives_up_at


async def list_open_pairings(
    reader: Reader, uid: UserId, *, alias: UserId, limit: int, now: datetime
) -> list[OpenPairingView]:
    """List the calls on an expert's board that the expert may accept, the longest waiting first.

    Args:
        reader: Reader of the documents.
        uid: The expert.
        alias: Alias of the expert as a customer, whose own call is left out.
        limit: Most calls in the list.
        now: Present instant.

    Raises:
        NotOnline: The expert is offline.
    """
    known, lease, own = await reader.get_many(
        store.availability_ref(uid), store.heartbeat_ref(uid), store.caller_account_ref(alias)
    )
    if known is None or not rules.is_online(known, lease, now=now):
        raise NotOnline()
    if not known.room_left or known.board is None:
        return []
    hidden = {*known.declined, own.open if own else None}
    calls = await reader.query(store.open_calls_query(known.board).first(limit + len(hidden)))
    mine = [call for call in calls if call.id not in hidden and uid not in call.passed_over and now < call.gives_up_at]
    return [OpenPairingView.of(call) for call in mine[:limit]]


async def list_online_experts(reader: Reader, *, now: datetime) -> list[ExpertOnlineView]:
    """List the experts who are online, at most 500."""
    leases = await reader.query(store.live_heartbeats_query(now).order_by("until", "desc").first(_MAX_EXPERTS))
    diaries = await reader.get_all([store.availability_ref(lease.id) for lease in leases])
    return [
        ExpertOnlineView.of(diary, online_until=lease.until)
        for lease, diary in zip(leases, diaries, strict=True)
        if diary is not None and diary.open
    ]
