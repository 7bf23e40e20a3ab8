"""Cases of the chat: groups."""

from datetime import datetime, timedelta

from shared.chat import store
from shared.chat.invitation_models import RoomInvitation
from shared.kernel.ids import RoomId, UserId
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows
from tests.chat.examples import DIRECT_ROOM, OPENING_MESSAGE
from tests.chat.steps import call_successfully, create_group, register_experts, register_users
from tests.world import ANA, EXPERT, World

_GROUP = {
    **DIRECT_ROOM,
    "room_id": "Vb5nM7kL1jH3gF9dS2aP",
    "kind": "group",
    "name": "Career group",
    "avatar_url": "https://example.com/group.png",
    "photo_url": None,
    "with_user": None,
    "members": ["Zx3k9QmT1bV7cR5nW2pL", "Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
    "admins": ["Zx3k9QmT1bV7cR5nW2pL"],
    "host_name": None,
    "last_message": OPENING_MESSAGE,
}


_NEW_GROUP = {**_GROUP, "members": ["Zx3k9QmT1bV7cR5nW2pL"]}
_INVITATION = {
    "room_id": "Vb5nM7kL1jH3gF9dS2aP",
    "name": "Career group",
    "avatar_url": "https://example.com/group.png",
    "invited_by": "Zx3k9QmT1bV7cR5nW2pL",
    "invited_by_name": "Ana Wijaya",
    "invited_at": "2026-11-26T05:00:00Z",
    "expires_at": "2026-12-10T05:00:00Z",
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
        response=_NEW_GROUP,
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
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "member_ids": ["Tg6yH8uJ0iK2oL4pZ6xC"]}, response=_NEW_GROUP
    ),
)
async def _add_room_members(world: World) -> MeasuredCall:
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    return call_function(world, "add_room_members", {"room_id": room_id, "member_ids": ["dewi"]}, ANA)


@case(
    "accept_room_invitation",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP"},
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
                    "by": "Tg6yH8uJ0iK2oL4pZ6xC",
                    "people": ["Tg6yH8uJ0iK2oL4pZ6xC"],
                    "minutes": None,
                    "hotlines": [],
                },
            },
        },
    ),
)
async def _accept_room_invitation(world: World) -> MeasuredCall:
    return call_function(world, "accept_room_invitation", {"room_id": await _invite_dewi(world)}, EXPERT)


@case(
    "decline_room_invitation",
    who=("customer", "expert", "admin"),
    example=Example(request={"room_id": "Vb5nM7kL1jH3gF9dS2aP"}),
)
async def _decline_room_invitation(world: World) -> MeasuredCall:
    return call_function(world, "decline_room_invitation", {"room_id": await _invite_dewi(world)}, EXPERT)


@case(
    "list_room_invitations",
    who=("customer", "expert", "admin"),
    example=Example(request={"limit": 20}, response={"items": [_INVITATION], "next_cursor": None}),
)
async def _list_room_invitations(world: World) -> MeasuredCall:
    await _invite_dewi(world)
    return call_function(world, "list_room_invitations", {}, EXPERT)


@paged_rows("list_room_invitations", id="room_id", person=ANA)
async def _add_invitation_row(world: World, number: int, at: datetime) -> None:
    invitation = RoomInvitation(
        id=RoomId(f"group-{number}"),
        name="Career group",
        invited_by=UserId("budi"),
        invited_by_name="Budi",
        invited_at=at,
        expire_at=at + timedelta(days=90),
    )
    await world.put_documents((store.invitation_ref(ANA.uid, invitation.id), invitation))


async def _invite_dewi(world: World) -> str:
    await register_users(world, "ana")
    await register_experts(world, "dewi")
    body = {"name": "Career group", "member_ids": ["dewi"]}
    room_id: str = (await call_successfully(world, ANA, "create_group_room", **body))["room_id"]
    return room_id


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
