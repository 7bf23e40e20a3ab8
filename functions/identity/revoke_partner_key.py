"""HTTP function that revokes a partner key."""

from typing import Annotated

from pydantic import StringConstraints

from shared.identity import actions
from shared.identity.errors import PartnerKeyNotFound
from shared.identity.schemas import PartnerKeyView
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RevokePartnerKey(Request):
    """Body of `revoke_partner_key`."""

    key_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Id of the key to revoke, 64 hexadecimal digits, from `list_partner_keys`."""


@http.post(who="admin", admin_scope="owner", raises=(PartnerKeyNotFound,))
async def revoke_partner_key(body: RevokePartnerKey, ctx: Context) -> PartnerKeyView:
    """Revoke a partner key, from the next request on. A repeated call changes nothing."""
    return PartnerKeyView.of(await ctx.commit(actions.revoke_partner_key, body.key_id, now=ctx.now))
