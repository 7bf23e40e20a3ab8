"""Errors of video meetings."""

from shared.kernel.errors import Conflict


class NotVideoMeeting(Conflict):
    """The booking is no video meeting in a room of ours; `meeting` shows the place with `get_booking`."""

    code = "not_video_meeting"
