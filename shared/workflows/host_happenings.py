"""Happenings that a host platform publishes: its own people, targets and members, and whom of them to tell."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.follows import FollowedTarget
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId
from shared.kernel.ports import OptionalRef, UnitOfWork
from shared.limits.actions import count_different_acts
from shared.limits.settings import LIMIT_SETTINGS, LimitSettings
from shared.limits.subjects import partner_limits_ref
from shared.notifications import fan_out_store, follow_store, host_rules
from shared.notifications.errors import HappeningChanged, TargetNotFound
from shared.notifications.fan_out_models import Audience, AudienceKind, FanOut, NoticeContent
from shared.notifications.host_models import host_user_ref, list_linked_people
from shared.notifications.host_schemas import HappeningRequest, HostRecipient
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from shared.workflows import fan_outs


async def publish_happening(uow: UnitOfWork, sent: HappeningRequest, *, actor: Actor, now: datetime) -> FanOut:
    """Tell the recipients of a happening, or the followers of a target. The same happening again is the first one.

    Raises:
        HappeningChanged: Another happening was published under this id.
        TargetNotFound: The target does not exist, was deleted, or belongs to another partner.
        LimitReached: The partner has published too much, or named too many recipients, within the hour.
        Invalid: A field is not valid, or the key may not publish this kind.
    """
    id_, body_hash = host_rules.compute_happening_id(actor.id, sent.event_id), host_rules.compute_body_hash(sent)
    own_id = sent.actor.own_id if sent.actor is not None else None
    known, settings, most, _, linked = await uow.get_many(
        fan_out_store.fan_out_ref(id_),
        NOTIFICATION_SETTINGS.ref,
        LIMIT_SETTINGS.ref,
        partner_limits_ref(actor.id),
        OptionalRef(host_user_ref(actor.id, own_id) if own_id is not None else None),
    )
    if known is not None:
        if known.body_hash != body_hash:
            raise HappeningChanged(event_id=sent.event_id)
        return known
    template = host_rules.find_template(sent.kind, actor.scopes)
    settings = settings or NotificationSettings()
    hosts = settings.image_hosts
    host_rules.check_picture_address("image_url", sent.image_url, hosts)
    host_rules.check_picture_address("actor.photo_url", sent.actor.photo_url if sent.actor else None, hosts)
    if sent.valid_until is not None and sent.valid_until <= now:
        raise Invalid.field("valid_until", "in_past")
    await _count_happening(uow, sent, actor.id, most or LimitSettings(), now=now)
    audience, unknown = await _build_audience(uow, sent, actor.id)
    actor_id = linked.user_id if linked is not None else None
    (account,) = await uow.get_many(OptionalRef(identity.user_ref(actor_id) if actor_id is not None else None))
    shown_id = actor_id if account is not None and not account.anonymous else None
    run = FanOut(
        id=id_,
        audience=audience,
        content=NoticeContent(
            template=template,
            values=host_rules.quote_happening(sent, host_rules.find_host_name(actor.id, settings.host_names)),
            link=sent.link,
            image_url=sent.image_url,
            actor=host_rules.build_actor(sent.actor, shown_id) if sent.actor is not None else None,
            actor_id=actor_id,
            valid_until=sent.valid_until,
        ),
        body_hash=body_hash,
        unknown_recipients=unknown,
        started_by=str(actor),
        started_at=now,
    )
    return fan_outs.start_fan_out(uow, run)


async def _count_happening(
    uow: UnitOfWork, sent: HappeningRequest, partner_id: str, limits: LimitSettings, *, now: datetime
) -> None:
    acts = {limits.happenings: 1, limits.happening_recipients: len(sent.recipients)}
    await count_different_acts(uow, partner_limits_ref(partner_id), acts, now=now)


async def _build_audience(uow: UnitOfWork, sent: HappeningRequest, partner_id: str) -> tuple[Audience, tuple[int, ...]]:
    """Build the audience of a happening, and list the places of recipients whom the partner does not know."""
    if bool(sent.recipients) is (sent.target is not None):
        raise Invalid.field("target" if sent.recipients else "recipients", "not_one_audience")
    if sent.target is not None:
        target = FollowedTarget(kind=sent.target.kind, id=sent.target.target_id)
        found = await uow.get(follow_store.follow_target_ref(target.key))
        if found is None or found.partner_id != partner_id or found.closed_at is not None:
            raise TargetNotFound(target=target.key)
        return Audience(kind=AudienceKind.FOLLOWERS, target=target), ()
    people = await _find_people(uow, sent.recipients, partner_id)
    known = dict.fromkeys(uid for uid in people if uid is not None)
    unknown = tuple(place for place, uid in enumerate(people) if uid is None)
    return Audience(kind=AudienceKind.PEOPLE, people=tuple(known)), unknown


async def _find_people(uow: UnitOfWork, named: Sequence[HostRecipient], partner_id: str) -> list[UserId | None]:
    """Find the accounts of recipients; None for each who does not exist, or whom the partner has not linked.

    Both have one answer, so that a partner learns nothing about people whom it has not linked.
    """
    for place, one in enumerate(named):
        if (one.own_id is None) is (one.user_id is None):
            raise Invalid.field(f"recipients.{place}", "not_one_id")
    by_uid = list(dict.fromkeys(one.user_id for one in named if one.user_id is not None))
    links = await uow.get_all([host_user_ref(partner_id, one.own_id) for one in named if one.own_id is not None])
    linked = {link.own_id: link.user_id for link in links if link is not None}
    own = await list_linked_people(uow, partner_id, by_uid)
    uids = [
        linked.get(one.own_id) if one.own_id is not None else one.user_id if one.user_id in own else None
        for one in named
    ]
    wanted = list(dict.fromkeys(uid for uid in uids if uid is not None))
    found = await uow.get_all([identity.user_ref(uid) for uid in wanted])
    registered = {uid for uid, account in zip(wanted, found, strict=True) if account is not None}
    return [uid if uid in registered else None for uid in uids]
