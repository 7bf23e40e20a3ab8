"""Reading of a notification by its person: in the app, by a link or push of ours, or by WhatsApp's word."""

from dataclasses import dataclass

from shared.contracts.notices import Channel, SubjectKind
from shared.kernel.ports import Load, Ref
from shared.notifications import decision_rules, store
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.inbox_models import Notification
from shared.notifications.notice_templates import NOTICE_TEMPLATES

_CHANNELS_THAT_TELL = (Channel.PUSH, Channel.EMAIL, Channel.WHATSAPP)
"""Channels on which we hear that a person has read."""


@dataclass(frozen=True, slots=True)
class ReadMarks:
    """Documents that say whether the person has read what a delivery tells, as one argument of `Reader.get_many`.

    An opened mail says nothing. A click and WhatsApp's word mark the notification in the app too; where the app shows
    none, the deliveries themselves are asked. A notification that waits on the cost ladder and was deleted has been
    read.

    Attributes:
        delivery: Delivery to send.
    """

    delivery: NoticeDelivery

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the documents."""
        shown = self._notification_ref
        return (*((shown.path,) if shown else ()), *(ref.path for ref in self._list_delivery_refs()))

    def pick(self, load: Load) -> bool:
        """Return whether the person has read the notification."""
        shown = self._notification_ref
        notification = load(shown) if shown else None
        is_read = notification is not None and not notification.unread
        is_deleted = self.delivery.ladder_at is not None and shown is not None and notification is None
        told = [load(ref) for ref in self._list_delivery_refs()]
        return is_read or is_deleted or any(one is not None and one.read_at is not None for one in told)

    @property
    def _notification_ref(self) -> Ref[Notification] | None:
        uid, note = self.delivery.user_id, self.delivery.notification_id
        return store.notification_ref(uid, note) if uid and note else None

    def _list_delivery_refs(self) -> list[Ref[NoticeDelivery]]:
        """List the deliveries whose reading leaves no mark in the app, for what waits on the cost ladder."""
        delivery, subject = self.delivery, self.delivery.subject
        if delivery.ladder_at is None or delivery.user_id is None:
            return []
        ids = []
        if delivery.notification_id is None:
            ids += [
                decision_rules.compute_delivery_id(delivery.event, delivery.user_id, channel)
                for channel in _CHANNELS_THAT_TELL
            ]
        template = NOTICE_TEMPLATES.get(delivery.template)
        if template is not None and template.is_mailed_to_order and subject and subject.kind is SubjectKind.ORDER:
            # The mail went to the address of the order, as a notice to a guest.
            event = delivery.mail_event or delivery.event
            ids.append(decision_rules.compute_delivery_id(event, f"guest:{subject.id}", Channel.EMAIL))
        return [store.delivery_ref(id_) for id_ in ids if id_ != delivery.id]
