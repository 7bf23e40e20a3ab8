"""Where the dashboard's numbers are kept."""

from shared.control_center.models import LiveStats
from shared.kernel.ports import Ref

LIVE = Ref("stats/live", LiveStats)
