"""Decisions as properties: nothing that is not critical rings within quiet hours, and nothing is lost."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.notices import Channel
from shared.kernel.ids import UserId
from shared.notifications import decision_rules
from shared.notifications.decision_rules import Recipient
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.notifications.device_models import PushDevices
from shared.notifications.inbox_models import InboxState
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.quiet_hours import QuietHours
from tests.bookings.steps import a_user
from tests.notifications.steps import a_notice

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Jakarta", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")

clock_times = st.times().map(lambda time: f"{time:%H:%M}")
windows = st.none() | st.builds(QuietHours, begins=clock_times, ends=clock_times)
moments = st.integers(min_value=0, max_value=730 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
switches = st.dictionaries(st.sampled_from(Channel.known_members()).map(str), st.booleans())
templates = st.sampled_from(sorted(NOTICE_TEMPLATES))


def a_recipient(hours: QuietHours | None, zone: str, switched: dict[str, bool]) -> Recipient:
    """Build a person with quiet hours, a zone and switched channels, who can be reached on every channel."""
    uid = UserId("ana")
    chosen = NotificationPreferences(id=uid, quiet_hours=hours, channels=switched, whatsapp_consent_at=START)
    return Recipient(a_user("ana", zone=zone), chosen, InboxState(id=uid), PushDevices(id=uid), {})


@given(templates, windows, st.sampled_from(ZONES), moments, st.integers(min_value=1, max_value=5_000))
def test_quiet_hours_hold_or_drop_and_never_ring(
    name: str, hours: QuietHours | None, zone: str, now: datetime, minutes: int
) -> None:
    """
    Within the window only critical and timed notifications go out; held ones come out of it while they are still true.
    """
    template, recipient = NOTICE_TEMPLATES[name], a_recipient(hours, zone, {})
    valid_until = now + timedelta(minutes=minutes)

    decision = decision_rules.decide_sending(template, recipient, valid_until=valid_until, now=now)

    is_quiet = hours is not None and hours.is_quiet_at(now, recipient.zone)
    passes = template.policy.critical or template.is_timed
    assert (decision.state is DeliveryState.QUEUED) == (passes or not is_quiet)
    if decision.state is DeliveryState.HELD:
        assert hours is not None
        assert decision.release_at is not None
        assert now < decision.release_at < valid_until
        assert not hours.is_quiet_at(decision.release_at, recipient.zone)
    if decision.state is DeliveryState.DROPPED:
        assert decision.reason is DropReason.TOO_LATE


@given(templates, switches)
def test_switches_count_except_for_critical_kinds(name: str, switched: dict[str, bool]) -> None:
    """
    A channel that is off for all kinds is used for critical ones alone, and only a usual channel then.
    """
    template, recipient = NOTICE_TEMPLATES[name], a_recipient(None, "Asia/Jakarta", switched)
    policy = KIND_POLICIES[template.kind]

    wanted = decision_rules.list_wanted_channels(a_notice(template=name), template, recipient)

    for channel in wanted:
        assert channel in policy.channels
        assert policy.critical or recipient.preferences.has_switched_on(channel)
