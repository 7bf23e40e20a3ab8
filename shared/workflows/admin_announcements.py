"""Announcements by admins: to people, followers of a target, a role, a city, or everybody."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.follows import FollowedTarget
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import UnitOfWork
from shared.notifications.errors import AnnouncementNeedsOwner
from shared.notifications.fan_out_models import Audience, AudienceKind, FanOut, NoticeContent
from shared.notifications.fan_out_schemas import AnnouncementRequest
from shared.workflows import fan_outs

_AUDIENCES_OF_OWNERS = (AudienceKind.ROLE, AudienceKind.CITY, AudienceKind.EVERYBODY)
_AUDIENCES = ("people", "followers_of", "role", "city", "everybody")


async def send_announcement(uow: UnitOfWork, sent: AnnouncementRequest, *, actor: Actor, now: datetime) -> FanOut:
    """Start an announcement. People who do not exist are told by their places; the others get the announcement.

    Raises:
        AnnouncementNeedsOwner: The actor is no owner, and the audience is a role, a city or everybody.
        Invalid: No audience is given, or several, or the end is past.
    """
    if sent.valid_until is not None and sent.valid_until <= now:
        raise Invalid.field("valid_until", "in_past")
    audience = build_audience(sent)
    if audience.kind in _AUDIENCES_OF_OWNERS and not actor.has_admin_scope("owner"):
        raise AnnouncementNeedsOwner(audience=audience.kind)
    unknown: tuple[int, ...] = ()
    if audience.kind is AudienceKind.PEOPLE:
        unknown = await list_unknown_people(uow, sent.people)
        known = [uid for place, uid in enumerate(sent.people) if place not in unknown]
        audience = audience.having(people=tuple(dict.fromkeys(known)))
    texts = sent.model_dump(include={"title_id", "title_en", "body_id", "body_en"})
    content = NoticeContent(
        template="system.advertisement" if sent.is_advertising else "system.announcement",
        values=texts,
        link=sent.link,
        valid_until=sent.valid_until,
    )
    run = FanOut(
        id=Id.new(uow.random_below),
        audience=audience,
        content=content,
        unknown_recipients=unknown,
        started_by=str(actor),
        reason=sent.reason,
        started_at=now,
    )
    if audience.kind is AudienceKind.PEOPLE and not audience.people:
        raise Invalid.field("people", "nobody_known")
    return fan_outs.start_fan_out(uow, run)


def build_audience(sent: AnnouncementRequest) -> Audience:
    """Build the audience that a request names.

    Raises:
        Invalid: The request names no audience, or several.
    """
    named = [name for name in _AUDIENCES if getattr(sent, name)]
    if len(named) != 1:
        raise Invalid.field(named[1] if named else "people", "not_one_audience")
    followed = sent.followers_of
    match named[0]:
        case "people":
            return Audience(kind=AudienceKind.PEOPLE, people=sent.people)
        case "followers_of" if followed is not None:
            target = FollowedTarget(kind=followed.kind, id=followed.target_id)
            return Audience(kind=AudienceKind.FOLLOWERS, target=target)
        case "role":
            return Audience(kind=AudienceKind.ROLE, role=sent.role)
        case "city":
            return Audience(kind=AudienceKind.CITY, city=sent.city)
        case _:
            return Audience(kind=AudienceKind.EVERYBODY)


async def list_unknown_people(uow: UnitOfWork, uids: Sequence[UserId]) -> tuple[int, ...]:
    """List the places of people who have not registered."""
    found = await uow.get_all([identity.user_ref(uid) for uid in uids])
    return tuple(place for place, account in enumerate(found) if account is None)
