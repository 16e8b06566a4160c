"""A section with a unit, and a way in for whoever may do everything."""

from dataclasses import dataclass
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import empty_cache  # noqa: F401
from public_content import make_once
from public_content import make_section
from typing import Any
from web_requests import CONTENT_ALONE

import pytest
import requests
import transaction


@dataclass
class Way:
    """Send requests as the Manager, of whom nothing else is asked than of others."""

    portal: Any
    section: Any
    unit: Any
    auth: tuple[str, str] = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)

    def ask(self, method: str, obj: Any, path: str = "", **sent: Any) -> Any:
        """Send a request; what it stored can be seen afterwards."""
        transaction.commit()
        url = obj if isinstance(obj, str) else obj.absolute_url()
        answer = requests.request(
            method, f"{url}{path}", auth=self.auth, timeout=120, **sent
        )
        transaction.begin()
        return answer

    def rest(self, method: str, obj: Any, path: str = "", **json: Any) -> Any:
        """Send a request to the REST API, which must succeed."""
        headers = {"Accept": "application/json"}
        answer = self.ask(method, obj, path, json=json, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer

    def fill(self, obj: Any, path: str, button: str, **typed: str) -> Any:
        """Open a form, type into the fields whose names end so, and send it; it must be saved."""
        answer = self.send(obj, path, button, **typed)
        assert "/edit" not in answer.url, answer.url
        assert "++add++" not in answer.url, answer.url
        return answer

    def send(self, obj: Any, path: str, button: str, **typed: str) -> Any:
        """Open a form, type into the fields whose names end so, and send it."""
        page = html.fromstring(
            self.ask("GET", obj, path, headers=CONTENT_ALONE).content
        )
        (form,) = page.xpath(f"//form[.//*[@name='{button}']]")
        values = [(name, value) for name, value in form.form_values()]
        for ending, value in typed.items():
            (name,) = {
                field.name
                for field in form.xpath(".//textarea|.//input")
                if field.name and field.name.endswith(ending)
            }
            values = [one for one in values if one[0] != name] + [(name, value)]
        values.append((button, "1"))
        answer = self.ask("POST", obj, path, data=values, headers=CONTENT_ALONE)
        assert answer.status_code == 200, answer.url
        return answer

    def page(self, obj: Any) -> bytes:
        """Read the page of an item."""
        answer = self.ask("GET", obj, "/view")
        assert answer.status_code == 200
        return answer.content


@pytest.fixture
def way(functional_portal: Any) -> Way:
    """Return the way into a section with a unit."""
    section = make_section(functional_portal)
    unit = make_once(section, "ContributingUnit", "Đơn vị", code="don-vi")
    transaction.commit()
    return Way(functional_portal, section, unit)
