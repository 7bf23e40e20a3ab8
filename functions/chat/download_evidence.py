"""Fetch the file of a reported message."""

from shared.chat import attachments, message_reports
from shared.chat.errors import AttachmentMissing, ReportNotFound
from shared.chat.message_schemas import AttachmentLinkView
from shared.contracts.files import FileStore
from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadEvidence(Request):
    report_id: Id
    """Id of the report whose file is wanted, from `list_message_reports`."""


@http.get(who="admin", raises=(ReportNotFound, AttachmentMissing))
async def download_evidence(query: DownloadEvidence, ctx: Context, storage: FileStore) -> AttachmentLinkView:
    """Give an address of the file that a reported message carried, whether or not that was deleted since."""
    attachment = await ctx.read(message_reports.get_evidence, query.report_id, now=ctx.now)
    return await attachments.create_download_link(storage, attachments.require_attachment(attachment), now=ctx.now)
