"""Sessions and assignments that a person can still review, the latest first."""

import asyncio
from datetime import datetime, timedelta

from shared.assignments import store as assignments
from shared.assignments.models import Assignment
from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.contracts.calls import is_call_id
from shared.contracts.reviews import ReviewSide
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.paging import Page, merge_rows, start_each_after_cursor
from shared.kernel.ports import Query, Reader, Refs
from shared.pairing import store as pairings
from shared.pairing.models import Pairing
from shared.reviews import store
from shared.reviews.schemas import ReviewToWriteView
from shared.sessions import store as sessions
from shared.sessions.models import Session
from shared.workflows import session_reviews

_EndedQuery = Query[Session] | Query[Assignment] | Query[Pairing]
# A call ends within this time after its beginning, by which a customer's calls are ordered.
_LONGEST_CALL = timedelta(days=1)


async def list_reviews_to_write(
    reader: Reader, side: ReviewSide, *, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> Page[ReviewToWriteView]:
    """List one page of what the actor can still review as a side, the latest first.

    Reads what has ended within the time to write, and leaves out what has a review. So a page may have fewer entries
    than `limit`, though another page follows.
    """
    settings = await store.get_review_settings(reader)
    queries = _build_queries(actor, side, since=now - settings.window)
    started = start_each_after_cursor(queries, cursor)
    ended = await asyncio.gather(*(reader.query(query.first(limit + 1)) for query in started))
    rows = merge_rows(queries, ended, limit=limit)
    ids = [row.session_id if isinstance(row, Pairing) else SessionId(row.id) for row in rows.items]
    await _read_ahead(reader, ids, actor)
    found = await asyncio.gather(
        *(session_reviews.find_review_to_write(reader, id, side, actor=actor, now=now) for id in ids)
    )
    return Page(items=[one for one in found if one is not None], next_cursor=rows.next_cursor)


def _build_queries(actor: Actor, side: ReviewSide, *, since: datetime) -> list[_EndedQuery]:
    uid = UserId(actor.id)
    queries: list[_EndedQuery] = [
        sessions.ended_sessions_query(uid, side, since=since),
        assignments.ended_assignments_query(uid, side, since=since),
    ]
    if side == "customer":
        queries.append(pairings.paired_calls_query(actor.alias, since=since - _LONGEST_CALL))
    return queries


async def _read_ahead(reader: Reader, ids: list[SessionId], actor: Actor) -> None:
    """Read in one round trip what decides on each session; a call reads no document twice."""
    sides: tuple[ReviewSide, ...] = ("customer", "expert")
    await reader.get_many(
        Refs([store.session_review_ref(id, side) for id in ids for side in sides]),
        Refs([catalogue.review_ref(id) for id in ids]),
        Refs([sessions.session_ref(id) for id in ids if is_call_id(id)]),
        Refs([bookings.booking_ref(id) for id in ids if not is_call_id(id)]),
        identity.user_ref(UserId(actor.id)),
    )
