"""Task that cleans a picture which was sent in a call."""

from shared.chat import call_pictures
from shared.chat.jobs import CleanPicture
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(CleanPicture, attempts=8, memory="1Gi", concurrency=1, timeout=120)
async def clean_picture(job: CleanPicture, ctx: Context, storage: FileStore, pictures: PictureCleaner) -> None:
    """Replace the picture of a call by a copy without hidden data, and delete the original.

    Until then nobody can fetch the picture.
    """
    wanted = await ctx.read(call_pictures.is_unfinished, job)
    result = await call_pictures.clean_original(storage, pictures, job.key, wanted=wanted)
    await ctx.commit_final(call_pictures.finish_cleaning, job, result, now=ctx.now)
