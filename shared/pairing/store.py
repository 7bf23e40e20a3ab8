"""Where calls and experts' readiness are kept, and who may see them."""

import hashlib
from datetime import datetime

from shared.claims.models import Claim, claim_ref
from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.pairing.errors import PairingNotFound
from shared.pairing.models import Alias, Availability, CallerAccount, Heartbeat, OnlineSpan, Pairing, PairingStatus
from shared.pairing.settings import PairingSettings

SETTINGS = Ref("settings/pairing", PairingSettings)


def pairing_ref(pairing_id: str) -> Ref[Pairing]:
    """Where a call is kept."""
    return Ref(f"pairings/{pairing_id}", Pairing)


def availability_ref(uid: str) -> Ref[Availability]:
    """Where an expert's readiness is kept."""
    return Ref(f"availability/{uid}", Availability)


def heartbeat_ref(uid: str) -> Ref[Heartbeat]:
    """Where an expert's lease is kept: apart, so that a beat reads nothing and disturbs nobody."""
    return Ref(f"heartbeats/{uid}", Heartbeat)


def caller_account_ref(alias: str) -> Ref[CallerAccount]:
    """Where it is kept what a customer may have."""
    return Ref(f"standings/{alias}", CallerAccount)


def alias_ref(uid: str) -> Ref[Alias]:
    """Where the security rules find somebody's alias."""
    return Ref(f"aliases/{uid}", Alias)


def online_span_ref(id: str) -> Ref[OnlineSpan]:
    """Where it is kept when an expert was online."""
    return Ref(f"online_log/{id}", OnlineSpan)


def trial_ref(phone: str) -> Ref[Claim]:
    """The claim on the one trial that a phone (by its hash) has."""
    return claim_ref(f"trials/{phone}")


def hash_phone(phone: str) -> str:
    """A verified phone, as far as it is kept for its trial."""
    return hashlib.sha256(f"trial:{phone}".encode()).hexdigest()


async def get_pairing_settings(reader: Reader) -> PairingSettings:
    """The numbers of pairing as they are now."""
    return await reader.get(SETTINGS) or PairingSettings()


async def get_pairing(reader: Reader, pairing_id: PairingId) -> Pairing:
    """For our own machines. A person's door is `pairing_of`."""
    found = await reader.get(pairing_ref(pairing_id))
    if found is None:
        raise PairingNotFound(pairing_id=pairing_id)
    return found


async def access_pairing(reader: Reader, pairing_id: PairingId, actor: Actor) -> Pairing:
    """A customer's own call. Raises `PairingNotFound`."""
    found = await get_pairing(reader, pairing_id)
    if found.customer != actor.id:
        raise PairingNotFound(pairing_id=pairing_id)
    return found


async def find_caller_account(reader: Reader, alias: UserId) -> CallerAccount | None:
    """What a customer may have; None before their first call."""
    return await reader.get(caller_account_ref(alias))


def searching_pairings_query() -> Query[Pairing]:
    """The calls that are out, the longest waiting first."""
    return Query("pairings", Pairing).matching("status", "==", PairingStatus.SEARCHING).order_by("called_at")


async def list_overdue_pairings(reader: Reader, *, at: datetime, limit: int) -> list[Pairing]:
    """The calls that nobody has taken in time."""
    query = Query("pairings", Pairing).matching("gives_up_at", "<=", at).order_by("gives_up_at").first(limit)
    return await reader.query(query)


async def list_expired_heartbeats(reader: Reader, *, at: datetime, limit: int) -> list[Heartbeat]:
    """The leases that have run out."""
    return await reader.query(Query("heartbeats", Heartbeat).matching("until", "<=", at).order_by("until").first(limit))


def live_heartbeats_query(at: datetime) -> Query[Heartbeat]:
    """The leases that last."""
    return Query("heartbeats", Heartbeat).matching("until", ">", at)


async def list_online_spans(
    reader: Reader, *, expert: UserId | None, cursor: str | None, limit: int
) -> Rows[OnlineSpan]:
    """When experts (or one) were online, the latest first."""
    query = Query("online_log", OnlineSpan)
    query = query.matching("expert", "==", expert) if expert else query
    query = query.order_by("ended_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def get_open_pairing(reader: Reader, alias: UserId) -> Pairing:
    """The call that somebody has open, or whose session still goes on. Raises `PairingNotFound`."""
    known = await find_caller_account(reader, alias)
    if known is None or known.open is None:
        raise PairingNotFound()
    return await get_pairing(reader, known.open)
