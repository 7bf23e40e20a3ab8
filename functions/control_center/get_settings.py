"""HTTP: get all settings."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows.settings_parts import SettingsView, load_all_settings


@http.get(who="admin", admin_scope="owner")
async def get_settings(ctx: Context) -> SettingsView:
    """Get every setting."""
    return SettingsView(**await ctx.read(load_all_settings))
