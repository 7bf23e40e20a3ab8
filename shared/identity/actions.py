"""What identity does with partner keys."""

from collections.abc import Sequence
from datetime import datetime

from shared.identity import rules, store
from shared.identity.errors import PartnerKeyNotFound
from shared.identity.models import PartnerKey, Scope
from shared.identity.schemas import PartnerKeyView
from shared.kernel.actors import Actor
from shared.kernel.ids import PartnerId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader, UnitOfWork


async def create_partner_key(
    uow: UnitOfWork,
    key: str,
    partner: PartnerId,
    *,
    name: str,
    scopes: Sequence[Scope],
    by: Actor,
    now: datetime,
) -> PartnerKey:
    """Keep the hash of *key*, and what it may do."""
    made = PartnerKey(
        id=rules.compute_key_id(key),
        partner_id=partner,
        name=name,
        scopes=tuple(dict.fromkeys(scopes)),
        hint=rules.compute_key_prefix(key),
        created_at=now,
        created_by=by.id,
    )
    uow.create(store.partner_key_ref(made.id), made)
    return made


async def revoke_partner_key(uow: UnitOfWork, key_id: str, *, now: datetime) -> PartnerKey:
    """From now on the key opens nothing. Raises `PartnerKeyNotFound`."""
    key = await uow.get(store.partner_key_ref(key_id))
    if key is None:
        raise PartnerKeyNotFound()
    if key.revoked_at is None:
        key = key.having(revoked_at=now)
        uow.put(store.partner_key_ref(key_id), key)
    return key


async def list_partner_keys(reader: Reader, *, cursor: str | None, limit: int) -> Page[PartnerKeyView]:
    """One page of keys, the newest first."""
    query = store.partner_keys_query().order_by("id", "desc")
    return (await list_rows(reader, query, cursor=cursor, limit=limit)).to_page(PartnerKeyView.of)
