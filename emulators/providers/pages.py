"""Rendering of the pages, with formats for amounts and times."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

_JAKARTA = ZoneInfo("Asia/Jakarta")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


def format_rupiah(amount: float) -> str:
    """Format an amount in whole rupiah: `Rp150.000`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(round(amount)):,}".replace(",", ".")


def format_moment(when: datetime) -> str:
    """Format a date and time in Jakarta's time zone: `21 Nov 2025, 14.05 WIB`."""
    local = when.astimezone(_JAKARTA)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H.%M} WIB"


def format_time(when: datetime) -> str:
    """Format a time of day in Jakarta's time zone, with seconds: `14.05.09`."""
    return f"{when.astimezone(_JAKARTA):%H.%M.%S}"


def format_size(count: int) -> str:
    """Format a number of bytes as B, KB or MB."""
    return (
        f"{count} B" if count < 1024 else f"{count / 1024:.0f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"
    )


_templates.env.filters.update(rupiah=format_rupiah, moment=format_moment, clock=format_time, size=format_size)


def render_page(request: Request, template: str, *, status: int = 200, **context: object) -> Response:
    """Render a page from a template."""
    answer = _templates.TemplateResponse(request, template, context, status_code=status)
    answer.headers["cache-control"] = "no-store"
    return answer
