"""Settings of video meetings, which an admin may change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings


class VideoSettings(Entity):
    """Settings of video meetings."""

    grace_minutes: Annotated[int, Field(ge=0, le=10, strict=True)] = 2
    """Minutes after the end for which access and the video room last, 0 to 10; 2 by default.

    Less than `attendance.settle_minutes`: then the provider's log of the room is known when it is decided who came.
    """

    @property
    def grace(self) -> timedelta:
        """Time after the end for which access and room last."""
        return timedelta(minutes=self.grace_minutes)


VIDEO_SETTINGS = declare_settings("video", "Time for which video rooms last.", VideoSettings)
