"""Claims of names: each name (a slot, a link, an expert) has at most one holder.

The commit creates the claim's document, so of two requests for one name the database refuses the second.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shared.claims.models import Claim, ClaimState
from shared.kernel.errors import Conflict
from shared.kernel.ports import Reader, Ref, UnitOfWork


class Taken(Conflict):
    """Another holder has claimed one of the wanted names."""

    code = "taken"


async def claim_name(
    uow: UnitOfWork, name: Ref[Claim], *, holder: str, now: datetime, until: datetime | None = None
) -> None:
    """Claim `name` for `holder`.

    Args:
        uow: Unit of work that carries the claim.
        name: Claim document of the name.
        holder: Id of the new holder. A holder may claim its own name again, to extend or to confirm.
        now: Present instant. A hold that has expired by then counts as free.
        until: End of the hold; None claims for good.

    Raises:
        Taken: Another holder has the name.
    """
    await claim_names(uow, [name], holder=holder, now=now, until=until)


async def claim_names(
    uow: UnitOfWork,
    names: Sequence[Ref[Claim]],
    *,
    holder: str,
    now: datetime,
    until: datetime | None = None,
    must_be_free: Sequence[Ref[Claim]] = (),
) -> None:
    """Claim all of `names` for `holder`, or none of them, with one read.

    Args:
        uow: Unit of work that carries the claims.
        names: Claim documents of the names.
        holder: Id of the new holder.
        now: Present instant.
        until: End of the hold; None claims for good.
        must_be_free: Names that no other holder may have. They are verified by the commit, and not claimed.

    Raises:
        Taken: Another holder has one of them.
    """
    if not await can_claim_names(uow, names, holder=holder, now=now, must_be_free=must_be_free):
        raise Taken()
    found = dict(zip(names, await uow.get_all(names), strict=True))
    if not _holds_all(found.values(), holder, now):
        for name in must_be_free:
            uow.verify(name)
    for name, claim in found.items():
        # A claim for good is never shortened to a hold.
        if claim is None or claim.is_free_at(now) or claim.state is not ClaimState.SOLD:
            uow.put(name, Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder=holder, until=until))


async def can_claim_names(
    reader: Reader, names: Sequence[Ref[Claim]], *, holder: str, now: datetime, must_be_free: Sequence[Ref[Claim]] = ()
) -> bool:
    """Check that `holder` can claim every name and that nobody else holds one of `must_be_free`.

    A holder that already has all names passes: the others were checked when it claimed.
    """
    found = await reader.get_all([*names, *must_be_free])
    return _holds_all(found[: len(names)], holder, now) or not any(
        claim and claim.holder != holder and not claim.is_free_at(now) for claim in found
    )


def _holds_all(found: Iterable[Claim | None], holder: str, now: datetime) -> bool:
    return all(claim is not None and claim.holder == holder and not claim.is_free_at(now) for claim in found)
