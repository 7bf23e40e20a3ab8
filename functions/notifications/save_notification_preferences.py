"""HTTP: change the caller's choices about notifications."""

from shared.identity.errors import NotRegistered
from shared.kernel.ids import UserId
from shared.notifications.schemas import PreferencesInput, PreferencesView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import notification_choices


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(NotRegistered,))
async def save_notification_preferences(body: PreferencesInput, ctx: Context) -> PreferencesView:
    """Change the caller's choices about notifications. What the body leaves out stays as it is.

    Critical kinds, such as payments and security, cannot be switched off in the app, by push or by mail. To switch on
    WhatsApp is to agree to messages there.
    """
    changed = await ctx.commit(notification_choices.save_preferences, UserId(ctx.actor.id), body, now=ctx.now)
    return PreferencesView.of(changed)
