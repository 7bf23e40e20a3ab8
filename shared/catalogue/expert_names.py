"""New names of vetted experts, which an admin decides on before customers see them."""

from datetime import datetime

from shared.catalogue import search_keys, store
from shared.catalogue.errors import ProposedNameChanged
from shared.catalogue.models import Expert, ExpertStatus
from shared.catalogue.rules import Decision
from shared.kernel.errors import Invalid
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Reader

_VETTED = (ExpertStatus.ACTIVE, ExpertStatus.PAUSED, ExpertStatus.SUSPENDED)


def is_vetted(expert: Expert | None) -> bool:
    """Check if an admin has accepted or invited the expert, under the present name."""
    return expert is not None and (expert.status in _VETTED or expert.vetted_anew_since is not None)


def with_new_name(expert: Expert, name: str, *, now: datetime) -> Expert:
    """Return the expert with the new name: proposed if the expert is vetted, otherwise at once.

    The present name changes nothing, so an app may send the name together with other changes.
    """
    if name in (expert.full_name, expert.proposed_name):
        return expert
    if not is_vetted(expert):
        return expert.having(full_name=name)
    return expert.having(proposed_name=name, name_proposed_at=now, refused_name=None, name_note="", saved_at=now)


def with_name_decision(expert: Expert, name: str, decision: Decision, *, reason: str, now: datetime) -> Expert:
    """Return the expert after an admin's decision on `name`. The same decision again changes nothing.

    Raises:
        ProposedNameChanged: The expert asks for another name now, or for none.
        Invalid: A refusal has no reason.
    """
    if expert.proposed_name != name:
        decided = expert.full_name if decision == "accept" else expert.refused_name
        if expert.proposed_name is None and decided == name:
            return expert
        raise ProposedNameChanged(proposed_name=expert.proposed_name)
    if decision == "reject" and not reason:
        raise Invalid.field("reason", "required_to_refuse_name")
    expert = expert.having(proposed_name=None, name_proposed_at=None, name_note=reason, saved_at=now)
    if decision == "reject":
        return expert.having(refused_name=name)
    renamed = expert.having(full_name=name, refused_name=None)
    return renamed.having(keys=search_keys.compute_search_keys(renamed))


async def list_proposed_names(reader: Reader, *, cursor: str | None, limit: int) -> Rows[Expert]:
    """List one page of the experts whose new name waits for a decision, the longest waiting first."""
    return await list_rows(reader, store.proposed_names_query(), cursor=cursor, limit=limit)
