"""Pages of the inbox: the messages of everybody or of one person, and their parts."""

import re
from collections import Counter
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.inbox import CHANNEL_LABELS, Inbox, InboxMessage, MessageChannel
from emulators.providers.inbox_people import PHONE_CHANNELS, InboxFilter, list_recipients, list_thread
from emulators.providers.pages import render_page

_MOST_SHOWN = 200
_HTML_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data: http: https:; font-src data: http: https:"
)
_CONTENT_ID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)


def inbox_routes(inbox: Inbox) -> list[Route]:
    """Return the routes of the inbox: the page, its parts and the messages as JSON."""

    def find_messages(chosen: InboxFilter) -> list[InboxMessage]:
        return [message for message in inbox.newest_first() if chosen.fits(message)][:_MOST_SHOWN]

    async def show(request: Request) -> Response:
        chosen = InboxFilter.of(request.query_params)
        messages = find_messages(chosen)
        opened = inbox.get(request.query_params.get("m", "")) or (messages[0] if messages else None)
        counts = Counter(message.kind for message in inbox.newest_first() if chosen.is_for_person(message))
        return render_page(
            request,
            "inbox_list.html" if request.query_params.get("part") == "list" else "inbox.html",
            messages=messages,
            chosen=opened,
            opened="m" in request.query_params,
            kinds=[(kind, CHANNEL_LABELS[kind], counts[kind]) for kind in MessageChannel],
            kind=chosen.kind,
            q=request.query_params.get("q", ""),
            labels=CHANNEL_LABELS,
            addresses=chosen.list_without(),
            others=list_recipients(inbox, chosen),
            person=chosen.person_query,
            thread=list_thread(inbox, opened) if opened and opened.kind in PHONE_CHANNELS else [],
        )

    async def as_json(request: Request) -> Response:
        return JSONResponse(
            {"items": [message.as_json() for message in find_messages(InboxFilter.of(request.query_params))]}
        )

    async def body(request: Request) -> Response:
        message = inbox.get(request.path_params["message_id"])
        if message is None:
            return render_page(request, "missing.html", status=404, what="Pesan")
        return Response(
            _with_inline_images(message),
            media_type="text/html",
            headers={"content-security-policy": _HTML_POLICY, "referrer-policy": "no-referrer"},
        )

    async def attachment(request: Request) -> Response:
        message = inbox.get(request.path_params["message_id"])
        index = request.path_params["index"]
        if message is None or index >= len(message.attachments):
            return render_page(request, "missing.html", status=404, what="Lampiran")
        file = message.attachments[index]
        how = "inline" if file.is_image else "attachment"
        return Response(
            file.content,
            media_type=file.media_type,
            headers={
                "content-disposition": f"{how}; filename*=UTF-8''{quote(file.filename)}",
                "content-security-policy": "sandbox",
                "x-content-type-options": "nosniff",
            },
        )

    async def clear(_: Request) -> Response:
        return JSONResponse({"removed": inbox.remove_messages(lambda message: True)})

    return [
        Route("/inbox", show, methods=["GET"]),
        Route("/inbox/messages", as_json, methods=["GET"]),
        Route("/inbox/messages", clear, methods=["DELETE"]),
        Route("/inbox/{message_id}/html", body, methods=["GET"]),
        Route("/inbox/{message_id}/attachments/{index:int}", attachment, methods=["GET"]),
    ]


def _with_inline_images(message: InboxMessage) -> str:
    files = {each.content_id: each for each in message.attachments if each.content_id}

    def replaced(match: re.Match[str]) -> str:
        file = files.get(match[1])
        return file.data_url() if file is not None else match[0]

    return f'<base target="_blank">{_CONTENT_ID.sub(replaced, message.html)}'
