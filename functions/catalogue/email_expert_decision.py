"""Task: e-mail the decision on an application."""

from shared.catalogue import messages, store
from shared.catalogue.jobs import EmailExpertDecision
from shared.contracts.mail import MailProvider
from shared.identity import users
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery


@task(EmailExpertDecision, retry_hours=24)
async def email_expert_decision(job: EmailExpertDecision, ctx: Context, mail: MailProvider) -> None:
    """E-mail an applicant the decision and its reason."""
    expert = await ctx.read(store.get_expert, job.expert_id)
    person = await ctx.read(users.get_user_with_email, job.expert_id)
    await mail_delivery.send_mail(ctx, mail, messages.compose_expert_decision(expert, person))
