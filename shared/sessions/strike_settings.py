"""Settings of strikes, which admins can change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings

_Days = Annotated[int, Field(strict=True, ge=1, le=730)]
_Count = Annotated[int, Field(strict=True, ge=1, le=50)]


class StrikeSettings(Entity):
    """Settings of experts' strikes. They apply to strikes that are still to come."""

    expert_absent: bool = True
    """True if an expert who did not come to a session gets a strike; true by default."""
    ended_early: bool = True
    """True if an expert who left out a large part of a session gets a strike; true by default."""
    nobody_came: bool = False
    """True if the expert gets a strike for a session to which nobody came; false by default."""
    late_cancel_hours: Annotated[int, Field(strict=True, ge=0, le=168)] = 3
    """Hours before the start in which an expert's cancellation gives a strike, 0 to 168; 3 by default, 0 for never."""
    counts_days: _Days = 90
    """Days for which a strike counts, 1 to 730; 90 by default."""
    pause_at: _Count = 2
    """Number of strikes from which on a further one pauses the listing, 1 to 50; 2 by default."""
    pause_days: _Days = 14
    """Days for which the listing is paused, 1 to 730; 14 by default."""
    vet_at: _Count = 3
    """Number of strikes from which on the listing is hidden until the expert is vetted anew, 1 to 50; 3 by default."""
    appeal_days: _Days = 14
    """Days in which the expert may appeal against a strike, 1 to 730; 14 by default."""
    decide_appeal_days: Annotated[int, Field(strict=True, ge=1, le=60)] = 7
    """Days after which an appeal that no admin has decided ends, 1 to 60; 7 by default."""
    silence_lifts: bool = True
    """True if a strike is lifted when no admin decides its appeal in time, false if it is kept; true by default."""

    @property
    def late_cancel_time(self) -> timedelta:
        """Return the time before the start in which an expert's cancellation gives a strike."""
        return timedelta(hours=self.late_cancel_hours)


STRIKE_SETTINGS = declare_settings("strikes", "Strikes of experts and what follows from them.", StrikeSettings)
