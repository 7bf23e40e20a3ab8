"""Actions of limits: count an act or a holding, in the commit of what is counted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.limits import rules
from shared.limits.errors import IdentityNeeded
from shared.limits.models import Holding, SubjectLimits
from shared.limits.rules import HoldingLimit, RateLimit
from shared.limits.settings import SETTINGS, LimitSettings


async def get_limit_settings(reader: Reader) -> LimitSettings:
    """Get the settings of limits, or the defaults."""
    return await reader.get(SETTINGS) or LimitSettings()


def check_identity(actor: Actor, settings: LimitSettings) -> None:
    """Check that an anonymous account may hold scarce things.

    Raises:
        IdentityNeeded: The account is anonymous, and the settings allow such accounts nothing.
    """
    if actor.anonymous and not settings.anonymous_may_hold:
        raise IdentityNeeded()


async def count_act(
    uow: UnitOfWork, subject: Ref[SubjectLimits], limit: RateLimit, *, times: int = 1, now: datetime
) -> None:
    """Count an act of a subject. The subject's document is read unless it has been prefetched.

    Args:
        uow: Unit of work that carries the act itself.
        subject: Document of the subject.
        limit: Limit that counts the act.
        times: Number of acts; an invitation of five people is five.
        now: Present instant.

    Raises:
        LimitReached: The subject has acted too often.
    """
    await count_different_acts(uow, subject, {limit: times}, now=now)


async def count_different_acts(
    uow: UnitOfWork, subject: Ref[SubjectLimits], acts: Mapping[RateLimit, int], *, now: datetime
) -> None:
    """Count acts of several limits of one subject, all or none.

    Args:
        uow: Unit of work that carries the acts.
        subject: Document of the subject.
        acts: Number of acts by their limit; 0 counts nothing.
        now: Present instant.

    Raises:
        LimitReached: The subject has acted too often.
    """
    state = await uow.get(subject) or SubjectLimits()
    for limit, times in acts.items():
        if times:
            state, status = rules.count_acts(state, limit, times=times, now=now)
            uow.report_limit(status)
    uow.put(subject, state)


async def list_holders_to_check(
    reader: Reader,
    subjects: Sequence[Ref[SubjectLimits]],
    holding: Holding,
    limits: Sequence[HoldingLimit],
    *,
    now: datetime,
) -> list[str]:
    """List the holders that decide if the subjects may hold `holding`; empty while there is room for the holding.

    Nothing is written when an order is paid, cancelled or expired. So a limit may count holders that have ended. The
    caller finds out which of the listed ones have ended, and gives them to `take_holding`.
    """
    states = [found or SubjectLimits() for found in await reader.get_all(subjects)]
    full = [state for state in states if not rules.can_take_holding(state, holding, limits, now=now)]
    return sorted({holder for state in full for holder in rules.list_counted_holders(state, limits, now=now)})


async def take_holding(
    uow: UnitOfWork,
    subjects: Sequence[Ref[SubjectLimits]],
    holder: str,
    holding: Holding,
    limits: Sequence[HoldingLimit],
    *,
    ended: Collection[str] = (),
    now: datetime,
) -> None:
    """Count a holding for each of its subjects, in the commit that creates the holding.

    Args:
        uow: Unit of work that creates the holding.
        subjects: Documents of the subjects, such as those of a buyer's account, phone and e-mail address.
        holder: Id of the holder, such as an order's id.
        holding: The holding.
        limits: Limits that the holding may reach.
        ended: Holders among those of `list_holders_to_check` that hold nothing any more.
        now: Present instant.

    Raises:
        TooManyHeld: One of the subjects holds too much already.
    """
    for subject, found in zip(subjects, await uow.get_all(subjects), strict=True):
        state = rules.without_holdings(found or SubjectLimits(), ended)
        state, status = rules.with_holding(state, holder, holding, limits, now=now)
        uow.put(subject, state)
        if status is not None:
            uow.report_limit(status)
