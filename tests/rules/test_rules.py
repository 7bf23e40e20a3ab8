"""Collection × who × operation: everything is closed, except that buyers see their own orders."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rules.conftest import Database, Who

ROOT = Path(__file__).parents[2]
OWNER = "owner-uid"

PLACES = {
    "slugs": "slugs",
    "users": "users",
    "services": "experts/an-expert/services",
    "reviews": "reviews",
    "products": "experts/an-expert/products",
    "product_files": "experts/an-expert/product_files",
    "invitations": "invitations",
    "experts": "experts",
    "categories": "categories",
    "calendar": "experts/an-expert/calendar",
    "bookings": "bookings",
    "bill_series": "bill_series",
    "bills": "bills",
    "check_ins": "check_ins",
    "dead_letters": "dead_letters",
    "deliveries": "deliveries",
    "grants": "grants",
    "idempotency": "idempotency",
    "job_runs": "job_runs",
    "meeting_links": "meeting_links",
    "orders": "orders",
    "outbox": "outbox",
    "partner_keys": "partner_keys",
    "payment_inbox": "payment_inbox",
    "payment_log": "payment_log",
    "payment_quarantine": "payment_quarantine",
    "product_claims": "product_claims",
    "refund_accounts": "refund_accounts",
    "settings": "settings",
    "slots": "meeting_links/a-link/slots",
    "ticket_events": "ticket_events",
    "ticket_mailings": "ticket_mailings",
    "tickets": "tickets",
    "types": "ticket_events/an-event/types",
    "units": "ticket_events/an-event/types/a-type/units",
    "a collection of tomorrow": "tomorrow",
    "a collection below an order": "orders/an-order/notes",
}
"""Where the documents of each collection are."""

PEOPLE = {
    "nobody": Who(),
    "stranger": Who("stranger-uid"),
    "owner": Who(OWNER),
    "admin": Who("admin-uid", role="admin"),
}

OPERATIONS: dict[str, Callable[[Database, Who, str], int]] = {
    "get": lambda db, who, place: db.get(who, f"{place}/a-document"),
    "list": lambda db, who, place: db.found(who, place, customer=OWNER).status_code,
    "create": lambda db, who, place: db.create(who, place, "new", customer=who.uid or ""),
    "update": lambda db, who, place: db.update(who, f"{place}/a-document", status="PAID"),
    "delete": lambda db, who, place: db.delete(who, f"{place}/a-document"),
}

OPEN = {("orders", "owner", "get"), ("orders", "owner", "list")}


@pytest.fixture(scope="module")
def seeded(database: Database) -> Database:
    """A document of the owner's in each collection, and a guest's order."""
    for place in PLACES.values():
        database.seed(f"{place}/a-document", customer=OWNER, status="PENDING")
    database.seed("orders/a-guests-order", status="PENDING")
    return database


@pytest.mark.emulator
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("collection", PLACES)
def test_access(seeded: Database, collection: str, person: str, operation: str) -> None:
    """Only what is listed as open is open."""
    expected = 200 if (collection, person, operation) in OPEN else 403

    status = OPERATIONS[operation](seeded, PEOPLE[person], PLACES[collection])

    assert status == expected


@pytest.mark.emulator
@pytest.mark.parametrize("person", PEOPLE)
def test_a_list_must_ask_for_ones_own_orders(seeded: Database, person: str) -> None:
    """Asking for all orders is refused, not answered with some."""
    answer = seeded.found(PEOPLE[person], "orders")

    assert answer.status_code == 403


@pytest.mark.emulator
@pytest.mark.parametrize(("person", "count"), [("owner", 1), ("stranger", 0), ("admin", 0)])
def test_ones_own_orders(seeded: Database, person: str, count: int) -> None:
    """Everybody signed in may list their own orders, and finds nobody else's among them."""
    who = PEOPLE[person]

    answer = seeded.found(who, "orders", customer=who.uid or "")

    assert answer.status_code == 200
    assert sum("document" in row for row in answer.json()) == count


@pytest.mark.emulator
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("order", ["no-such-order", "a-guests-order"])
def test_orders_that_are_nobodys(seeded: Database, person: str, order: str) -> None:
    """A guest's order is its partner's business; one that does not exist looks the same."""
    assert seeded.get(PEOPLE[person], f"orders/{order}") == 403


def test_every_collection_is_in_the_table() -> None:
    """A new collection must be given its place in the table above."""
    kept = set().union(*(_collections(file) for file in (ROOT / "shared").rglob("*.py")))

    assert kept
    assert kept <= PLACES.keys()


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
