"""HTTP function that gives a download link of a reported file."""

from shared.chat import attachments, message_reports
from shared.chat.errors import AttachmentMissing, ReportNotFound
from shared.chat.message_schemas import AttachmentLinkView
from shared.contracts.files import FileStore
from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadEvidence(Request):
    """Query of `download_evidence`."""

    report_id: Id
    """Id of the report whose file is wanted, from `list_message_reports`."""


@http.get(who="admin", admin_scope="moderator", raises=(ReportNotFound, AttachmentMissing))
async def download_evidence(query: DownloadEvidence, ctx: Context, storage: FileStore) -> AttachmentLinkView:
    """Get a download link of a reported message's file, even if the message was deleted since.

    The link works for five minutes.
    """
    attachment = await ctx.read(message_reports.get_evidence, query.report_id, now=ctx.now)
    return await attachments.create_download_link(storage, attachments.require_attachment(attachment), now=ctx.now)
