"""Errors that callers see. Each kind of error decides its HTTP status."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Self

from shared.kernel.rate_limits import RateLimitStatus


class FieldError(NamedTuple):
    """A field of a request whose value is not valid.

    Attributes:
        field: Dotted path in body or query.
        message: Name of the message in `shared/notifications/error_texts/…/fields.toml`, such as `in_past`.
        values: Values for the placeholders of the message.
    """

    field: str
    message: str
    values: Mapping[str, Any] = MappingProxyType({})


class Fault(Exception):
    """Error that callers may see: the fields contain nothing that must stay internal.

    `code` is part of the API: unique, written by hand, never renamed. The texts of each code stand in
    `shared/notifications/error_texts`, by language.

    Attributes:
        detail: Name of the sentence that explains this very error; empty for the sentence `detail` of the code.
        fields: Fields of the answer beside the texts, and values for the placeholders of the texts.
        errors: Fields of the request that are not valid.
        retry_after: Seconds after which a retry may succeed; None if a retry is of no use.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"

    def __init__(
        self,
        detail: str = "",
        /,
        *,
        retry_after: float | None = None,
        errors: Sequence[FieldError] = (),
        **fields: Any,
    ) -> None:
        super().__init__(f"{self.code}.{detail}" if detail else self.code)
        self.detail = detail
        self.retry_after = retry_after
        self.errors = tuple(errors)
        self.fields = fields


class Invalid(Fault):
    """The request is not valid. `errors` names each field and what is wrong with its value."""

    status = 422
    code = "invalid"

    @classmethod
    def field(cls, name: str, message: str, /, **fields: Any) -> Self:
        """Build the error of one field.

        Args:
            name: Dotted path in body or query.
            message: Name of the message in `shared/notifications/error_texts/…/fields.toml`.
            fields: Fields of the answer, and values for the placeholders of the message.
        """
        return cls(errors=[FieldError(name, message, fields)], **fields)


class Unauthenticated(Fault):
    """The request carries no valid ID token and no valid partner key."""

    status = 401
    code = "unauthenticated"


class AppNotVerified(Unauthenticated):
    """The request carries no valid App Check token as `X-Firebase-AppCheck`. Apps get one from Firebase App Check."""

    code = "app_not_verified"


class Forbidden(Fault):
    """The caller's role or scopes do not allow this."""

    status = 403
    code = "forbidden"


class NotFound(Fault):
    """The thing does not exist, or belongs to another person."""

    status = 404
    code = "not_found"


class MethodNotAllowed(Fault):
    """The function serves another HTTP method, named in the header `Allow`."""

    status = 405
    code = "method_not_allowed"


class Conflict(Fault):
    """The state of the thing does not allow this."""

    status = 409
    code = "conflict"


class Gone(Fault):
    """The thing existed, but its time is over."""

    status = 410
    code = "gone"


class TooLarge(Fault):
    """The body of the request has more bytes than this function accepts."""

    status = 413
    code = "body_too_large"


class UnsupportedMediaType(Fault):
    """The body of a `POST` must have the content type `application/json`."""

    status = 415
    code = "unsupported_media_type"


class TooMany(Fault):
    """The caller has done this too often. `Retry-After` says how many seconds to wait."""

    status = 429
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
    code = "refused_by_provider"


class Unavailable(Fault):
    """Something that this call needs does not answer at the moment. Retry after `Retry-After` seconds."""

    status = 503
    code = "unavailable"

    def __init__(self, detail: str = "", /, *, retry_after: float = 2, unanswered: bool = False, **fields: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **fields)
        # Whether no answer has come that can be trusted, so that what was asked may be done or still under way.
        self.unanswered = unanswered


class Busy(Unavailable):
    """Other calls kept changing the same documents, and nothing was saved. Retry."""

    code = "busy"


class OutcomeUnknown(Unavailable):
    """The database did not answer, so the change may or may not be saved. Read before you retry."""

    code = "outcome_unknown"


class KeyReused(Invalid):
    """The same `Idempotency-Key` came before with another body."""

    code = "idempotency_key_reused"
