"""HTTP function that makes an admin."""

from typing import Annotated

from pydantic import Field

from shared.identity.errors import (
    AccountNotFound,
    AccountRefused,
    AccountUnverified,
    AdminAccount,
    NotRegistered,
    OwnGrant,
)
from shared.identity.ports import AccountDirectory
from shared.identity.schemas import AdminView
from shared.kernel.actors import AdminScope
from shared.kernel.ids import UserId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import admins


class MakeAdmin(Request):
    """Body of `make_admin`."""

    user_id: UserId
    """Id of the registered account that becomes an admin's."""
    scopes: Annotated[list[AdminScope], Field(min_length=1, max_length=5)]
    """Scopes of the admin; an owner has all. They replace the scopes that an admin has already."""
    reason: Line
    """Explanation for other owners, one line; stored for good in the audit record."""


@http.post(
    who="admin",
    admin_scope="owner",
    raises=(NotRegistered, OwnGrant, AdminAccount, AccountUnverified, AccountNotFound, AccountRefused),
)
async def make_admin(body: MakeAdmin, ctx: Context, accounts: AccountDirectory) -> AdminView:
    """Make a person an admin, or replace the scopes of an admin. The person's next ID token carries the scopes.

    The account must sign in by a verified e-mail address or by a phone number.
    """
    return AdminView.of(await admins.make_admin(ctx, accounts, body.user_id, body.scopes))
