"""HTTP: get all settings."""

from shared.kernel.schemas import View
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows.settings_parts import load_all_settings, with_all_settings


@with_all_settings
class SettingsView(View):
    """Settings that admins can change, as they are now; a setting that was never changed has its default."""


@http.get(who="admin")
async def get_settings(ctx: Context) -> SettingsView:
    """Get every setting."""
    return SettingsView(**await ctx.read(load_all_settings))
