"""Tell an applicant what became of it."""

from shared.catalogue import messages, store
from shared.catalogue.jobs import EmailExpertDecision
from shared.identity import people
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(EmailExpertDecision, attempts=8, gateways=("mail",))
async def email_expert_decision(job: EmailExpertDecision, ctx: Context) -> None:
    """E-mail an applicant the decision, and the reason for it."""
    expert = await ctx.read(store.own, job.expert_id)
    person = await ctx.read(people.reachable, job.expert_id)
    await ctx.gateways.mail.send(
        messages.expert_decision(expert, name=person.full_name, email=person.email or "", locale=person.locale)
    )
