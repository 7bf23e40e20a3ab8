"""Calls: sessions to which a pairing led, where the customer goes by an alias. The id tells them from others."""

from shared.contracts.support import as_support, is_support_room_id
from shared.kernel.actors import Actor
from shared.kernel.ids import RandomBelow, RoomId, SessionId

_CALL_PREFIX = "call-"


def new_call_id(random_below: RandomBelow) -> SessionId:
    """Make the id of a session to which a pairing leads; its room has the same id."""
    return SessionId(f"{_CALL_PREFIX}{SessionId.new(random_below)}")


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
    """Return the actor as blocks and reports know people: a customer in a call by the alias, others by the account."""
    return actor.as_alias() if actor.role == "customer" and room and is_call_id(room) else actor
