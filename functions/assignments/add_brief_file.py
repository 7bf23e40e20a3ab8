"""HTTP: add an uploaded file to the brief of an assignment."""

from shared.assignments import actions, files
from shared.assignments.errors import (
    AssignmentFileMissing,
    AssignmentFileRefused,
    AssignmentNotFound,
    AssignmentNotOpen,
    TooManyAssignmentFiles,
)
from shared.assignments.schemas import AssignmentView, UploadedFile
from shared.contracts.files import FileStore
from shared.kernel.ids import AssignmentId, UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AddBriefFile(UploadedFile):
    """Body of `add_brief_file`."""

    assignment_id: AssignmentId
    """Id of an assignment that the caller has ordered."""


@http.post(
    who=("customer", "expert"),
    raises=(
        AssignmentNotFound,
        AssignmentNotOpen,
        TooManyAssignmentFiles,
        AssignmentFileMissing,
        AssignmentFileRefused,
    ),
    takes_idempotency_key=False,
)
async def add_brief_file(body: AddBriefFile, ctx: Context, storage: FileStore) -> AssignmentView:
    """Add an uploaded file to an assignment that the caller has ordered, at most 10, while nothing is delivered.

    The expert can download it once the order is paid. A repeated call changes nothing more.
    """
    await ctx.check_account()
    upload, uid = (body.upload_id, body.file_name), UserId(ctx.actor.id)
    (file,) = await files.load_uploads(storage, body.assignment_id, uid, [upload], now=ctx.now)
    return AssignmentView.of(await ctx.commit(actions.add_customer_file, body.assignment_id, file, actor=ctx.actor))
