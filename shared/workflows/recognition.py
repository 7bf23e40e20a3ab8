"""Recognition: a customer of calls lets an expert know them again."""

from shared.contracts.calls import compute_personal_alias, identify_member
from shared.identity import display_names
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions, store
from shared.sessions.models import Session


async def allow_recognition(uow: UnitOfWork, session_id: SessionId, *, actor: Actor) -> Session:
    """Let the expert of a session know the customer again, by an alias for this expert alone.

    Raises:
        SessionNotFound: The session is not the customer's.
    """
    session = await store.access_session(uow, session_id, identify_member(actor, session_id))
    if session.expert is None or session.known_as is not None or session.kind != "pairing":
        return session
    alias = compute_personal_alias(actor, f"known to {session.expert}")
    return actions.allow_recognition(uow, session, alias=alias, name=display_names.compute_pseudonym(alias))
