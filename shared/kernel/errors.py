"""Errors that callers see. Each kind of error decides its HTTP status."""

from typing import Any, ClassVar

from shared.kernel.rate_limits import RateLimitStatus


class Fault(Exception):
    """Error that callers may see: text and fields contain nothing that must stay internal.

    `code` is part of the API: unique, written by hand, never renamed.
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
    """The request is not valid. `errors` names each field and what is wrong with its value."""

    status = 422
    title = "Some fields are not valid"
    code = "invalid"

    @classmethod
    def field(cls, name: str, message: str, **fields: Any) -> "Invalid":
        """Build the error of one field, given by its dotted path in body or query."""
        return cls(f"{name}: {message}", errors=[{"field": name, "message": message}], **fields)


class Unauthenticated(Fault):
    """The request carries no valid ID token and no valid partner key."""

    status = 401
    title = "Sign in first"
    code = "unauthenticated"


class AppNotVerified(Unauthenticated):
    """The request carries no valid App Check token as `X-Firebase-AppCheck`. Apps get one from Firebase App Check."""

    title = "This app could not be verified"
    code = "app_not_verified"


class Forbidden(Fault):
    """The caller's role or scopes do not allow this."""

    status = 403
    title = "You are not allowed to do this"
    code = "forbidden"


class NotFound(Fault):
    """The thing does not exist, or belongs to another person."""

    status = 404
    title = "This was not found"
    code = "not_found"


class MethodNotAllowed(Fault):
    """The function serves another HTTP method, named in the header `Allow`."""

    status = 405
    title = "This URL does not serve this method"
    code = "method_not_allowed"


class Conflict(Fault):
    """The state of the thing does not allow this."""

    status = 409
    title = "This is not possible at the moment"
    code = "conflict"


class Gone(Fault):
    """The thing existed, but its time is over."""

    status = 410
    title = "This is no longer available"
    code = "gone"


class TooLarge(Fault):
    """The body of the request has more bytes than this function accepts."""

    status = 413
    title = "The body is too large"
    code = "body_too_large"


class UnsupportedMediaType(Fault):
    """The body of a `POST` must have the content type `application/json`."""

    status = 415
    title = "Send the body as JSON"
    code = "unsupported_media_type"


class TooMany(Fault):
    """The caller has done this too often. `Retry-After` says how many seconds to wait."""

    status = 429
    title = "Too many requests"
    code = "too_many_requests"

    def __init__(
        self,
        detail: str = "",
        /,
        *,
        retry_after: float = 60,
        status_after: RateLimitStatus | None = None,
        **fields: Any,
    ) -> None:
        super().__init__(detail, retry_after=retry_after, **fields)
        # State of the limit, for the headers of the answer.
        self.status_after = status_after


class Refused(Fault):
    """A provider understood the request and refused. A retry is of no use; a person has to look."""

    status = 502
    title = "A provider has refused this"
    code = "refused_by_provider"


class Unavailable(Fault):
    """Something that this call needs does not answer at the moment. Retry after `Retry-After` seconds."""

    status = 503
    title = "Try again shortly"
    code = "unavailable"

    def __init__(self, detail: str = "", /, *, retry_after: float = 2, unanswered: bool = False, **fields: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **fields)
        # Whether no answer has come, so that what was asked may still be under way.
        self.unanswered = unanswered


class Busy(Unavailable):
    """Other calls kept changing the same documents, and nothing was saved. Retry."""

    title = "Too many calls are changing this at once"
    code = "busy"


class OutcomeUnknown(Unavailable):
    """The database did not answer, so the change may or may not be saved. Read before you retry."""

    title = "We do not know whether this was saved"
    code = "outcome_unknown"


class KeyReused(Invalid):
    """The same `Idempotency-Key` came before with another body."""

    title = "This Idempotency-Key belongs to another request"
    code = "idempotency_key_reused"
