"""Task that deletes an unused upload."""

from shared.chat import attachments
from shared.chat.jobs import ExpireUpload
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ExpireUpload, attempts=8)
async def expire_upload(job: ExpireUpload, ctx: Context) -> None:
    """Delete an upload that no message has used within a day, and its file."""
    await ctx.commit_final(attachments.expire_upload, job, now=ctx.now)
