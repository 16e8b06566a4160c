"""Nothing tells strangers of what was done inside a section: services and vocabularies of all kinds.

What `test_disclosure.py` asks of items is asked here of the portal: who did what stands in the log of
the database, in histories and in lists of principals, which no item holds.
"""

from bank_content import make_bank
from collections.abc import Iterator
from dataclasses import dataclass
from host_people import HOST_ROLES
from host_people import make_account
from mutation_sweep_requests import everything_read
from new_items import create
from plone import api
from plone.protect.authenticator import createToken
from public_content import make_section
from questions_content import ask
from rest_content import DOCUMENT
from rest_content import START
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.transaction_log import LIST_TRANSACTIONS
from sonla.pbgdpl.editorial.transaction_log import members_list_transactions
from sonla.pbgdpl.units.group_lists import VOCABULARIES
from sonla.pbgdpl.units.groups import PREFIX
from stacked_portal import served_app
from typing import Any
from web_requests import Answer
from web_requests import browser  # noqa: F401
from web_requests import Person
from ZODB.blob import BlobStorage
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from zope.component import getMultiAdapter
from zope.component import getUtilitiesFor
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.interface import alsoProvides
from zope.schema.interfaces import IVocabularyFactory

import json
import pytest
import transaction

DONE = "daulamviec"
"""Stands in titles, ids, comments and names of groups that people made inside the section."""
PART = "daulam"
"""What is searched for, so that no answer has the mark from the question."""
WORKER = "can-bo-lam-viec"
"""The account of who does it: the portal's, as all accounts are, which Plone lists for members."""
OUTSIDE = "ngoai-chuyen-trang"
CODE, UNIT = "ma-don-vi", "Phuong Mau Mot"
OUR_GROUPS = ("pbgdpl-contributors", "pbgdpl-editors", PREFIX)
IN_JSON = {"Accept": "application/json"}
STRANGERS = ("Anonymous", "member", "host-editor")
FEWEST = 120
"""So many services and vocabularies there are at least."""


@dataclass
class Place:
    """A portal in which things were done, and who asks."""

    portal: Any
    people: dict[str, Person]
    items: dict[str, Any]

    def services(self) -> Iterator[str]:
        """Yield the addresses of all services that read, and of all vocabularies."""
        for item in self.items.values():
            for asked in everything_read("", item):
                if asked.kind == "service":
                    yield from self.addresses(item, asked)
        for name, _factory in getUtilitiesFor(IVocabularyFactory):
            yield f"{self.path('portal')}/@vocabularies/{name}"
            yield f"{self.path('section')}/@vocabularies/{name}?b_size=1000"
            for asked in (f"name={name}", f"name={name}&query={PART}"):
                yield f"{self.path('page')}/@@getVocabulary?{asked}"

    def pages(self) -> Iterator[str]:
        """Yield the addresses of all pages of the portal, and of what they let out."""
        for name in ("portal", "page"):
            for asked in everything_read("", self.items[name]):
                if asked.kind == "page":
                    yield from self.addresses(self.items[name], asked)

    def addresses(self, item: Any, asked: Any) -> Iterator[str]:
        """Yield the address of a page or service, and of what it searches."""
        for ending in MORE.get(asked.name, ("",)):
            yield f"{item.absolute_url_path()}{asked.path}{ending}"

    def path(self, name: str) -> str:
        """Return the path of one of the places."""
        return self.items[name].absolute_url_path()


MORE = {
    name: (f"?search={PART}", f"?query={PART}", f"/{WORKER}")
    for name in ("@principals", "@sharing", "@users", "@groups", "@@sharing")
}
"""What is asked besides of those that search people."""


@pytest.fixture(scope="class")
def place(functional_class, functional_portal_class, tmp_path_factory):
    """Yield a portal over a database that keeps what was done, where an office has worked."""
    folder = tmp_path_factory.mktemp("undo")
    changes = BlobStorage(str(folder / "blobs"), FileStorage(str(folder / "Data.fs")))
    transaction.commit()
    base = functional_class["zodbDB"].storage
    name = getSite().getId()
    storage = DemoStorage(base=base, changes=changes, close_base_on_close=False)
    with served_app(functional_class, DB(storage)) as app:
        portal = app[name]
        setSite(portal)
        yield work_in(portal)


