"""Take back leave to attach a file that was not used."""

from shared.chat import attachments
from shared.chat.jobs import ForgetUpload
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ForgetUpload, attempts=8)
async def forget_upload(job: ForgetUpload, ctx: Context) -> None:
    """Forget an upload that no message has used within a day, and its file."""
    await ctx.conclude(attachments.forget, job, now=ctx.now)
