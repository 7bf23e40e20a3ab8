"""Checkout page, on which a person pays an invoice or lets it expire."""

from itertools import groupby
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emulators.providers.pages import render_page
from emulators.providers.xendit import invoices
from emulators.providers.xendit.account import Account, Accounts
from emulators.providers.xendit.channels import METHOD_LABELS, PaymentChannel, find_channel
from emulators.providers.xendit.invoice_bodies import with_whole_numbers
from emulators.providers.xendit.records import XenditInvoice

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="16" '
    'fill="#0f766e"/><text x="32" y="43" font-family="sans-serif" font-size="32" font-weight="700" '
    'text-anchor="middle" fill="#fff">T</text></svg>'
)


def checkout_routes(accounts: Accounts) -> list[Route]:
    """Return the routes of the checkout pages, which need no key."""

    async def show(request: Request) -> Response:
        found = accounts.find_invoice(request.path_params["invoice_id"])
        if found is None:
            return render_page(request, "missing.html", status=404, what="Tagihan")
        account, invoice = found
        return render_page(
            request,
            "checkout.html",
            invoice=invoice,
            merchant=account.merchant_name,
            items=with_whole_numbers(invoice.asked.get("items") or []),
            fees=with_whole_numbers(invoice.asked.get("fees") or []),
            customer=invoice.asked.get("customer") or {},
            groups=_grouped(invoice),
            preferred=_grouped(invoice)[0][1][0],
            seconds_left=max(0, round((invoice.expires - account.clock.now()).total_seconds())),
            success_url=_web_address(invoice.asked.get("success_redirect_url")),
            failure_url=_web_address(invoice.asked.get("failure_redirect_url")),
        )

    async def state(request: Request) -> Response:
        found = accounts.find_invoice(request.path_params["invoice_id"])
        return JSONResponse({"status": found[1].status if found else None})

    async def pay(request: Request) -> Response:
        found = accounts.find_invoice(request.path_params["invoice_id"])
        form = parse_qs((await request.body()).decode())
        channel = find_channel(form.get("channel", [""])[0])
        if found and channel and found[1].status in ("PENDING", "EXPIRED"):
            account, invoice = found
            now = account.clock.now()
            invoices.mark_paid(account, invoice, channel, now, amount=invoice.amount, currency=invoice.currency)
            _tell(account, invoice, form.get("webhook", ["once"])[0])
        return RedirectResponse(f"/xendit/checkout/{request.path_params['invoice_id']}", 303)

    async def expire(request: Request) -> Response:
        found = accounts.find_invoice(request.path_params["invoice_id"])
        if found and invoices.mark_expired(found[1], found[0].clock.now()):
            invoices.send_status_webhook(*found)
        return RedirectResponse(f"/xendit/checkout/{request.path_params['invoice_id']}", 303)

    async def logo(_: Request) -> Response:
        return Response(_LOGO, media_type="image/svg+xml")

    return [
        Route("/checkout/{invoice_id}", show, methods=["GET"]),
        Route("/checkout/{invoice_id}/state", state, methods=["GET"]),
        Route("/checkout/{invoice_id}/pay", pay, methods=["POST"]),
        Route("/checkout/{invoice_id}/expire", expire, methods=["POST"]),
        Route("/merchant.svg", logo, methods=["GET"]),
    ]


def _tell(account: Account, invoice: XenditInvoice, webhook: str) -> None:
    prepared = [account.webhooks.record_delivery(invoices.create_status_message(account, invoice))]
    match webhook:
        case "lost":
            prepared[0].state = "dropped"
        case "thrice":
            again = prepared[0].headers["webhook-id"]
            prepared += [
                account.webhooks.record_delivery(invoices.create_status_message(account, invoice), webhook_id=again)
                for _ in range(2)
            ]
            account.webhooks.send_deliveries(prepared)
        case "late":
            account.webhooks.send_deliveries(prepared, delay_seconds=30)
        case _:
            account.webhooks.send_deliveries(prepared)


def _grouped(invoice: XenditInvoice) -> list[tuple[str, list[PaymentChannel]]]:
    order = list(METHOD_LABELS)
    sorted_channels = sorted(invoice.channels, key=lambda channel: order.index(channel.method))
    return [
        (METHOD_LABELS[method], list(group))
        for method, group in groupby(sorted_channels, key=lambda channel: channel.method)
    ]


def _web_address(url: str | None) -> str | None:
    return url if url and urlsplit(url).scheme in ("http", "https") else None
