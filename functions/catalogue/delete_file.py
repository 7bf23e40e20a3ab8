"""Forget a file that nothing leads to any more."""

from shared.catalogue.jobs import DeleteFile
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(DeleteFile, attempts=8, gateways=("storage",))
async def delete_file(job: DeleteFile, ctx: Context) -> None:
    """Delete the file of an earlier photo or product."""
    await ctx.gateways.storage.delete_file(job.key)
