"""HTTP: change settings."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import admin_settings
from shared.workflows.admin_settings import ChangedSettings, SettingsInput


class UpdateSettings(SettingsInput):
    """Body of `update_settings`. Parts and fields that are left out stay as they are."""


@http.post(who="admin")
async def update_settings(body: UpdateSettings, ctx: Context) -> ChangedSettings:
    """Change settings for everything that happens from now on. The change is recorded with its author and time."""
    return await ctx.commit(admin_settings.change_settings, body, by=ctx.actor.id, now=ctx.now)
