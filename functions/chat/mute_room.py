"""HTTP function that mutes or unmutes a room."""

from pydantic import ValidationInfo, field_validator

from shared.chat import mute_and_pin
from shared.chat.errors import RoomNotFound
from shared.chat.schemas import RoomView
from shared.contracts.calls import identify_member
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Moment, Request
from shared.kernel.validation_messages import InvalidValue
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import muted_rooms


class MuteRoom(Request):
    """Body of `mute_room`."""

    room_id: RoomId
    """Id of the room to mute or unmute, from `list_rooms`."""
    muted: bool
    """True mutes the room for the caller, false unmutes."""
    until: Moment | None = None
    """Instant with a zone, by the server's clock, at which the room unmutes itself; muted for good when left out."""

    @field_validator("until")
    @classmethod
    def _of_the_muted(cls, until: Moment | None, info: ValidationInfo) -> Moment | None:
        if until is not None and info.data.get("muted") is False:
            raise InvalidValue("only_when_muted")
        return until

    @property
    def muted_until(self) -> Moment | None:
        """Return the end of the muting; None to unmute."""
        return self.until or mute_and_pin.MUTED_FOREVER if self.muted else None


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(RoomNotFound,), takes_idempotency_key=False)
async def mute_room(body: MuteRoom, ctx: Context) -> RoomView:
    """Mute a room for the caller, until a given time or for good, or unmute the room."""
    me = identify_member(ctx.actor, body.room_id)
    room, kept = await ctx.commit(muted_rooms.mute_room, body.room_id, body.muted_until, actor=me, now=ctx.now)
    return RoomView.of(room, kept, viewer=UserId(me.id), now=ctx.now)
