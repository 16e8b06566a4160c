"""A portal with no option, with one alone, and with two: each page answers, and the exchange goes on."""

from harvested_portal import allow
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from itertools import combinations
from lxml import html
from offered_portal import CLOCKS
from offered_portal import error_of
from offered_portal import OfferedPortal
from option_questions import WORDS
from registered_views import options_of_views
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.exchange.settings import identifier_of
from urllib.parse import urljoin
from urllib.parse import urlsplit
from view_table import all_rows
from web_requests import CONTENT_ALONE
from web_requests import HOST

import pytest
import transaction

ALONE = [(), *((option,) for option in WORDS)]
PAIRS = [*combinations(WORDS, 2)]
CHOICES = [*ALONE, *PAIRS]
ROWS = [row for row in all_rows() if row.method == "GET"]
PEOPLE = people()
CORES = ("search_rss", "/contenttype/")
"""Parts of addresses to which core's templates lead, be there something or not."""


def name_of(options):
    return "-".join(options) or "none"


def turn_on(options):
    switch_to(options)
    transaction.commit()


class TestPages:
    """One portal for all that is asked for, with something of each option."""

    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return {name: place.absolute_url_path() for name, place in places.items()}

    @pytest.fixture
    def faults(self, places):
        """Return a function that lists what is wrong on the pages of somebody."""
        belongs_to = options_of_views()

        def ask(path, headers=CONTENT_ALONE):
            return PEOPLE[self.role].ask(path, headers=headers)

        def find(on, role):
            self.role = role
            turn_on(on)
            seen, links = {}, {}
            for row in (row for row in ROWS if role in row.allowed):
                path = places[row.place] + row.address
                answer = ask(
                    path,
                    {"Accept": "application/json"} if row.is_rest else CONTENT_ALONE,
                )
                seen[path.partition("?")[0]] = answer.status
                rests = belongs_to[row.key] not in ("", *on)
                if answer.status != (404 if rests else row.answer):
                    yield path, answer.status
                links |= dict.fromkeys(links_of(answer, path), path)
            for link, path in links.items():
                status = seen.get(link.partition("?")[0]) or ask(link).status
                if status == 404 or status >= 500:
                    yield path, link, status

        return find

    @pytest.mark.sample(None)
    @pytest.mark.parametrize("on", ALONE, ids=name_of)
    def test_visitors_meet_no_fault_with_none_and_each(self, faults, on):
        assert [*faults(on, "Anonymous")] == []

    @pytest.mark.parametrize("on", PAIRS, ids=name_of)
    def test_visitors_meet_no_fault_with_two(self, faults, on):
        assert [*faults(on, "Anonymous")] == []

    @pytest.mark.parametrize("on", CHOICES, ids=name_of)
    def test_the_office_meets_none(self, faults, on):
        assert [*faults(on, "Manager")] == []


def links_of(answer, path):
    """Yield where a page leads within its portal."""
    if (
        answer.status != 200
        or "<" not in answer.text
        or "html" not in answer.headers["Content-Type"]
    ):
        return
    page = html.fromstring(answer.text)
    base = urljoin(HOST + path, [*page.xpath("//base/@href"), ""][0])
    for address in page.xpath("//a/@href | //form/@action"):
        parts = urlsplit(urljoin(base, address))
        if parts.hostname == "nohost" and not any(one in parts.path for one in CORES):
            yield parts._replace(scheme="", netloc="", fragment="").geturl()


class TestExchange:
    """One portal, and a source that has something new each time."""

    @pytest.fixture(scope="class")
    def exchanging(self, functional_class, functional_portal_class, lasting_server):
        host, port = functional_class["host"], functional_class["port"]
        offered = OfferedPortal(functional_portal_class, host, port)
        lasting_server.reset()
        harvested = HarvestedPortal(functional_portal_class, lasting_server)
        with pytest.MonkeyPatch.context() as monkeypatch:
            allow(lasting_server, monkeypatch)
            for clock in CLOCKS:
                monkeypatch.setattr(clock, offered.now)
            name_repository("sonla.example")
            set_record("push_enabled", True)
            set_record("push_url", lasting_server.push_url)
            harvested.configure()
            yield offered, harvested

    @pytest.mark.sample(None)
    @pytest.mark.parametrize("on", CHOICES, ids=name_of)
    def test_something_comes_in_and_something_goes_out(self, exchanging, on):
        offered, harvested = exchanging
        turn_on(on)
        before = offered.listed(metadataPrefix="pbgdpl")
        text = offered.publish(f"Tin {on}")
        new = harvested.server.add("news").identifier
        assert harvested.run_until_done().state in ("done", "idle")
        assert harvested.item(new).portal_type == "LegalNews"
        offered.advance()
        name = identifier_of(text.UID())
        assert [one.method for one in harvested.server.received_of(name)] == ["PUT"]
        found = offered.listed("ListRecords", metadataPrefix="pbgdpl")
        assert before.keys() | {text.UID()} <= found.keys()
        assert "deleted" not in found.values()
        root = offered.oai("GetRecord", identifier=name, metadataPrefix="pbgdpl")
        assert not error_of(root)
