"""Paths and queries of pairing, and the check of who may see a call."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from shared.claims.models import Claim, claim_ref
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, PairingId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.ports import Query, Reader, Ref
from shared.pairing.errors import PairingNotFound
from shared.pairing.models import (
    Alias,
    Availability,
    CallBoards,
    CallerAccount,
    Heartbeat,
    OnlineSpan,
    OpenCall,
    Pairing,
    PairingStatus,
    SessionAlias,
)
from shared.pairing.settings import PAIRING_SETTINGS, PairingSettings

# Calls without a session have no time here, and no comparison finds them.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SETTINGS = PAIRING_SETTINGS.ref
BOARDS = Ref("boards/all", CallBoards)


def pairing_ref(pairing_id: str) -> Ref[Pairing]:
    """Build the reference of a call."""
    return Ref(f"pairings/{pairing_id}", Pairing)


def open_call_ref(board: str, pairing_id: str) -> Ref[OpenCall]:
    """Build the reference of a call on a board of experts."""
    return Ref(f"boards/{board}/calls/{pairing_id}", OpenCall)


def open_calls_query(board: str) -> Query[OpenCall]:
    """Build the query for the calls on a board, the longest waiting first."""
    return Query(f"boards/{board}/calls", OpenCall).order_by("called_at")


def free_experts_query(boards: Sequence[Id]) -> Query[Availability]:
    """Build the query for the experts of some boards who can take a further customer, the longest online first."""
    query = Query("availability", Availability).matching("board", "in", list(boards)).matching("room_left", "==", True)
    return query.order_by("since")


def availability_ref(uid: str) -> Ref[Availability]:
    """Build the reference of an expert's readiness."""
    return Ref(f"availability/{uid}", Availability)


def heartbeat_ref(uid: str) -> Ref[Heartbeat]:
    """Build the reference of an expert's lease, stored apart: a heartbeat then reads nothing and causes no conflict."""
    return Ref(f"heartbeats/{uid}", Heartbeat)


def caller_account_ref(alias: str) -> Ref[CallerAccount]:
    """Build the reference of a customer's account in pairing."""
    return Ref(f"standings/{alias}", CallerAccount)


def alias_ref(uid: str) -> Ref[Alias]:
    """Build the reference of a person's aliases, for the security rules."""
    return Ref(f"aliases/{uid}", Alias)


def session_alias_ref(alias: str) -> Ref[SessionAlias]:
    """Build the reference of the way from the alias of a session to the customer's account."""
    return Ref(f"session_aliases/{alias}", SessionAlias)


def online_span_ref(id: str) -> Ref[OnlineSpan]:
    """Build the reference of the record of an online period."""
    return Ref(f"online_log/{id}", OnlineSpan)


def trial_ref(phone: str) -> Ref[Claim]:
    """Build the reference of the claim on the one trial of a phone, named by its hash."""
    return claim_ref(f"trials/{phone}")


def hash_phone(phone: str) -> str:
    """Hash a verified phone number for the claim on its trial."""
    return hashlib.sha256(f"trial:{to_international_phone(phone)}".encode()).hexdigest()


async def get_pairing_settings(reader: Reader) -> PairingSettings:
    """Get the settings of pairing as they are now."""
    return await reader.get(SETTINGS) or PairingSettings()


async def get_pairing(reader: Reader, pairing_id: PairingId) -> Pairing:
    """Get a call without a check of the caller; for our own machines. For people: `access_pairing`.

    Raises:
        PairingNotFound: No call has this id.
    """
    found = await reader.get(pairing_ref(pairing_id))
    if found is None:
        raise PairingNotFound(pairing_id=pairing_id)
    return found


async def access_pairing(reader: Reader, pairing_id: PairingId, actor: Actor) -> Pairing:
    """Get a customer's own call.

    Raises:
        PairingNotFound: No call has this id. or the call is somebody else's.
    """
    found = await get_pairing(reader, pairing_id)
    if found.caller != actor.id:
        raise PairingNotFound(pairing_id=pairing_id)
    return found


async def find_caller_account(reader: Reader, alias: UserId) -> CallerAccount | None:
    """Find a customer's account in pairing; None before the first call."""
    return await reader.get(caller_account_ref(alias))


async def find_account_by_alias(reader: Reader, alias: UserId) -> CallerAccount | None:
    """Find a customer's account in pairing by an alias: that of the person, or that of one session."""
    account, session = await reader.get_many(caller_account_ref(alias), session_alias_ref(alias))
    return account if session is None else await find_caller_account(reader, session.account)


async def list_session_aliases(reader: Reader, uid: UserId) -> tuple[UserId, ...]:
    """List the aliases of a person in single sessions, the latest last."""
    found = await reader.get(alias_ref(uid))
    return found.aliases if found else ()


def searching_pairings_query() -> Query[Pairing]:
    """Build the query for open calls, the longest waiting first."""
    return Query("pairings", Pairing).matching("status", "==", PairingStatus.SEARCHING).order_by("called_at")


async def list_paired_calls(reader: Reader, account: UserId, *, cursor: str | None, limit: int) -> Rows[Pairing]:
    """List the calls of a customer that led to a session, one a session, the latest first.

    Calls of earlier versions name no account, and are found after the fill `pairing_accounts`.
    """
    return await list_rows(reader, paired_calls_query(account, since=_LONG_AGO), cursor=cursor, limit=limit)


def paired_calls_query(account: UserId, *, since: datetime) -> Query[Pairing]:
    """Build the query for a customer's calls that led to a session after `since`, the latest first."""
    query = Query("pairings", Pairing).matching("account", "==", account).matching("paired_at", ">", since)
    return query.order_by("paired_at", "desc").order_by("id", "desc")


async def list_overdue_pairings(reader: Reader, *, at: datetime, limit: int) -> list[Pairing]:
    """List the calls that no expert has accepted in time."""
    query = Query("pairings", Pairing).matching("gives_up_at", "<=", at).order_by("gives_up_at").first(limit)
    return await reader.query(query)


async def list_expired_heartbeats(reader: Reader, *, at: datetime, limit: int) -> list[Heartbeat]:
    """List the leases that have ended."""
    return await reader.query(Query("heartbeats", Heartbeat).matching("until", "<=", at).order_by("until").first(limit))


def live_heartbeats_query(at: datetime) -> Query[Heartbeat]:
    """Build the query for leases that last."""
    return Query("heartbeats", Heartbeat).matching("until", ">", at)


async def list_online_spans(
    reader: Reader, *, expert: UserId | None, cursor: str | None, limit: int
) -> Rows[OnlineSpan]:
    """List the online periods of one expert or of all, the latest first."""
    query = Query("online_log", OnlineSpan)
    query = query.matching("expert", "==", expert) if expert else query
    query = query.order_by("ended_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def get_latest_pairing(reader: Reader, alias: UserId) -> Pairing:
    """Get a customer's open call, or the call whose session still goes on.

    Without either, get the last call that ended without a session.

    Raises:
        PairingNotFound: The customer has none of them.
    """
    known = await find_caller_account(reader, alias)
    latest = (known.open or known.last) if known else None
    if latest is None:
        raise PairingNotFound()
    return await get_pairing(reader, latest)
