"""Access tokens for video rooms, compared with VideoSDK's own library."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from shared.gateways.videosdk.rooms import VideoSdkRooms
from shared.gateways.videosdk.tokens import sign_management_token
from tests.gateways.videosdk.vendor_library import VendorError, ask_vendor_library

SECRET = "a-secret-of-at-least-thirty-two-bytes!"
NOW = datetime.now(UTC).replace(microsecond=0)


def issue_token(*, issued_at: datetime = NOW, lifetime: timedelta = timedelta(minutes=70)) -> str:
    """Issue a token for the expert's side of a meeting."""
    rooms = VideoSdkRooms(base_url="http://x", api_key="key", secret=SECRET, callback_base_url="http://y")
    return rooms.issue_token(
        room_id="abcd-efgh-ijkl",
        participant_id="expert-1",
        issued_at=issued_at,
        expires_at=issued_at + lifetime,
    )


def test_token_allows_to_join_one_room_and_nothing_else() -> None:
    """VideoSDK's library accepts the token; its claims name room, participant, permission, role and end."""
    claims = ask_vendor_library("verifyToken", token=issue_token(), secret=SECRET)

    assert claims == {
        "apikey": "key",
        "permissions": ["allow_join"],
        "version": 2,
        "roles": ["rtc"],
        "roomId": "abcd-efgh-ijkl",
        "participantId": "expert-1",
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=70)).timestamp()),
    }


def test_claims_are_those_of_the_vendors_builder() -> None:
    """VideoSDK's builder makes the same claims for a participant who may only join."""
    theirs = ask_vendor_library("joinToken", apiKey="key", secret=SECRET, participant="expert-1", room="abcd-efgh-ijkl")

    ours, told = (
        jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        for token in (issue_token(), theirs)
    )
    assert {name: ours[name] for name in ours if name not in ("iat", "exp")} == {
        name: told[name] for name in told if name not in ("iat", "exp")
    }
    default = ask_vendor_library("defaultToken", apiKey="key", secret=SECRET, room="abcd-efgh-ijkl")
    assert "allow_mod" in jwt.decode(default, options={"verify_signature": False})["permissions"]


@pytest.mark.parametrize(
    ("token", "secret", "message"),
    [
        (issue_token(), SECRET.replace("a", "b"), "Invalid token signature"),
        (issue_token(issued_at=NOW - timedelta(hours=3)), SECRET, "Token has expired"),
    ],
    ids=["another secret", "expired"],
)
def test_wrong_tokens_are_refused(token: str, secret: str, message: str) -> None:
    """VideoSDK's library refuses a token of another secret, and one whose end is past."""
    with pytest.raises(VendorError, match=message):
        ask_vendor_library("verifyToken", token=token, secret=secret)


def test_management_token_is_short_and_joins_nothing() -> None:
    """A token of our own calls has the role of a crawler, names no room, and lives a minute."""
    now = datetime.now(UTC)
    token = sign_management_token(api_key="key", secret=SECRET, issued_at=now, expires_at=now + timedelta(minutes=1))

    claims = ask_vendor_library("verifyToken", token=token, secret=SECRET)
    assert (claims["roles"], claims["permissions"], "roomId" in claims) == (["crawler"], ["allow_join"], False)
    assert claims["exp"] - claims["iat"] == 60
