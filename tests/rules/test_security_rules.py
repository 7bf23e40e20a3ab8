"""Collection × who × operation, with the SDK that apps are made with: what is not listed as open is closed."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.build.required_indexes import QueryShape, compute_required_index
from shared.gateways.firestore.client import Firestore
from tests.collection.indexes import list_declared_indexes
from tests.rules.access_table import ACCESS_TABLE, AccessRule, query_collection, where_customer_is_me
from tests.rules.firestore_clients import PEOPLE, FirestoreClients, OperationResult, query_as_json
from tests.rules.seeds import list_seed_documents, put_documents

ROOT = Path(__file__).parents[2]

PLACES = {
    "slugs": "slugs",
    "admin_grants": "admin_grants",
    "audit_records": "audit_records",
    "users": "users",
    "services": "experts/an-expert/services",
    "reviews": "reviews",
    "product_reviews": "product_reviews",
    "written_reviews": "written_reviews",
    "products": "experts/an-expert/products",
    "product_files": "experts/an-expert/product_files",
    "invitations": "invitations",
    "experts": "experts",
    "email_verifications": "email_verifications",
    "extensions": "sessions/a-session/extensions",
    "categories": "categories",
    "calendar": "experts/an-expert/calendar",
    "bookings": "bookings",
    "bill_series": "bill_series",
    "bills": "bills",
    "check_ins": "check_ins",
    "contact_changes": "contact_changes",
    "crisis_records": "crisis_records",
    "evidence": "sessions/owner/evidence",
    "video_rooms": "video_rooms",
    "dead_letters": "dead_letters",
    "disclosures": "disclosures",
    "document_fills": "document_fills",
    "deliveries": "deliveries",
    "grants": "grants",
    "heartbeats": "heartbeats",
    "idempotency": "idempotency",
    "job_runs": "job_runs",
    "limits": "limits",
    "meeting_links": "meeting_links",
    "online_log": "online_log",
    "outbox": "outbox",
    "partner_keys": "partner_keys",
    "password_resets": "password_resets",
    "payment_inbox": "payment_inbox",
    "payment_log": "payment_log",
    "payment_quarantine": "payment_quarantine",
    "payout_channels": "payout_channels",
    "product_claims": "product_claims",
    "refund_accounts": "refund_accounts",
    "report_tallies": "report_tallies",
    "settings": "settings",
    "settings_changes": "settings_changes",
    "slots": "meeting_links/a-link/slots",
    "standings": "standings",
    "ticket_events": "ticket_events",
    "ticket_event_cancellations": "ticket_event_cancellations",
    "ticket_mailings": "ticket_mailings",
    "tickets": "tickets",
    "trials": "trials",
    "types": "ticket_events/an-event/types",
    "units": "ticket_events/an-event/types/a-type/units",
    "vouched_days": "vouched_days",
    "withheld_mails": "withheld_mails",
    "mail_sendings": "mail_sendings",
    "a collection of tomorrow": "tomorrow",
    "a collection below an order": "orders/an-order/notes",
}
"""Where the documents of each collection are that is closed to everybody."""

ROWS = {
    name: AccessRule(f"{place}/owner", where_customer_is_me(place)) for name, place in PLACES.items()
} | ACCESS_TABLE


def _question(row: AccessRule, operation: str, me: str) -> dict[str, Any]:
    """What somebody's app asks; whatever they write, they say that it is theirs."""
    path, theirs = row.path.format(me=me), {"customer": me, "sender": me, "by": me, "id": me, "members": [me]}
    new = path if "{me}" in row.path else f"{row.collection}/new-by-{me}"
    wish = row.asks(me)
    # Among all collections of a name, a document is not called by its id alone.
    anywhere = replace(wish, collection=row.name, group=True, where=tuple(one for one in wish.where if one[0] != "id"))
    questions: dict[str, dict[str, Any]] = {
        "get": {"op": "get", "path": path},
        "watch": {"op": "listen", "path": path},
        "list": {"op": "list", "query": query_as_json(wish)},
        "listen": {"op": "listen", "query": query_as_json(wish)},
        "whole": {"op": "list", "query": query_as_json(query_collection(row.collection.format(me=me)))},
        "anywhere": {"op": "list", "query": query_as_json(anywhere)},
        "create": {"op": "create", "path": new, "data": theirs},
        "update": {"op": "update", "path": path, "data": theirs},
        "delete": {"op": "delete", "path": path},
    }
    return questions[operation]


