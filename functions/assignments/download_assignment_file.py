"""HTTP: download a file of an assignment."""

from shared.assignments import files, store
from shared.assignments.errors import AssignmentFileNotFound, AssignmentNotFound
from shared.assignments.schemas import AssignmentFileLinkView
from shared.contracts.files import FileStore
from shared.kernel.ids import AssignmentId, Id
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DownloadAssignmentFile(Request):
    """Query of `download_assignment_file`."""

    assignment_id: AssignmentId
    """Id of something that the caller has ordered or is to deliver; for admins, of any."""
    file_id: Id
    """Id of a file of the assignment, from `get_assignment`."""


@http.get(
    who=("customer", "expert", "admin"), admin_scope="support", raises=(AssignmentNotFound, AssignmentFileNotFound)
)
async def download_assignment_file(
    query: DownloadAssignmentFile, ctx: Context, storage: FileStore
) -> AssignmentFileLinkView:
    """Get the address of a file of an assignment. The address works for 5 minutes.

    Admins get files of disputed assignments alone.
    """
    file = await ctx.read(store.access_file, query.assignment_id, query.file_id, ctx.actor)
    url = await storage.presign_download(file.key, name=file.name, lasts=files.DOWNLOAD_URL_TTL)
    return AssignmentFileLinkView(url=url, name=file.name, expires_at=ctx.now + files.DOWNLOAD_URL_TTL)
