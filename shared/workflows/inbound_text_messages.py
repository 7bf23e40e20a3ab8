"""Texts that people write to our number: stop words are obeyed and confirmed."""

from shared.contracts.delivery_reports import InboundText
from shared.contracts.text_messages import TextChannel, TextMessage, TextSender
from shared.kernel.dates import JAKARTA
from shared.kernel.errors import Refused, Unavailable
from shared.kernel.ids import Id
from shared.kernel.stop_words import is_stop_request
from shared.notifications import inbound_texts
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.workflows.call import Call

_CONFIRMATION = "replies.marketing_stopped"


async def receive_text(call: Call, sender: TextSender, text: InboundText) -> None:
    """Record a text, and confirm a stop that came by WhatsApp.

    A stop holds from the commit on. The confirmation is tried once: the number is stored nowhere, so that no task
    could try again.
    """
    is_stop = is_stop_request(text.body)
    must_confirm = await call.commit(inbound_texts.record_inbound_text, text, is_stop=is_stop, now=call.now)
    if not must_confirm or text.channel != "whatsapp":
        return
    try:
        await sender.send(_compose_confirmation(text))
    except (Refused, Unavailable):
        call.alert("a stop by WhatsApp was not confirmed")


def _compose_confirmation(text: InboundText) -> TextMessage:
    # Nobody knows which language the owner of the number reads.
    bodies = [render_notice_texts(_CONFIRMATION, {}, locale, zone=JAKARTA).body for locale in ("id", "en")]
    return TextMessage(
        channel=TextChannel.WHATSAPP, to=text.sender, body="\n\n".join(bodies), reference=Id(f"stop-{text.id}")
    )
