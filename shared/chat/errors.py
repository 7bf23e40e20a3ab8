"""Errors of the chat."""

from shared.kernel.errors import Conflict, Forbidden, Gone, Invalid, NotFound, TooMany


class RoomNotFound(NotFound):
    title = "No such room"
    code = "room_not_found"


class MessageNotFound(NotFound):
    title = "No such message"
    code = "message_not_found"


class PersonNotFound(NotFound):
    """`user_id` names nobody who has registered."""

    title = "No such person"
    code = "person_not_found"


class WithYourself(Invalid):
    title = "One cannot chat with oneself"
    code = "with_yourself"


class Blocked(Forbidden):
    """One of the two has blocked the other; which, is not told."""

    title = "You two cannot write to each other"
    code = "blocked"


class RoomClosed(Conflict):
    """`closed_at` says since when."""

    title = "This room is closed"
    code = "room_closed"


class MessageIdTaken(Conflict):
    """Another message came with this id before; choose a new one."""

    title = "This message id was used for another message"
    code = "message_id_taken"


class TooFast(TooMany):
    """So many messages, so quickly. `Retry-After` says when the next may come."""

    title = "You are writing too fast"
    code = "too_fast"


class NotYours(Forbidden):
    title = "This message is somebody else's"
    code = "message_not_yours"


class TooLateToChange(Conflict):
    """`until` was the last moment."""

    title = "This message can no longer be changed"
    code = "too_late_to_change"


class MessageDeleted(Gone):
    title = "This message has been deleted"
    code = "message_deleted"


class NotRoomAdmin(Forbidden):
    title = "Only who runs the room may do this"
    code = "not_room_admin"


class NotAGroup(Conflict):
    title = "This can only be done with a group"
    code = "not_a_group"


class GroupFull(Conflict):
    """`most` is how many a group may have."""

    title = "This group is full"
    code = "group_full"


class TooManyRooms(Conflict):
    """`user_id` is in as many rooms as anybody may be, `most`."""

    title = "There are as many rooms as there may be"
    code = "too_many_rooms"


class AttachmentMissing(Conflict):
    title = "Nothing was uploaded there"
    code = "attachment_missing"


class AttachmentRefused(Invalid):
    """Not of an allowed type or size."""

    title = "This file may not be attached"
    code = "attachment_refused"


class LeaveEnded(Gone):
    """It was given too long ago. Ask again, under another `Idempotency-Key`."""

    title = "This leave to upload has ended"
    code = "leave_ended"


class TooManyPinned(Conflict):
    """`most` is how many may be pinned."""

    title = "There are as many pinned rooms as there may be"
    code = "too_many_pinned"


class TooManyReactions(Conflict):
    """`most` is how many different ones a message may have."""

    title = "There are as many reactions as there may be"
    code = "too_many_reactions"


class ReportNotFound(NotFound):
    title = "No such report"
    code = "report_not_found"


class TooManyReports(TooMany):
    """`most` is how many one may make within a day. `Retry-After` says when the next may come."""

    title = "You have reported as many messages as one may in a day"
    code = "too_many_reports"


class ReportResolved(Conflict):
    """`by` has decided it, `at` that moment."""

    title = "This report has been decided already"
    code = "report_resolved"