def work_in(portal: Any) -> Place:
    """Let an office work in a section by requests, and others outside of it."""
    section = make_section(portal)
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title=UNIT, code=CODE)
    make_bank(section, f"Ngân hàng {DONE}", "approved")
    question = ask(section, f"Hỏi {DONE}")
    with api.env.adopt_roles(["Manager"]):
        page = create(portal, "Document", OUTSIDE)
    api.user.create(f"{DONE}@example.org", WORKER, "Mat-khau-1234")
    api.user.grant_roles(username=WORKER, roles=["Manager"])
    make_account("member")
    make_account("contributor")
    api.group.add_user(groupname=f"{PREFIX}{CODE}", username="contributor")
    make_account("host-editor", *HOST_ROLES)
    page.manage_setLocalRoles("host-editor", ["Owner"])
    page.reindexObjectSecurity()
    token = portal.acl_users["jwt_auth"].create_token
    transaction.commit()
    worker = Person(token=token(WORKER))
    at = unit.absolute_url_path()
    made = worker.ask(
        at, "POST", json={"@type": "LegalNews", "title": f"Tin {DONE}", "id": DONE}
    )
    assert made.status == 201, made.text
    marked = {
        "LegalIntroduction": {
            "legal_documents": [{**DOCUMENT, "number": DONE, "issuer": DONE}]
        },
        "LegalActivity": {"location": DONE},
    }
    for portal_type, fields in marked.items():
        sent = {**START[portal_type], **fields}
        sent |= {"@type": portal_type, "title": f"Nháp {DONE}"}
        drafted = worker.ask(at, "POST", json=sent)
        assert drafted.status == 201, drafted.text[:300]
    for path, step in ((f"{at}/{DONE}", "submit"), (f"{at}/{DONE}", "retract")):
        take_step(worker, path, step, f"Ghi {DONE}")
    accept = question.absolute_url_path() + "/@workflow/accept"
    assert worker.ask(accept, "POST", json={"comment": f"Gọi {DONE}"}).status == 200
    move = {"source": f"{unit.absolute_url()}/{DONE}"}
    assert worker.ask(portal.absolute_url_path() + "/@copy", "POST", json=move).status
    removed = worker.ask(f"{at}/{DONE}", "DELETE", headers=IN_JSON)
    assert removed.status == 204
    outside = page.absolute_url_path()
    take_step(worker, outside, "publish", "ngoài")
    assert worker.ask(outside, "PATCH", json={"description": "Mới"}).status == 204
    people = {
        "Anonymous": Person(),
        WORKER: worker,
        **{
            name: Person(token=token(name))
            for name in ("member", "host-editor", "contributor")
        },
    }
    transaction.begin()
    return Place(portal, people, {"portal": portal, "page": page, "section": section})


def take_step(person: Person, path: str, step: str, comment: str) -> None:
    """Take a step of a workflow by the form of Classic UI, which writes into the log."""
    with api.env.adopt_user(WORKER):
        token = createToken()
    form = {"workflow_action": step, "comment": comment, "_authenticator": token}
    answer = person.ask(f"{path}/content_status_modify", "POST", form)
    assert answer.status == 302, answer.text


def told(answer: Answer) -> bool:
    """Return whether an answer has the mark, or names a group of the section."""
    sent = f"{answer.headers} {answer.text}".lower()
    return any(one in sent for one in (DONE, *OUR_GROUPS))


def ask_as(place: Place, person: str, path: str) -> Answer:
    """Ask for data as one of the people."""
    return place.people[person].ask(path, headers=IN_JSON)


def tell(place: Place, person: str, addresses: Iterator[str]) -> tuple[int, list[str]]:
    """Return how many addresses were asked for, and what told anything."""
    asked = list(dict.fromkeys(addresses))
    answers = ((one, ask_as(place, person, one)) for one in asked)
    found = [f"{answer.status} {one}" for one, answer in answers if told(answer)]
    return len(asked), found


