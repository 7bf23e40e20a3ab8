"""Actions of partner keys: create, revoke and list."""

from collections.abc import Sequence
from datetime import datetime

from shared.identity import rules, store
from shared.identity.errors import PartnerKeyNotFound
from shared.identity.models import PartnerKey, Scope
from shared.identity.schemas import PartnerKeyView
from shared.kernel.actors import Actor
from shared.kernel.ids import PartnerId, TicketEventId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader, UnitOfWork


async def create_partner_key(
    uow: UnitOfWork,
    key: str,
    partner: PartnerId,
    *,
    name: str,
    scopes: Sequence[Scope],
    event_ids: Sequence[TicketEventId] = (),
    vouched_daily: int = 0,
    by: Actor,
    now: datetime,
) -> PartnerKey:
    """Save a partner key: its hash, its prefix, its scopes and its events, never the key itself.

    Args:
        uow: Unit of work that carries the changes.
        key: Secret key.
        partner: Partner who will hold the key.
        name: Name that tells a partner's keys apart.
        scopes: Permissions of the key; duplicates are ignored.
        event_ids: Ticket events that the key is for. If empty, the key is for the events that name the partner.
        vouched_daily: Orders of free tickets a day for whose buyers' addresses the partner answers.
        by: Admin who creates the key.
        now: Time of the creation.
    """
    made = PartnerKey(
        id=rules.compute_key_id(key),
        partner_id=partner,
        name=name,
        scopes=tuple(dict.fromkeys(scopes)),
        event_ids=tuple(dict.fromkeys(event_ids)),
        vouched_daily=vouched_daily,
        hint=rules.compute_key_prefix(key),
        created_at=now,
        created_by=by.id,
    )
    uow.create(store.partner_key_ref(made.id), made)
    return made


async def revoke_partner_key(uow: UnitOfWork, key_id: str, *, now: datetime) -> PartnerKey:
    """Revoke a partner key, which no request can use from now on. A repeated call keeps the first time.

    Raises:
        PartnerKeyNotFound: There is no such key.
    """
    key = await uow.get(store.partner_key_ref(key_id))
    if key is None:
        raise PartnerKeyNotFound()
    if key.revoked_at is None:
        key = key.having(revoked_at=now)
        uow.put(store.partner_key_ref(key_id), key)
    return key


async def list_partner_keys(reader: Reader, *, cursor: str | None, limit: int) -> Page[PartnerKeyView]:
    """List a page of partner keys, the newest first."""
    query = store.partner_keys_query().order_by("id", "desc")
    return (await list_rows(reader, query, cursor=cursor, limit=limit)).to_page(PartnerKeyView.of)
