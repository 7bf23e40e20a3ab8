"""Errors of the chat."""

from shared.kernel.errors import Conflict, Forbidden, Gone, Invalid, NotFound, TooMany


class RoomNotFound(NotFound):
    """The room does not exist, or the caller is not a member."""

    code = "room_not_found"


class MessageNotFound(NotFound):
    """The room has no message with this id that the caller may see."""

    code = "message_not_found"


class PersonNotFound(NotFound):
    """`user_id` is not the id of a registered person."""

    code = "person_not_found"


class WithYourself(Invalid):
    """The id of the other person is the caller's own."""

    code = "with_yourself"


class Blocked(Forbidden):
    """Either person has blocked the other. The error does not tell which of them."""

    code = "blocked"


class RoomClosed(Conflict):
    """`closed_at` is the instant since which the room accepts no messages."""

    code = "room_closed"


class QuestionsUsedUp(Conflict):
    """You have sent as many messages as are allowed before the meeting; the room opens for both at `opens_at`."""

    code = "questions_used_up"


class MessageIdTaken(Conflict):
    """Another message with this id came before. Choose a new random id."""

    code = "message_id_taken"


class TooFast(TooMany):
    """`Retry-After` is the number of seconds until the next message, or sign of typing, may come."""

    code = "too_fast"


class NotYours(Forbidden):
    """Only the sender may do this."""

    code = "message_not_yours"


class TooLateToChange(Conflict):
    """`until` was the last instant for a change."""

    code = "too_late_to_change"


class MessageDeleted(Gone):
    """The message exists only as a trace without content."""

    code = "message_deleted"


class NotRoomAdmin(Forbidden):
    """The caller is a member, but does not run the group."""

    code = "not_room_admin"


class NotAGroup(Conflict):
    """The room is of another kind; its members are fixed."""

    code = "not_a_group"


class GroupFull(Conflict):
    """`most` is the number of members that a group may have."""

    code = "group_full"


class RoomInvitationNotFound(NotFound):
    """The caller has no open invitation to this group."""

    code = "room_invitation_not_found"


class InvitationExpired(Gone):
    """`expired_at` is the instant since which the invitation cannot be accepted. Ask for another one."""

    code = "room_invitation_expired"


class TooManyRooms(Conflict):
    """`user_id` is the person who is in `most` rooms already."""

    code = "too_many_rooms"


class AttachmentMissing(Conflict):
    """Nothing was uploaded under this id, or the message has no file."""

    code = "attachment_missing"


class AttachmentNotReady(Conflict):
    """A picture in a call is being cleaned. Ask again once `cleaning` of the attachment is `done`."""

    code = "attachment_not_ready"


class AttachmentRefused(Invalid):
    """The file's type or size is not allowed.

    `most` is the limit in bytes, if the size is the reason. `allowed` lists the types that a call takes.
    """

    code = "attachment_refused"


class LeaveEnded(Gone):
    """The upload was opened too long ago. Open a new one, with another `Idempotency-Key`."""

    code = "leave_ended"


class TooManyPinned(Conflict):
    """`most` is the number of rooms that may be pinned."""

    code = "too_many_pinned"


class TooManyReactions(Conflict):
    """`most` is the number of different emoji that a message may have."""

    code = "too_many_reactions"


class ReportNotFound(NotFound):
    """The report does not exist, or is no longer kept."""

    code = "report_not_found"


class TooManyReports(TooMany):
    """`most` is the limit within 24 hours. `Retry-After` says how many seconds to wait."""

    code = "too_many_reports"


class ReportResolved(Conflict):
    """`by` is the admin who decided, `at` the instant of the decision."""

    code = "report_resolved"
