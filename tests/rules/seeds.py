"""Documents for the tests of the security rules: rooms with all kinds of members, and other documents."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.assignments import store as assignments
from shared.chat import store
from shared.chat.block_models import Block
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.invitation_models import RoomInvitation
from shared.chat.models import (
    LastMessage,
    Message,
    MessageKind,
    Participant,
    Presence,
    Room,
    RoomKind,
    SupportAnswer,
    Upload,
    pair_from_users,
)
from shared.chat.report_models import MessageReport, ReportReason, report_ref
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import AssignmentId, Id, MessageId, PairingId, RoomId, SessionId, UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from shared.pairing import store as pairing
from shared.pairing.models import (
    Alias,
    Availability,
    CallBoards,
    Entitlement,
    Heartbeat,
    OpenCall,
    Pairing,
    PairingStatus,
    SessionAlias,
)
from shared.sessions import rules as session_rules
from shared.sessions import store as sessions
from shared.sessions import strikes
from shared.sessions.strike_models import StrikeStanding
from tests.assignments.builders import an_assignment
from tests.sessions.strike_steps import a_strike

NOW = datetime.now(UTC)
"""Time at which the tests were collected, which may be long before they run."""
OWNER, BLOCKED = UserId("owner"), UserId("blocked")
OWNER_ALIAS = UserId("anon-owner")
GROUP, SUPPORT, PAIR, CALL = RoomId("group"), RoomId("support"), RoomId("pair"), RoomId("call")
SESSION_ALIAS, SESSION_CALL = UserId("anon-of-session-owner"), RoomId("call-s-1")
GROUP_MEMBERS = (OWNER, *(UserId(uid) for uid in "participant anonymous suspended restored signed_out closed".split()))
FIRST_MESSAGE_ID = MessageId("first")

Seed = tuple[Ref[Any], Entity]


class AnyDocument(Entity):
    """Document of the owner, of no particular kind."""

    customer: str | None = OWNER
    status: str = "PENDING"


def list_seed_documents(places: Iterable[str]) -> list[Seed]:
    """List a document in each of `places`, two orders, the chat and the pairing."""
    return [
        *((Ref(f"{place}/owner", AnyDocument), AnyDocument()) for place in places),
        (Ref("orders/owner", AnyDocument), AnyDocument()),
        (Ref("orders/a-guests-order", AnyDocument), AnyDocument(customer=None)),
        *_room(GROUP, RoomKind.GROUP, *GROUP_MEMBERS, admins=(OWNER,)),
        *_room(SUPPORT, RoomKind.SUPPORT, OWNER),
        *(
            seed
            for uid in ("suspended", "signed_out", "closed")
            for seed in _room(RoomId(f"support-{uid}"), RoomKind.SUPPORT, UserId(uid))
        ),
        *_restrictions(),
        *_room(PAIR, RoomKind.DIRECT, pair=pair_from_users(OWNER, BLOCKED), blocked_by=(OWNER,)),
        # A block does not hide a group that the two share.
        (store.inbox_ref(OWNER), _inbox(OWNER, GROUP, RoomId("shared-group"))),
        (store.inbox_ref(BLOCKED), _inbox(BLOCKED, RoomId("shared-group"))),
        *((store.inbox_ref(uid), _inbox(uid, GROUP)) for uid in GROUP_MEMBERS[1:]),
        (store.support_answer_ref(SUPPORT, FIRST_MESSAGE_ID), _support_answer()),
        (store.block_ref(OWNER, BLOCKED), Block(id=BLOCKED, blocked_at=NOW)),
        (store.invitation_ref(OWNER, "another-group"), _invitation()),
        *((store.presence_ref(uid), an_online_presence(uid)) for uid in (OWNER, BLOCKED)),
        (report_ref("a-report"), _report()),
        *_pairing_documents(),
        (pairing.alias_ref(OWNER), _aliases()),
        *_room(SESSION_CALL, RoomKind.MENTOR_STUDENT, SESSION_ALIAS, UserId("expert")),
        (store.inbox_ref(SESSION_ALIAS), Inbox(id=SESSION_ALIAS)),
        (pairing.session_alias_ref(SESSION_ALIAS), _session_alias()),
        *_room(CALL, RoomKind.MENTOR_STUDENT, OWNER_ALIAS, UserId("expert")),
        (store.inbox_ref(OWNER_ALIAS), Inbox(id=OWNER_ALIAS)),
    ]


def _restrictions() -> list[Seed]:
    """List restrictions: suspended now, suspended until a while ago, signed out since, and closed."""
    later, earlier = NOW + timedelta(days=1), NOW - timedelta(days=1)
    given: dict[str, dict[str, Any]] = {
        "suspended": {"suspended_until": later},
        "restored": {"suspended_until": earlier, "signed_in_after": earlier},
        "signed_out": {"signed_in_after": later},
        "closed": {"suspended_until": later, "closed": True},
        "former_admin": {"admin_scopes": ()},
        "admin": {"admin_scopes": ("owner",)},
    }
    return [
        (identity.restriction_ref(uid), AccountRestriction(id=UserId(uid), changed_at=NOW, **fields))
        for uid, fields in given.items()
    ]


def _pairing_documents() -> list[Seed]:
    """List the owner's open call, an online expert who may accept it, and their session."""
    expert = UserId("expert")
    call = Pairing(
        id=PairingId("owner"),
        status=PairingStatus.SEARCHING,
        customer=OWNER_ALIAS,
        pseudonym="Kenari Biru 27",
        minutes=30,
        rounds=3,
        round_seconds=60,
        called_at=NOW,
        entitlement=Entitlement(kind="credit"),
        session_id=SessionId("owner"),
        created_at=NOW,
    )
    of_session = {"customer": SESSION_ALIAS, "account": OWNER_ALIAS, "status": PairingStatus.ACCEPTED}
    ready = Availability(id=expert, name="Expert", open=True, since=NOW, most=3, board=Id("a-board"))
    session = session_rules.session_from_pairing(call.accepted, ready.session_expert, now=NOW)
    ordered = an_assignment(customer=OWNER, expert=expert).having(id=AssignmentId("owner"))
    return [
        (pairing.pairing_ref(call.id), call),
        (pairing.BOARDS, CallBoards(id=Id("all"), experts={"a-board": 1, "b-board": 0})),
        *((pairing.open_call_ref(board, call.id), OpenCall.of(call)) for board in ("a-board", "b-board")),
        (pairing.availability_ref(expert), ready),
        (pairing.heartbeat_ref(expert), Heartbeat(id=expert, until=NOW + timedelta(days=1))),
        (sessions.session_ref(session.id), session),
        (pairing.pairing_ref("of-session"), call.having(id=PairingId("of-session"), **of_session)),
        (sessions.session_ref(SESSION_CALL), session.having(id=SessionId(SESSION_CALL), customer=SESSION_ALIAS)),
        (assignments.assignment_ref("owner"), ordered),
        (assignments.assignment_ref("unpaid"), ordered.having(id=AssignmentId("unpaid"), paid_at=None)),
        (strikes.strike_ref(OWNER), a_strike(id=Id(OWNER), expert=OWNER)),
        (strikes.standing_ref(OWNER), StrikeStanding(id=OWNER, changed_at=NOW)),
        (Ref("stats/live", AnyDocument), AnyDocument()),
    ]


