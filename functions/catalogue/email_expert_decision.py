"""Task: tell of a decision that an earlier version was to mail."""

from shared.catalogue.jobs import EmailExpertDecision
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import expert_announcements


@task(EmailExpertDecision, retry_hours=24)
async def email_expert_decision(job: EmailExpertDecision, ctx: Context) -> None:
    """Tell an applicant a decision for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that tells a decision with its commit.
    """
    await ctx.commit_final(expert_announcements.announce_earlier_decision, job.expert_id, now=ctx.now)
