"""Errors of notifications."""

from shared.kernel.errors import Conflict, Forbidden, Gone, NotFound


class ConfirmationLinkNotValid(NotFound):
    """The link is not one of ours, or what it confirms has another address by now or is gone."""

    code = "confirmation_link_not_valid"


class ConfirmationLinkExpired(Gone):
    """`expires_at` was the end of the link. Another mail has a new link."""

    code = "confirmation_link_expired"


class NotificationNotFound(NotFound):
    """No such notification is in the caller's inbox."""

    code = "notification_not_found"


class DeliveryNotFound(NotFound):
    """No delivery has this id."""

    code = "delivery_not_found"


class SuppressionStands(Conflict):
    """The owner of the address or number has complained or asked for an end; `cause` says which."""

    code = "suppression_stands"


class NoMailAddress(Conflict):
    """The recipient of a notification has no mail address by now."""

    code = "no_mail_address"


class DutyCallNotFound(NotFound):
    """No call to the admins on duty has this id."""

    code = "duty_call_not_found"


class TargetNotFound(NotFound):
    """The target does not exist, or the caller may not follow it: a group's news are for its members."""

    code = "target_not_found"


class FanOutNotFound(NotFound):
    """No announcement or happening has this id."""

    code = "fan_out_not_found"


class AnnouncementNeedsOwner(Forbidden):
    """Only an owner may announce something to a role, a city or everybody."""

    code = "announcement_needs_owner"


class TargetTaken(Conflict):
    """The target belongs to another partner."""

    code = "target_taken"


class HappeningChanged(Conflict):
    """Another happening was published under this id. A happening is told once, as it was first published."""

    code = "happening_changed"
