"""Announcements of strikes to the expert: given, lifted or kept, and the end of a pause."""

from datetime import datetime

from shared.contracts.events.sessions import ListingResumed, StrikeChanged
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.contracts.sessions import StrikeStep
from shared.kernel.errors import Unavailable
from shared.kernel.ports import UnitOfWork
from shared.sessions import strikes
from shared.sessions.strike_models import AppealStatus, Strike, StrikeStanding, StrikeStatus
from shared.workflows.announcements import recipients

_STEP_TEMPLATES = {
    StrikeStep.WARNING: "strike.warned",
    StrikeStep.PAUSE: "strike.paused",
    StrikeStep.VETTING: "strike.vetted",
}


async def tell_expert_when_strike_changed(uow: UnitOfWork, event: StrikeChanged, *, now: datetime) -> int:
    """Tell an expert about a change of a strike that is still so, and return the number of new notices.

    Raises:
        StrikeNotFound: There is no such strike.
        Unavailable: Only a newer version knows the change or its consequence.
    """
    if event.change is None or (event.change == "given" and event.step not in _STEP_TEMPLATES):
        raise Unavailable("newer_strike")
    strike = await strikes.get_strike(uow, event.strike_id)
    standing = await uow.get(strikes.standing_ref(event.expert)) if event.step is StrikeStep.PAUSE else None
    template = _find_template(event, strike, standing)
    if template is None:
        return 0
    notice = Notice(
        event=f"strike:{strike.id}:{event.change}:{event.at:%Y%m%dT%H%M%S}",
        template=template,
        to=strike.expert,
        values={
            "given_at": strike.given_at.isoformat(),
            "appeal_before": strike.appeal_before.isoformat(),
            **({"paused_until": standing.paused_until.isoformat()} if standing and standing.paused_until else {}),
        },
        subject=NoticeSubject(kind=SubjectKind.STRIKE, id=strike.id),
        link=f"/strikes/{strike.id}",
    )
    return await recipients.tell_people(uow, [notice], now=now)


def _find_template(event: StrikeChanged, strike: Strike, standing: StrikeStanding | None) -> str | None:
    """Find the template of a change; None if the strike has changed again since."""
    if event.change == "lifted":
        return "strike.lifted"
    if strike.status is not StrikeStatus.GIVEN:
        return None
    if event.change == "kept":
        is_kept = strike.appeal is not None and strike.appeal.status is AppealStatus.REFUSED
        return "strike.kept" if is_kept else None
    if event.step is StrikeStep.PAUSE and (standing is None or standing.paused_until is None):
        return _STEP_TEMPLATES[StrikeStep.WARNING]
    return _STEP_TEMPLATES.get(event.step) if event.step is not None else None


async def tell_expert_when_listing_resumed(uow: UnitOfWork, event: ListingResumed, *, now: datetime) -> int:
    """Tell an expert that the pause of the listing is over, and return the number of new notices."""
    notice = Notice(
        event=f"listing:{event.expert}:resumed:{event.at:%Y%m%dT%H%M%S}",
        template="strike.listing_resumed",
        to=event.expert,
        subject=NoticeSubject(kind=SubjectKind.EXPERT, id=event.expert),
        link="/experts/me",
    )
    return await recipients.tell_people(uow, [notice], now=now)
