"""HTTP: deliver an assignment."""

from typing import Annotated

from pydantic import Field

from shared.assignments import actions, files, rules
from shared.assignments.errors import DELIVERY_ERRORS, AssignmentFileMissing, AssignmentFileRefused
from shared.assignments.schemas import AssignmentView, UploadedFile
from shared.contracts.files import FileStore
from shared.kernel.ids import AssignmentId, UserId
from shared.kernel.public_texts import PublicText
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeliverAssignment(Request):
    """Body of `deliver_assignment`."""

    assignment_id: AssignmentId
    """Id of an assignment that the caller is to deliver, from `list_my_assignments`."""
    text: PublicText = ""
    """Words for the customer, at most 5,000 characters; required without files; contact details are masked."""
    files: Annotated[tuple[UploadedFile, ...], Field(max_length=rules.MAX_DELIVERY_FILES)] = ()
    """Uploaded files, at most 10; none by default."""


@http.post(
    who="expert",
    raises=(*DELIVERY_ERRORS, AssignmentFileMissing, AssignmentFileRefused),
    needs_idempotency_key=True,
)
async def deliver_assignment(body: DeliverAssignment, ctx: Context, storage: FileStore) -> AssignmentView:
    """Deliver text or files to the customer, who is told.

    The customer accepts, asks for a correction or disputes; silence accepts (`next_step`). Until then the expert may
    deliver again, and the customer's days begin anew.
    """
    await ctx.check_account()
    uploads = [(file.upload_id, file.file_name) for file in body.files]
    found = await files.load_uploads(storage, body.assignment_id, UserId(ctx.actor.id), uploads, now=ctx.now)
    delivered = await ctx.commit(
        actions.deliver_assignment, body.assignment_id, body.text, found, actor=ctx.actor, now=ctx.now
    )
    return AssignmentView.of(delivered)
