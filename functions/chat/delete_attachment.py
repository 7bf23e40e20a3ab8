"""Forget a file that no message carries any more."""

from shared.chat import attachments
from shared.chat.jobs import DeleteAttachment
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(DeleteAttachment, attempts=8, gateways=("storage",))
async def delete_attachment(job: DeleteAttachment, ctx: Context) -> None:
    """Delete the file of a deleted message, or one that was never sent; what somebody has reported is kept."""
    evidence = await ctx.read(attachments.is_evidence, job.key)
    await attachments.delete(ctx.gateways.storage, job.key, evidence=evidence)
