"""HTTP: get all settings."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import admin_settings
from shared.workflows.admin_settings import SettingsView


@http.get(who="admin")
async def get_settings(ctx: Context) -> SettingsView:
    """Get every setting."""
    return await ctx.read(admin_settings.get_all_settings)