class TestWhatWasDone:
    """One portal for all; nobody changes anything in it."""

    @pytest.mark.sample(None)
    @pytest.mark.parametrize("person", STRANGERS)
    def test_no_service_and_no_vocabulary_tells(self, place, person):
        number, found = tell(place, person, place.services())
        assert not found, "\n".join(found)
        assert number >= FEWEST

    @pytest.mark.long
    @pytest.mark.parametrize("person", STRANGERS)
    def test_no_page_of_the_portal_tells(self, place, person):
        number, found = tell(place, person, place.pages())
        assert not found, "\n".join(found)
        assert number >= FEWEST

    def test_administrators_are_told(self, place):
        """Else the mark might stand nowhere, and the tests above find nothing."""
        log = ask_as(place, WORKER, f"{place.path('portal')}/@transactions")
        texts = [one["description"] for one in json.loads(log.body)]
        for done in ("content_status_modify", "POST_", "DELETE_", "@workflow"):
            assert any(done in text and DONE in text for text in texts), done
        vocabularies = f"{place.path('portal')}/@vocabularies"
        for name in VOCABULARIES:
            assert told(ask_as(place, WORKER, f"{vocabularies}/{name}?b_size=1000"))
        documents = f"{vocabularies}/sonla.pbgdpl.LegalDocumentIdentities"
        assert told(ask_as(place, WORKER, documents))
        banks = f"{vocabularies}/sonla.pbgdpl.UsableBanks"
        assert told(ask_as(place, WORKER, banks))
        sharing = f"{place.path('page')}/@sharing?search=pbgdpl"
        assert told(ask_as(place, WORKER, sharing))

    def test_the_rest_of_the_portal_is_told_as_before(self, place):
        log = ask_as(place, "member", f"{place.path('portal')}/@transactions")
        texts = [one["description"] for one in json.loads(log.body)]
        page = place.path("page")
        assert any(f"{page}/PATCH_" in text for text in texts)
        assert any("Changed status of" in text and page in text for text in texts)
        names = {one["username"] for one in json.loads(log.body)}
        assert any(WORKER in name for name in names)
        groups = f"{place.path('portal')}/@vocabularies/plone.app.vocabularies.Groups"
        listed = ask_as(place, "member", groups).text
        assert "Reviewers" in listed and "Administrators" in listed
        users = groups.replace("Groups", "Users")
        assert WORKER in ask_as(place, "member", users).text

    def test_a_group_whose_id_was_guessed_has_no_title(self, place):
        group = f"{PREFIX}{CODE}"
        for name, token in (("Groups", group), ("Principals", f"group__{group}")):
            address = f"@vocabularies/plone.app.vocabularies.{name}?token={token}"
            path = f"{place.path('portal')}/{address}"
            assert UNIT in ask_as(place, WORKER, path).text
            assert UNIT not in ask_as(place, "member", path).text

    def test_who_works_in_a_unit_makes_courses_of_banks(self, place):
        path = f"{place.path('portal')}/@vocabularies/sonla.pbgdpl.UsableBanks"
        assert told(ask_as(place, "contributor", path))
        groups = f"{place.path('portal')}/@vocabularies/plone.app.vocabularies.Groups"
        assert told(ask_as(place, "contributor", f"{groups}?b_size=1000"))

    @pytest.mark.parametrize(
        ("description", "outside"),
        [
            ("", False),
            ("{portal}/ngoai-chuyen-trang/edit", True),
            ("{portal}/ngoai-chuyen-trang/PATCH_application_json_", True),
            ("{portal}/ngoai-chuyen-trang/gone", False),
            ("{portal}/ngoai-chuyen-trang/gone/edit", False),
            ("{portal}/gone", False),
            ("{portal}/login", True),
            ("Logged out\n{portal}/logout", True),
            ("Gia hạn hợp đồng\n{portal}/folder_contents", False),
            ("{portal}/pbgdpl-settings", False),
            ("{section}/folder_contents", False),
            ("/elsewhere/login", False),
            ("Changed status of X at {section_url}/x\n{portal}/login", False),
            ("Changed status of X at http://other.example/x\n{portal}/login", False),
            ("Changed status of X at {page_url}\n{portal}/login", True),
            ("Changed status of X at {page_url}\n{page}/content_status_modify", True),
            ("Changed status of X at https://cong.example/{id}\n{page}/edit", True),
            ("('{section}/x',) transitioned publish\n{page}/edit", False),
            ("Deleted x ({section}/x)\n{page}/delete_confirmation", False),
        ],
    )
    def test_only_what_is_known_to_lie_outside_is_told(
        self, place, description, outside
    ):
        page, section = place.items["page"], place.items["section"]
        text = description.format(
            portal=place.path("portal"),
            page=place.path("page"),
            section=place.path("section"),
            page_url=page.absolute_url(),
            section_url=section.absolute_url(),
            id=page.getId(),
        )
        alsoProvides(place.portal.REQUEST, IBrowserLayer)
        service = getMultiAdapter(
            (place.portal, place.portal.REQUEST),
            name="GET_application_json_@transactions",
        )
        assert service.lies_outside(text) is outside


class TestTheOffer:
    """Administrators may keep the log of the whole portal for themselves."""

    def test_health_offers_it_and_the_page_does_and_undoes_it(
        self,
        functional_portal,
        browser,  # noqa: F811
    ):
        site = functional_portal
        transaction.commit()
        health = dict(check_health(site))["transaction-log"]
        assert health.ok and "@transactions" in health.detail
        assert health.remedy == f"{site.absolute_url()}/@@pbgdpl-access"
        browser.open(health.remedy)
        browser.getControl(name="keep_log").click()
        transaction.begin()
        assert dict(check_health(site))["transaction-log"].detail == ""
        assert not members_list_transactions(site)
        browser.getControl(name="open_log").click()
        transaction.begin()
        assert members_list_transactions(site)
        assert rights(site) == ["Manager", "Member", "Site Administrator"]

    def test_it_asks_for_the_token(self, functional_portal):
        token = functional_portal.acl_users["jwt_auth"].create_token
        api.user.create("b@example.org", "boss", "Mat-khau-1234")
        api.user.grant_roles(username="boss", roles=["Manager"])
        boss = Person(token=token("boss"))
        transaction.commit()
        path = f"{functional_portal.absolute_url_path()}/@@pbgdpl-access"
        assert boss.ask(path, "POST", {"keep_log": "1"}).status == 403
        assert boss.ask(f"{path}?keep_log=1").status == 403
        transaction.begin()
        assert members_list_transactions(functional_portal)


def rights(site: Any) -> list[str]:
    """List the roles that may read the log."""
    roles = site.rolesOfPermission(LIST_TRANSACTIONS)
    return sorted(one["name"] for one in roles if one["selected"])
