"""HTTP function that gives a download link of an attachment."""

from shared.chat import attachments
from shared.chat.errors import AttachmentMissing, AttachmentNotReady, MessageDeleted, MessageNotFound, RoomNotFound
from shared.chat.message_schemas import AttachmentLinkView
from shared.contracts.calls import identify_member
from shared.contracts.files import FileStore
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import MessageId, RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadAttachment(Request):
    """Query of `download_attachment`."""

    room_id: RoomId
    """Id of the room in which the message stands, from `list_rooms`."""
    message_id: MessageId
    """Id of a message with an attachment, from `list_messages`."""


@http.get(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    raises=(RoomNotFound, MessageNotFound, MessageDeleted, AttachmentMissing, AttachmentNotReady),
)
async def download_attachment(query: DownloadAttachment, ctx: Context, storage: FileStore) -> AttachmentLinkView:
    """Get a download link of a message's file. The link works for five minutes.

    Browsers show an image and save every other type of file.
    The picture of a call can be fetched once its hidden data has been removed.
    """
    me = identify_member(ctx.actor, query.room_id)
    attachment = await ctx.read(attachments.access_attachment, query.room_id, query.message_id, actor=me)
    return await attachments.create_download_link(storage, attachment, now=ctx.now)
