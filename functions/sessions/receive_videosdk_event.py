"""Webhook: events of video rooms, from VideoSDK."""

from shared.contracts.video import VideoCallbacks, VideoEvent
from shared.runtime.context import Context
from shared.runtime.triggers import webhook
from shared.workflows import video_meetings


@webhook(sender=VideoCallbacks)
async def receive_videosdk_event(event: VideoEvent, ctx: Context) -> None:
    """Record as evidence who has joined or left a video room, and when its sessions and recordings began and ended.

    Events may come several times, late, and in any order. Events of unknown rooms are ignored.
    """
    await video_meetings.receive_video_event(ctx, event)
