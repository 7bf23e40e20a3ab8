"""Calls: sessions to which a pairing led, where the customer goes by an alias. The id tells them from others."""

import base64
import hmac

from shared.contracts.support import as_support, is_support_room_id
from shared.kernel.actors import Actor
from shared.kernel.ids import ALIAS_PREFIX, RandomBelow, RoomId, SessionId, UserId

_CALL_PREFIX = "call-"
_OWN_ALIAS_PREFIX = "call-s-"


def new_call_id(random_below: RandomBelow, *, has_own_alias: bool) -> SessionId:
    """Make the id of a session to which a pairing leads; its room has the same id.

    Args:
        random_below: Source of randomness.
        has_own_alias: True if the customer has an alias for this session alone.
    """
    return SessionId(f"{_OWN_ALIAS_PREFIX if has_own_alias else _CALL_PREFIX}{SessionId.new(random_below)}")


def identify_customer(actor: Actor, call: RoomId | SessionId) -> UserId:
    """Compute the alias of a customer in a call. The id of the call tells which kind of alias the call has.

    The alias of one session comes from a key of the person. Nobody else can compute or compare such aliases.
    """
    return compute_personal_alias(actor, call) if call.startswith(_OWN_ALIAS_PREFIX) else actor.alias


def compute_personal_alias(actor: Actor, purpose: str) -> UserId:
    """Compute an alias of a person for one purpose, such as a session. Nobody can link the aliases of two purposes."""
    digest = hmac.digest(actor.alias_key, purpose.encode(), "sha256")
    return UserId(ALIAS_PREFIX + base64.b32encode(digest[:20]).decode().lower())


def is_call_id(id: RoomId | SessionId) -> bool:
    """Tell whether `id` is a call's, or its room's."""
    return id.startswith(_CALL_PREFIX)


def identify_member(actor: Actor, room: RoomId | SessionId) -> Actor:
    """Return the actor as known in a room or session.

    A customer in a call is known by the alias alone. Every admin in a support room is known as the support.
    """
    if actor.role == "admin" and is_support_room_id(room):
        return as_support(actor)
    return identify_caller(actor, room)


def identify_caller(actor: Actor, room: RoomId | SessionId | None) -> Actor:
    """Return the actor as blocks and reports know people.

    A customer in a call is known by the alias, everybody else by the account.
    """
    if actor.role != "customer" or not room or not is_call_id(room):
        return actor
    return actor.as_alias(identify_customer(actor, room))
