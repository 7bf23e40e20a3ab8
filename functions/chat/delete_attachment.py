"""Task that deletes a file that no message carries any more."""

from shared.chat import attachments
from shared.chat.jobs import DeleteAttachment
from shared.contracts.files import FileStore
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(DeleteAttachment, attempts=8)
async def delete_attachment(job: DeleteAttachment, ctx: Context, storage: FileStore) -> None:
    """Delete the file of a deleted message, or a file that was never sent.

    The file of a reported message stays until the report expires.
    """
    needed = await ctx.read(attachments.is_file_needed, job, now=ctx.now)
    await attachments.delete_file(storage, job.key, needed=needed)