def an_online_presence(uid: UserId) -> Presence:
    """Build the presence of a person who is online."""
    until = NOW + timedelta(seconds=90)
    return Presence(id=uid, online_until=until, seen_at=NOW, expire_at=NOW + timedelta(days=90))


def a_seed_message(seq: int) -> Message:
    """Build a message of the owner."""
    id = FIRST_MESSAGE_ID if seq == 1 else MessageId(f"message-{seq}")
    return Message(id=id, seq=seq, kind=MessageKind.TEXT, sender=OWNER, sender_name="Owner", body="Halo", sent_at=NOW)


def _room(id: RoomId, kind: RoomKind, *members: UserId, **given: Any) -> list[Seed]:
    message = a_seed_message(1)
    last = LastMessage(**message.model_dump(include=set(LastMessage.model_fields)), text=message.body)
    room = Room(id=id, kind=kind, members=members, seq=1, last_message=last, last_at=NOW, created_at=NOW, **given)
    upload = Upload(
        id="an-upload",
        by=OWNER,
        key="k",
        content_type="image/png",
        bytes=1,
        opened_at=NOW,
        expire_at=NOW + timedelta(hours=1),
    )
    return [
        (store.room_ref(id), room),
        (store.message_ref(id, FIRST_MESSAGE_ID), message),
        (store.participant_ref(id, OWNER), Participant(id=OWNER, name="Owner", read_seq=1)),
        (store.upload_ref(id, upload.id), upload),
    ]


def _aliases() -> Alias:
    return Alias(id=OWNER, alias=OWNER_ALIAS, sessions=(SessionId(SESSION_CALL),), aliases=(SESSION_ALIAS,))


def _session_alias() -> SessionAlias:
    return SessionAlias(id=SESSION_ALIAS, account=OWNER_ALIAS, pseudonym="Kenari Biru 27")


def _inbox(uid: UserId, *rooms: RoomId) -> Inbox:
    return Inbox(id=uid, rooms={room: InboxEntry(name=uid.title()) for room in rooms})


def _invitation() -> RoomInvitation:
    return RoomInvitation(
        id=RoomId("another-group"),
        name="Another group",
        invited_by=BLOCKED,
        invited_by_name="Blocked",
        invited_at=NOW,
        expire_at=NOW + timedelta(days=14),
    )


def _support_answer() -> SupportAnswer:
    return SupportAnswer(id=FIRST_MESSAGE_ID, by=UserId("admin"), sent_at=NOW)


def _report() -> MessageReport:
    return MessageReport(
        id=Id("a-report"),
        room_id=GROUP,
        room_kind=RoomKind.GROUP,
        message=a_seed_message(1),
        before=(),
        reporter=OWNER,
        reason=ReportReason.ABUSE,
        notes="",
        reported_at=NOW,
    )


async def put_documents(documents: Firestore, *seeds: Seed) -> None:
    """Store documents as a function does, whatever the rules allow."""
    unit = FirestoreUnitOfWork(documents, request_id="req_seeds", now=NOW, instance_cache={})
    for ref, entity in seeds:
        unit.put(ref, entity)
    await documents.commit(unit.build_writes())
