"""Views of the control center."""

from typing import Self

from shared.control_center.models import FillRun, FillStatus, LiveStats
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Moment, View


class DashboardView(View):
    """As `stats/live`, which a dashboard listens to; all 0 before the first count."""

    experts_online: int = 0
    """Number of experts who can take calls: online and with a recent heartbeat."""
    customers_waiting: int = 0
    """Number of customers whose call searches for an expert."""
    active_sessions: int = 0
    """Number of sessions that go on."""
    paired_today: int = 0
    """Number of calls that experts accepted since midnight in Jakarta."""
    median_wait_seconds: int | None = None
    """Median wait in seconds of today's latest accepted calls; null when there are none."""
    counted_at: Moment | None = None
    """Instant in UTC of the count; null before the first one."""

    @classmethod
    def of(cls, counted: LiveStats | None) -> Self:
        return cls.model_validate(counted.model_dump()) if counted else cls()


class CustomerView(View):
    """Person behind the pseudonym of a session."""

    user_id: UserId
    """Id of the customer's account."""
    full_name: str
    """Full name of the customer; a pseudonym while the account is anonymous."""
    email: str | None
    """E-mail address of the customer; null when not known."""
    phone: str | None
    """Phone number of the customer in international form; null when not known."""


class FillRunView(View):
    """A run of a fill: its progress, and its result."""

    run_id: Id
    """Id of the run, which `get_document_fill` and a continued run name."""
    fill: str
    """Fill that the run carries out, as in `run_document_fill`, such as `expert_search_keys`."""
    dry_run: bool
    """True if documents are only counted, and none is saved."""
    status: FillStatus
    """State of the run: it goes on, stopped at its limit with documents left, or is done."""
    limit: int
    """Number of documents at which the run stops."""
    scanned: int
    """Number of documents looked at so far."""
    changed: int
    """Number of documents saved so far; in a dry run, of those that would be saved."""
    unreadable: int
    """Number of documents that do not fit their class, and were left as they are."""
    unreadable_paths: tuple[str, ...]
    """Paths of the first 20 of these documents."""
    started_at: Moment
    """Instant in UTC at which the run was started."""
    ended_at: Moment | None
    """Instant in UTC at which the run stopped or was done; null while it goes on."""

    @classmethod
    def of(cls, run: FillRun) -> Self:
        """Build the view of a run."""
        told = run.model_dump(include=set(cls.model_fields) - {"run_id"})
        return cls(run_id=run.id, **told)
