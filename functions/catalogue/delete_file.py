"""Task: delete a file that no document refers to any more."""

from shared.catalogue.jobs import DeleteFile
from shared.contracts.files import FileStore
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(DeleteFile, attempts=8)
async def delete_file(job: DeleteFile, ctx: Context, storage: FileStore) -> None:  # noqa: ARG001 (every handler has it)
    """Delete the file of an earlier photo or product."""
    await storage.delete_file(job.key)
