"""Task: delete an uploaded file that no assignment needs."""

from shared.assignments import actions, files
from shared.assignments.jobs import DeleteUnusedAssignmentFile
from shared.contracts.files import FileStore
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(DeleteUnusedAssignmentFile, attempts=8)
async def delete_unused_assignment_file(job: DeleteUnusedAssignmentFile, ctx: Context, storage: FileStore) -> None:
    """Delete a file that is in neither brief nor delivery, or whose assignment ended unpaid some days ago."""
    await files.delete_upload(storage, job.key, is_used=await ctx.read(actions.is_file_used, job, now=ctx.now))
