"""Task: close a video room."""

from shared.contracts.video import VideoRooms
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import CloseVideoRoom
from shared.workflows import video_meetings


@task(CloseVideoRoom, retry_hours=6)
async def close_video_room(job: CloseVideoRoom, ctx: Context, video: VideoRooms) -> None:
    """Close the video room of a session that is over, and keep VideoSDK's log of who was there as evidence.

    The log has what webhooks lack: the times of joins and leaves, and those of which no webhook came.
    """
    await video_meetings.close_video_room(ctx, video, job.session_id)
