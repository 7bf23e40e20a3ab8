"""HTTP: the caller's choices about notifications."""

from shared.kernel.ids import UserId
from shared.notifications import preferences
from shared.notifications.schemas import PreferencesView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("customer", "expert", "admin"))
async def get_notification_preferences(ctx: Context) -> PreferencesView:
    """Get the caller's choices about notifications, with the defaults where nothing was chosen."""
    return PreferencesView.of(await ctx.read(preferences.get_preferences, UserId(ctx.actor.id)))
