"""HTTP: change settings."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import admin_settings
from shared.workflows.admin_settings import ChangedSettings, SettingsInput


class UpdateSettings(SettingsInput):
    """The parts to change, and of each the fields to change: what is left out stays as it is."""


@http.post(who="admin")
async def update_settings(body: UpdateSettings, ctx: Context) -> ChangedSettings:
    """Change settings for everything that happens from now on. The change is recorded with its author and time."""
    return await ctx.commit(admin_settings.change_settings, body, by=ctx.actor.id, now=ctx.now)
