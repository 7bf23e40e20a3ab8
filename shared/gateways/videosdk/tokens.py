"""Tokens of VideoSDK: JWTs that we sign with the secret of our API key."""

from datetime import datetime

JOIN = "allow_join"
PARTICIPANT_ROLE = "rtc"
MANAGEMENT_ROLE = "crawler"
_VERSION = 2
_ALGORITHM = "HS256"


def sign_participant_token(
    *, api_key: str, secret: str, room_id: str, participant_id: str, issued_at: datetime, expires_at: datetime
) -> str:
    """Sign a token with which one participant may join one room, and moderate nothing.

    VideoSDK's own library grants moderation and 24 hours if nothing is said, so permissions and end always are.
    """
    return _sign(
        {
            "apikey": api_key,
            "permissions": [JOIN],
            "version": _VERSION,
            "roles": [PARTICIPANT_ROLE],
            "roomId": room_id,
            "participantId": participant_id,
        },
        secret,
        issued_at,
        expires_at,
    )


def sign_management_token(*, api_key: str, secret: str, issued_at: datetime, expires_at: datetime) -> str:
    """Sign a token for the REST API, with which nobody can join a room."""
    claims = {"apikey": api_key, "permissions": [JOIN], "version": _VERSION, "roles": [MANAGEMENT_ROLE]}
    return _sign(claims, secret, issued_at, expires_at)


def _sign(claims: dict[str, object], secret: str, issued_at: datetime, expires_at: datetime) -> str:
    import jwt

    times = {"iat": int(issued_at.timestamp()), "exp": int(expires_at.timestamp())}
    return jwt.encode(claims | times, secret, algorithm=_ALGORITHM)
