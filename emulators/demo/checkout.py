"""Payment on the checkout page, as a browser does it."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from emulators.demo.expectations import UnexpectedResult, expect_equal


class CheckoutForm(HTMLParser):
    """Form on the checkout page.

    Attributes:
        action: URL that receives the form.
        chosen: Value of each field that is selected.
        choices: Values that can be selected in each field.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.chosen: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a form, a radio button, a drop-down list or an option."""
        given = dict(attrs)
        if tag == "form":
            self.action = given.get("action")
        elif tag == "input" and given.get("name"):
            self._note(given["name"] or "", given.get("value") or "", chosen="checked" in given)
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select:
            # A browser selects the first option if none is marked as selected.
            chosen = "selected" in given or self._select not in self.chosen
            self._note(self._select, given.get("value") or "", chosen=chosen)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a drop-down list."""
        if tag == "select":
            self._select = None

    def _note(self, name: str, value: str, *, chosen: bool) -> None:
        self.choices.setdefault(name, []).append(value)
        if chosen:
            self.chosen[name] = value

    def fill_in(self, **wanted: str) -> dict[str, str]:
        """Return the data of the form after a person has selected the values `wanted`.

        Raises:
            UnexpectedResult: The form does not offer a value.
        """
        for name, value in wanted.items():
            if value not in self.choices.get(name, []):
                raise UnexpectedResult(f"the choices of {name}", expected=value, got=self.choices.get(name, []))
        return self.chosen | wanted


async def pay_at_checkout(client: httpx.AsyncClient, checkout_url: str | None, **wanted: str) -> str:
    """Open the checkout page, select the values `wanted` and press Pay.

    Returns:
        HTML of the page after the payment.

    Raises:
        UnexpectedResult: There is no page, no form or no such choice.
    """
    if checkout_url is None:
        raise UnexpectedResult("the order", expected="a checkout page to pay at", got=None)
    page = await client.get(checkout_url)
    expect_equal("the checkout page", page.status_code, 200)
    form = CheckoutForm(page.text)
    if form.action is None:
        raise UnexpectedResult("the checkout page", expected="a form to pay with", got=page.text[:300])
    done = await client.post(urljoin(checkout_url, form.action), data=form.fill_in(**wanted), follow_redirects=True)
    expect_equal("the checkout page, after paying", done.status_code, 200)
    return done.text
