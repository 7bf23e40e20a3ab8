"""HTTP: change settings."""

from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows.settings_parts import ChangedSettings, change_all_settings, with_settings_changes


@with_settings_changes
class UpdateSettings(Request):
    """Parts to change, and the fields to change in each; a field that is left out stays as it is."""


@http.post(who="admin", admin_scope="owner")
async def update_settings(body: UpdateSettings, ctx: Context) -> ChangedSettings:
    """Change settings for everything that happens from now on. The change is recorded with its author and time."""
    return ChangedSettings(**await ctx.commit(change_all_settings, body, by=ctx.actor.id, now=ctx.now))
