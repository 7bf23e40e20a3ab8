"""HTTP: let an expert know the customer again."""

from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.sessions.schemas import SessionView
from shared.workflows import recognition


class AllowRecognition(Request):
    """Body of `allow_recognition`."""

    session_id: SessionId
    """Id of the caller's session with an expert, running or over."""


@http.post(who="customer", raises=(SessionNotFound,), takes_idempotency_key=False)
async def allow_recognition(body: AllowRecognition, ctx: Context) -> SessionView:
    """Let the expert of a session know the caller again, by `known_as` and `known_name`.

    Both are the same in every session with this expert for which the caller calls this function.
    They tell nothing to other experts. A repeated call changes nothing.
    """
    return SessionView.of(await ctx.commit(recognition.allow_recognition, body.session_id, actor=ctx.actor))
