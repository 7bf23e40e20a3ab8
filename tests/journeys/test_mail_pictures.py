"""Mails in a real browser, as wide as a phone: nothing is cut off, pictures show, numbers are not broken into lines."""

import re

import pytest

from tests.journeys.chat_pages import open_chromium
from tests.journeys.mail_pictures import LOCALES, list_mails, open_mail

_NUMBER = re.compile(r"(?:BE-\d{8}-[A-Z0-9]{6}(?:-\d+)?|INV/\d{4}/\d+)")
_COUNT_LINES = """
numbers => numbers.map(number => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(number);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + number.length);
    return range.getClientRects().length;
  }
  return 0;
})
"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_mails_fit_a_phone() -> None:
    """
    Five mails in both languages are no wider than the screen, and each of their pictures and numbers is whole.
    """
    faults = []
    async with open_chromium() as browser:
        for locale in LOCALES:
            for name, mail in list_mails(locale):
                async with open_mail(browser, mail) as page:
                    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    empty = await page.evaluate("[...document.images].filter(one => !one.naturalWidth).length")
                    numbers = sorted(set(_NUMBER.findall(await page.inner_text("body"))))
                    broken = [count for count in await page.evaluate(_COUNT_LINES, numbers) if count != 1]
                    if width > 0 or empty or broken:
                        faults.append((locale, name, width, empty, broken))

    assert faults == []
