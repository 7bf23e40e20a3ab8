"""Paths and queries of assignments."""

from datetime import UTC, datetime

from shared.assignments import files
from shared.assignments.errors import AssignmentFileNotFound, AssignmentNotFound
from shared.assignments.models import Assignment, AssignmentFile, AssignmentSide
from shared.assignments.settings import ASSIGNMENT_SETTINGS, AssignmentSettings
from shared.contracts.assignments import AssignmentStatus
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, Id, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref

_LONG_AGO = datetime.fromtimestamp(0, UTC)
_OPEN_STATUSES = (AssignmentStatus.AWAITING_PAYMENT, AssignmentStatus.IN_PROGRESS)


def assignment_ref(assignment_id: str) -> Ref[Assignment]:
    """Build the reference of an assignment."""
    return Ref(f"assignments/{assignment_id}", Assignment)


async def get_assignment_settings(reader: Reader) -> AssignmentSettings:
    """Get the settings of assignments, or the defaults."""
    return await reader.get(ASSIGNMENT_SETTINGS.ref) or AssignmentSettings()


async def find_assignment(reader: Reader, assignment_id: AssignmentId) -> Assignment | None:
    """Find an assignment without a check of the caller; None if there is none."""
    return await reader.get(assignment_ref(assignment_id))


async def get_assignment(reader: Reader, assignment_id: AssignmentId) -> Assignment:
    """Get an assignment without a check of the caller. For people: `access_assignment`.

    Raises:
        AssignmentNotFound: There is no such assignment.
    """
    found = await find_assignment(reader, assignment_id)
    if found is None:
        raise AssignmentNotFound(assignment_id=assignment_id)
    return found


async def access_assignment(reader: Reader, assignment_id: AssignmentId, actor: Actor) -> Assignment:
    """Get an assignment if the caller may see it: its customer, its expert once it is paid, or an admin.

    Nobody can write to an expert by an order that is never paid.

    Raises:
        AssignmentNotFound: There is no such assignment, or the caller may not see it.
    """
    found = await get_assignment(reader, assignment_id)
    is_expert = actor.id == found.expert and found.paid_at is not None
    if actor.role != "admin" and actor.id != found.customer and not is_expert:
        raise AssignmentNotFound(assignment_id=assignment_id)
    return found


async def access_assignment_as(
    reader: Reader, assignment_id: AssignmentId, actor: Actor, side: AssignmentSide
) -> Assignment:
    """Get an assignment of which the caller is the given side.

    Raises:
        AssignmentNotFound: There is no such assignment, or the caller is not that side of it.
    """
    found = await access_assignment(reader, assignment_id, actor)
    if actor.id != (found.customer if side == "customer" else found.expert):
        raise AssignmentNotFound(assignment_id=assignment_id)
    return found


async def list_assignments(
    reader: Reader,
    uid: UserId,
    side: AssignmentSide,
    *,
    status: str | None,
    cursor: str | None,
    limit: int,
) -> Rows[Assignment]:
    """List the assignments of a customer, or the paid ones of an expert, the latest first."""
    query = Query("assignments", Assignment).matching(side, "==", uid)
    if status is not None:
        query = query.matching("status", "==", status)
    if side == "customer":
        query = query.order_by("ordered_at", "desc")
    else:
        query = query.matching("paid_at", ">", _LONG_AGO).order_by("paid_at", "desc")
    return await list_rows(reader, query.order_by("id", "desc"), cursor=cursor, limit=limit)


def ended_assignments_query(uid: UserId, side: AssignmentSide, *, since: datetime) -> Query[Assignment]:
    """Build the query for the assignments of a person that have ended since a time, the latest first."""
    query = Query("assignments", Assignment).matching(side, "==", uid).matching("ended_at", ">", since)
    return query.order_by("ended_at", "desc").order_by("id", "desc")


async def list_open_assignments(
    reader: Reader, uid: UserId, side: AssignmentSide, *, cursor: str | None, limit: int
) -> Rows[Assignment]:
    """List the assignments of a person in which nothing has been delivered, or a correction is awaited."""
    query = Query("assignments", Assignment).matching(side, "==", uid).matching("status", "in", _OPEN_STATUSES)
    return await list_rows(reader, query.order_by("ordered_at").order_by("id"), cursor=cursor, limit=limit)


async def list_overdue_assignments(reader: Reader, *, at: datetime, limit: int) -> list[AssignmentId]:
    """List the assignments with which something happens because nobody has done anything in time."""
    query = Query("assignments", Assignment).matching("check_after", "<=", at).order_by("check_after")
    return [found.id for found in await reader.query(query.first(limit))]


async def list_open_disputes(reader: Reader, *, cursor: str | None, limit: int) -> Rows[Assignment]:
    """List the assignments with an open dispute, the most urgent first."""
    # Others have null there, which no comparison matches.
    query = Query("assignments", Assignment).matching("undecided_before", ">", _LONG_AGO)
    return await list_rows(reader, query.order_by("undecided_before").order_by("id"), cursor=cursor, limit=limit)


async def access_file(reader: Reader, assignment_id: AssignmentId, file_id: Id, actor: Actor) -> AssignmentFile:
    """Get a file of an assignment of the caller's; an admin gets those of a disputed assignment.

    Raises:
        AssignmentNotFound: There is no such assignment, or the caller may not see it.
        AssignmentFileNotFound: The assignment has no file with this id, or the admin has no need of it.
    """
    assignment = await access_assignment(reader, assignment_id, actor)
    if actor.role == "admin" and assignment.dispute is None:
        raise AssignmentFileNotFound(file_id=file_id)
    return files.find_file(assignment, file_id)
