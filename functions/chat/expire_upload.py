"""Take back leave to attach a file that was not used."""

from shared.chat import attachments
from shared.chat.jobs import ExpireUpload
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ExpireUpload, attempts=8)
async def expire_upload(job: ExpireUpload, ctx: Context) -> None:
    """Forget an upload that no message has used within a day, and its file."""
    await ctx.commit_final(attachments.expire_upload, job, now=ctx.now)
