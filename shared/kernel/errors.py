"""What can go wrong, in the words a caller understands. The status of each kind is decided once, here."""

from typing import Any, ClassVar


class Fault(Exception):
    """Something a person wrote for a person: the sentence and the fields may leave the building.

    `code` is a promise to callers: unique, written by hand, never renamed.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"
    code: ClassVar[str] = "internal_error"

    def __init__(self, detail: str = "", /, *, retry_after: float | None = None, **fields: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.retry_after = retry_after
        self.fields = fields


class Invalid(Fault):
    """The request cannot be understood. `errors` names each field and what is wrong with it."""

    status = 422
    title = "Some fields are not valid"
    code = "invalid"

    @classmethod
    def field(cls, name: str, message: str, **fields: Any) -> "Invalid":
        """One field is wrong: *name* is its dotted path in the body or query."""
        return cls(f"{name}: {message}", errors=[{"field": name, "message": message}], **fields)


class Unauthenticated(Fault):
    status = 401
    title = "Sign in first"
    code = "unauthenticated"


class Forbidden(Fault):
    status = 403
    title = "Not allowed"
    code = "forbidden"


class NotFound(Fault):
    status = 404
    title = "Not found"
    code = "not_found"


class MethodNotAllowed(Fault):
    status = 405
    title = "This method is not served here"
    code = "method_not_allowed"


class Conflict(Fault):
    status = 409
    title = "Conflict"
    code = "conflict"


class Gone(Fault):
    status = 410
    title = "Gone"
    code = "gone"


class TooLarge(Fault):
    status = 413
    title = "The body is too large"
    code = "body_too_large"


class UnsupportedMediaType(Fault):
    status = 415
    title = "Send JSON"
    code = "unsupported_media_type"


class TooMany(Fault):
    status = 429
    title = "Too many requests"
    code = "too_many_requests"

    def __init__(self, detail: str = "", /, *, retry_after: float = 60, **fields: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **fields)


class Refused(Fault):
    """A provider understood us, and will not. Asking again is of no use; a person has to look."""

    status = 502
    title = "A provider refuses"
    code = "refused_by_provider"


class Unavailable(Fault):
    """A part we need does not answer now, or what we need has not arrived yet. Trying again is right."""

    status = 503
    title = "Try again shortly"
    code = "unavailable"

    def __init__(self, detail: str = "", /, *, retry_after: float = 2, unanswered: bool = False, **fields: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **fields)
        # Whether no answer has come, so that what was asked may still be under way.
        self.unanswered = unanswered


class Busy(Unavailable):
    """Others kept changing the same documents; nothing was saved."""

    title = "Many people want the same thing right now"
    code = "busy"


class OutcomeUnknown(Unavailable):
    """The commit may or may not have happened: the database did not answer."""

    title = "We could not save this just now; look before you try again"
    code = "outcome_unknown"


class KeyReused(Invalid):
    """An `Idempotency-Key` came again with another body."""

    title = "This Idempotency-Key was used for another request"
    code = "idempotency_key_reused"
