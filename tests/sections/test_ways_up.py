"""Every public page leads up to the section in which it stands."""

from lxml import html
from plone import api
from secured_portal import make_one_of_each
from urllib.parse import urlsplit
from view_table import public_pages
from web_requests import Person

import pytest
import transaction

AGENCY = "Sở Tư pháp tỉnh Sơn La (mẫu)"
PARTS = {
    "council-items",
    "description",
    "pbgdpl-centre",
    "pbgdpl-record",
    "pbgdpl-save",
    "related-questions",
    "title",
}
"""What is asked for to stand in a page, or to be kept without one."""
PLACELESS = {"oai", "pbgdpl-health", "pbgdpl-orphaned", "pbgdpl-too-many-requests"}
"""What programs read, what stands for content that was left behind, and what ends a request
before the portal is reached."""
VIEWS = {"pbgdpl-listing"}
"""What the address of the item shows, and nobody asks by its name."""
PAGES = [
    row
    for row in public_pages()
    if row.answer == 200
    and "." not in row.name
    and not row.name.endswith(("-export", "_view"))
    and row.name not in PARTS | PLACELESS
]


class TestPages:
    """One portal for all of them."""

    @pytest.fixture(scope="class")
    def paths(self, functional_portal_class):
        made = make_one_of_each(functional_portal_class)
        api.portal.set_registry_record("sonla.pbgdpl.managing_agency", AGENCY)
        transaction.commit()
        return {name: place.absolute_url_path() for name, place in made.items()}

    @pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row.name}-{row.place}")
    def test_leads_up_and_has_the_imprint(self, paths, row):
        page = "" if row.name in VIEWS else f"/@@{row.name}{row.query}"
        answer = Person().ask(paths[row.place] + page)
        assert answer.status == 200
        page = html.fromstring(answer.text)
        links = page.xpath("//*[@id='portal-breadcrumbs']//li//a/@href")
        above = "site" if (row.name, row.place) == ("view", "section") else "section"
        assert paths[above] in {urlsplit(link).path for link in links}
        assert AGENCY in page.text_content()
