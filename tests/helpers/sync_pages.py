"""Pages of the exchange over HTTP, as the tests that press their buttons read."""

from collections.abc import Mapping
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from typing import Any

import re
import requests
import transaction

MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
HIDDEN = re.compile(r'<input[^>]*?type="hidden"[^>]*?>')
NAME = re.compile(r'name="([^"]*)"')
VALUE = re.compile(r'value="([^"]*)"')
TOKENS = ("_authenticator", "versions_digest")


def answered(outbox: Any, uid: str, **facts: Any) -> None:
    """Note what the partner answered to a record that was sent."""
    outbox.mark(uid)
    outbox.delivery(uid).__dict__.update(facts)
    outbox.delivery(uid)._p_changed = True
    outbox.mark_done(uid, outbox.dirty[uid])


class Visitor:
    """Read pages and press buttons as one person, who stays logged in."""

    def __init__(self, name: str = "", password: str = "") -> None:
        self.session = requests.Session()
        self.session.auth = (name, password) if name else None

    def get(self, url: str) -> requests.Response:
        """Open a page."""
        return self.session.get(url, timeout=120)

    def read(self, url: str) -> str:
        """Return the text of a page."""
        return self.get(url).text

    def press(
        self, url: str, button: str, value: str = "1", to: str = "", **fields: str
    ) -> requests.Response:
        """Press a button of the page, with the tokens that stand hidden in its forms.

        `to` is where the form leads, if that is not the page itself.
        """
        data = {**self.hidden(url), **fields, button: value}
        answer = self.session.post(to or url, data=data, timeout=120)
        transaction.begin()
        return answer

    def hidden(self, url: str) -> Mapping[str, str]:
        """Return the tokens that the forms of a page carry unseen."""
        inputs = HIDDEN.findall(self.read(url))
        return {
            NAME.search(one).group(1): VALUE.search(one).group(1)
            for one in inputs
            if NAME.search(one) and NAME.search(one).group(1) in TOKENS
        }


def noted_acts() -> list[tuple[str, str]]:
    """Return who did what with the exchange, the oldest first, as the log of operations has it."""
    transaction.begin()
    found = log.newest_first(actions_of("exchange"))
    return [(entry.user, entry.facts["act"]) for entry in found][::-1]
