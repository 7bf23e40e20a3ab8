"""Cases of the chat: groups."""

from tests.cases import Example, MeasuredCall, call_function, case
from tests.chat.examples import DIRECT_ROOM, OPENING_MESSAGE
from tests.chat.steps import create_group, register_experts, register_users
from tests.world import ANA, EXPERT, World

_GROUP = {
    **DIRECT_ROOM,
    "room_id": "Vb5nM7kL1jH3gF9dS2aP",
    "kind": "group",
    "name": "Career group",
    "avatar_url": "https://example.com/group.png",
    "with_user": None,
    "members": ["Zx3k9QmT1bV7cR5nW2pL", "Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
    "admins": ["Zx3k9QmT1bV7cR5nW2pL"],
    "last_message": OPENING_MESSAGE,
}


@case(
    "create_group_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "name": "Career group",
            "member_ids": ["Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
            "avatar_url": "https://example.com/group.png",
        },
        response=_GROUP,
    ),
)
async def _create_group_room(world: World) -> MeasuredCall:
    await register_users(world, "ana")
    await register_experts(world, "budi", "dewi")
    return call_function(world, "create_group_room", {"name": "Career group", "member_ids": ["budi", "dewi"]}, ANA)


@case(
    "add_room_members",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "member_ids": ["Tg6yH8uJ0iK2oL4pZ6xC"]},
        response={
            **_GROUP,
            "members": ["Zx3k9QmT1bV7cR5nW2pL", "Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL", "Tg6yH8uJ0iK2oL4pZ6xC"],
            "seq": 2,
            "last_message": {
                **OPENING_MESSAGE,
                "id": "m4Nb6vCx8zLk1JhG3fDs",
                "seq": 2,
                "notice": {
                    "kind": "added",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": ["Tg6yH8uJ0iK2oL4pZ6xC"],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 1,
        },
    ),
)
async def _add_room_members(world: World) -> MeasuredCall:
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    return call_function(world, "add_room_members", {"room_id": room_id, "member_ids": ["dewi"]}, ANA)


@case(
    "remove_room_member",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "user_id": "Tg6yH8uJ0iK2oL4pZ6xC"},
        response={
            **_GROUP,
            "seq": 3,
            "last_message": {
                **OPENING_MESSAGE,
                "id": "p7Oi9uYt1rEw3QaS5dFg",
                "seq": 3,
                "notice": {
                    "kind": "removed",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": ["Tg6yH8uJ0iK2oL4pZ6xC"],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 2,
        },
    ),
)
async def _remove_room_member(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "user_id": "dewi"}
    return call_function(world, "remove_room_member", body, ANA)


@case("leave_room", who=("customer", "expert", "admin"), example=Example(request={"room_id": "Vb5nM7kL1jH3gF9dS2aP"}))
async def _leave_room(world: World) -> MeasuredCall:
    return call_function(world, "leave_room", {"room_id": await create_group(world, ANA, "budi", "dewi")}, EXPERT)


@case(
    "update_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "name": "Product managers"},
        response={
            **_GROUP,
            "name": "Product managers",
            "seq": 4,
            "last_message": {
                **OPENING_MESSAGE,
                "id": "c3Xz5aSd7fGh9JkL1qWe",
                "seq": 4,
                "notice": {
                    "kind": "renamed",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": [],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 3,
        },
    ),
)
async def _update_room(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "name": "Product managers"}
    return call_function(world, "update_room", body, ANA)
