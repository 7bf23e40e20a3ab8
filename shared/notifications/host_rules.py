"""Rules of what a host platform publishes. Pure."""

import hashlib
from collections.abc import Collection
from urllib.parse import urlsplit

from shared.contracts.notices import NoticeActor
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, UserId
from shared.kernel.quoted_words import quote_name, quote_words
from shared.notifications.host_schemas import HappeningRequest, HostActor
from shared.notifications.settings import HostName

URGENT_SCOPE = "notifications.urgent"
"""Scope of a key that may publish what passes quiet hours."""

_TITLE_LIMIT, _BODY_LIMIT = 120, 200
# A reminder passes quiet hours, since people expect it at its moment. A key without the scope has another template.
_CALM_TEMPLATES = {"event_reminder": "host.event_notice"}


def compute_happening_id(partner_id: str, event_id: str) -> Id:
    """Compute the id of a partner's happening, always the same."""
    return Id(hashlib.sha256(f"{partner_id}|{event_id}".encode()).hexdigest()[:32])


def compute_body_hash(sent: HappeningRequest) -> str:
    """Compute the hash by which a repetition is told from another happening under the same id."""
    return hashlib.sha256(sent.model_dump_json().encode()).hexdigest()[:32]


def find_template(kind: str, scopes: Collection[str]) -> str:
    """Find the template of a kind for a key with `scopes`.

    Raises:
        Invalid: The kind passes quiet hours and choices, and the key lacks the scope for that.
    """
    if URGENT_SCOPE in scopes:
        return f"host.{kind}"
    if kind == "transaction":
        raise Invalid.field("kind", "needs_urgent_scope", scope=URGENT_SCOPE)
    return _CALM_TEMPLATES.get(kind, f"host.{kind}")


def check_picture_address(field: str, address: str | None, hosts: Collection[str]) -> None:
    """Check that a picture stands on an allowed host.

    Raises:
        Invalid: The host is not among `hosts`.
    """
    if address is not None and (urlsplit(address).hostname or "") not in hosts:
        raise Invalid.field(field, "not_an_allowed_host")


def find_host_name(partner_id: str, names: Collection[HostName]) -> str:
    """Find the name of a partner that people read: the one that admins gave, or else the partner's id."""
    return next((quote_name(one.name) for one in names if one.partner_id == partner_id), partner_id)


def quote_happening(sent: HappeningRequest, host_name: str) -> dict[str, str]:
    """Return the host's words as a notification may show them: without links, limited in length.

    The headline names the host on each channel, so that nobody takes the words for ours.
    """
    return {
        "title": f"{quote_words(sent.title, limit=_TITLE_LIMIT)} · {host_name}",
        "body": quote_words(sent.body, limit=_BODY_LIMIT),
    }


def build_actor(actor: HostActor, uid: UserId | None) -> NoticeActor:
    """Build the actor of a notification.

    Args:
        actor: Person as the host platform names them.
        uid: Id that recipients may see; None for a person without an account, or with an anonymous one.
    """
    return NoticeActor(id=uid, name=quote_name(actor.name), photo_url=actor.photo_url)