ROUNDS = (("get", "list", "whole", "anywhere"), ("watch", "listen"), ("create", "update", "delete"))
"""What is asked at once. `watch` and `listen` are to `get` and `list` what a listener is.

`anywhere` asks all collections of that name. Writes come last: an app sees its own before they are refused.
"""

Cell = tuple[str, str, str]


def _cells(at_once: tuple[str, ...]) -> list[Cell]:
    """What is closed altogether need not be listened to."""
    rows = ACCESS_TABLE if "listen" in at_once else ROWS
    return [(row, person, operation) for row in rows for person in PEOPLE for operation in at_once]


@pytest.fixture(scope="module")
async def answers(database: Firestore, apps: FirestoreClients) -> dict[Cell, OperationResult]:
    """What is answered in each cell of the table."""
    await put_documents(database, *list_seed_documents(PLACES.values()))
    answers: dict[Cell, OperationResult] = {}
    for at_once in ROUNDS:
        cells = _cells(at_once)
        questions = [
            {"who": person, "name": f"{row} {person} {operation}"} | _question(ROWS[row], operation, person)
            for row, person, operation in cells
        ]
        answers |= zip(cells, await apps.run_operations(questions), strict=True)
    return answers


@pytest.mark.emulator
@pytest.mark.parametrize(("row", "person", "operation"), [cell for at_once in ROUNDS for cell in _cells(at_once)])
def test_access(answers: dict[Cell, OperationResult], row: str, person: str, operation: str) -> None:
    """Only what is listed as open is open."""
    expected = "allowed" if ROWS[row].is_allowed(person, operation) else "denied"

    assert answers[row, person, operation].outcome == expected


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("row", "person", "found"),
    [
        ("orders", "owner", {"owner"}),
        ("orders", "stranger", set()),
        ("orders", "admin", set()),
        ("rooms", "owner", {"group", "support"}),
        ("rooms of calls", "owner", {"call"}),
        ("pairings, one's own", "owner", {"owner"}),
        ("sessions, one's own", "owner", {"owner"}),
        ("sessions of an expert", "expert", {"owner", "call-s-1"}),
        ("sessions by the session's alias", "owner", {"call-s-1"}),
        ("rooms of calls by the session's alias", "owner", {"call-s-1"}),
        ("pairings of the account", "owner", {"of-session"}),
        ("rooms", "participant", {"group"}),
        ("rooms", "anonymous", {"group"}),
        ("rooms", "removed", set()),
        ("rooms", "blocked", set()),
        ("rooms", "expert", {"call", "call-s-1"}),
        ("rooms", "admin", set()),
        ("rooms of the support", "admin", {"support", "support-suspended", "support-signed_out", "support-closed"}),
        ("messages", "anonymous", {"first"}),
        ("participants", "participant", {"owner"}),
        ("blocks", "owner", {"blocked"}),
        ("blocks, one's own", "blocked", set()),
    ],
)
def test_ones_own(answers: dict[Cell, OperationResult], row: str, person: str, found: set[str]) -> None:
    """A list that is allowed finds what is one's own, and nobody else's."""
    assert set(answers[row, person, "list"].found) == found
    assert answers[row, person, "listen"] == answers[row, person, "list"]


@pytest.mark.parametrize("row", [row for row in ACCESS_TABLE if ACCESS_TABLE[row].list])
def test_what_apps_ask_has_its_index(row: str) -> None:
    """The emulator answers without, so nothing else would notice."""
    shape = compute_required_index(QueryShape.of(ROWS[row].asks("somebody")))

    assert shape is None or (ROWS[row].name, shape) in list_declared_indexes()


def test_every_collection_is_in_the_table() -> None:
    """A new collection must be given its place in the table above."""
    kept = set().union(*(_collections(file) for file in (ROOT / "shared").rglob("*.py")))

    assert kept
    assert kept <= {row.name for row in ROWS.values()}


def _collections(file: Path) -> Iterator[str]:
    """The collection ids in the paths that *file* makes: `Ref(f"orders/{id}", …)`, `Query("outbox", …)`, `Pool(…)`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Ref", "Query", "Pool"):
            path = _literal(node.args[0]) if node.args else ""
            yield from (name for name in path.split("/")[::2] if name.isidentifier())


def _literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return "*"
