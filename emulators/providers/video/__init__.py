"""VideoSDK, as far as Temani uses it: rooms, sessions with their participants, and signed webhooks."""

from emulators.providers.video.account import VideoAccounts
from emulators.providers.video.api import OPERATIONS, video_routes

__all__ = ["OPERATIONS", "VideoAccounts", "video_routes"]
