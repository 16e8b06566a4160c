"""Nothing that an asker left in private reaches a visitor, whatever the address.

As with people of the register: each private fact holds a mark, every address that we
could think of is asked for, and the answers are searched for the marks.
"""

from datetime import date
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.utils import iterSchemataForType
from plone.namedfile.file import NamedBlobFile
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.questions.privacy import OFFICE_FIELDS
from sonla.pbgdpl.questions.privacy import PRIVATE_FIELDS
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS
from web_requests import read_as_stranger
from zope.schema import getFieldNames

import gzip
import pytest
import requests
import transaction

MARKS = {"asker_email": "dauhoi@example.org", "asker_phone": "0987 777 333"}
DUE = date(2031, 7, 13)
OFFICE = (
    "2031-07-13",
    "13/07/2031",
    "13/7/2031",
    "DAUBAOTIN",
    "DAUGHICHU",
    "dau-can-bo",
)
"""Marks of how the office works on it: its day, how the asker is told, notes, who acts."""
WORDS = (
    *("dauhoi", "777 333", "777%20333", "DAUDONGY", "DAUNOIDUNG", "DAUMA", "dautep"),
    *OFFICE,
)
OF_ASKERS = tuple(word for word in WORDS if word not in (*OFFICE, "DAUNOIDUNG"))
SECTION = "/pho-bien-giao-duc-phap-luat"
PUBLIC, SECRET = f"{SECTION}/cau-hoi-cong-khai", f"{SECTION}/cau-hoi-rieng"
NAMES = (
    *("", "view", "edit", "@@full_view", "summary_view", "@@history", "@@historyview"),
    *("@@content-history", "manage_FTPget", "manage_DAVget", "manage_main"),
    *("document_src", "sendto_form", "@@export", "@@dublincore", "getText"),
    *("SearchableText", "CookedBody", "propertyItems", "__dict__", "workflow_history"),
    *("_pbgdpl_answer_writers", "asker_files/0", "@@download"),
    *("@@download/asker_files", "@@edit/++widget++form.widgets.asker_email"),
    *("@@pbgdpl-record", "@@pbgdpl-check", "@@pbgdpl-transition", "@@khong-co"),
    *("@@pbgdpl-question-guards", "@@question-file", "@@question-file?number=0"),
    *("@@pbgdpl-question-months", "@@sharing", "@@dublin-core", "@@oai"),
    *("@@pbgdpl-record.xml", "@@pbgdpl-record.json", "RSS", "atom.xml", "rss.xml"),
    *PROTECTED_FIELDS,
    *OFFICE_FIELDS,
)
PAGES = (
    *(
        "",
        SECTION,
        "/sitemap.xml.gz",
        "/sitemap.xml.gz?page=1",
        "/sitemap",
        "/@@pbgdpl-centre",
        f"/login?came_from={SECRET}",
    ),
    *("/@@search?SearchableText=ket+hon", "/@@ajax-search?SearchableText=ket"),
    *("/@@pbgdpl-search?SearchableText=ket+hon", f"{SECTION}/@@pbgdpl-documents"),
    *(f"{SECTION}/{feed}" for feed in ("atom.xml", "rss.xml", "RSS", "feed.atom")),
    *(f"{SECTION}/@@{name}" for name in ("questions", "ask-question")),
    *(f"{SECTION}/@@{name}" for name in ("question-status", "related-questions?q=ket")),
    *(f"{SECTION}/@@{name}" for name in ("pbgdpl-questions", "pbgdpl-statistics")),
    *("/RSS", "/atom.xml", "/rss.xml", "/itunes.xml", "/feed.json"),
    *(
        "/@@search-rss?portal_type=LegalQuestion",
        "/search_rss?portal_type=LegalQuestion",
    ),
    f"{SECTION}/@@pbgdpl-question-months.csv",
    "/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",
    "/@@oai?verb=ListRecords&metadataPrefix=oai_dc",
)
COOLDOWN_FACTOR = (
    *(f"{path}?expand=workflow,types,actions" for path in (PUBLIC, SECRET)),
    *(
        f"{path}/{name}"
        for path in (PUBLIC, SECRET)
        for name in (
            *("@history", "@history/0", "@workflow", "@actions", "@types"),
            *("@types/LegalQuestion", "@breadcrumbs", "@navigation", "@sharing"),
            *(
                "@comments",
                "@aliases",
                "@contextnavigation",
                "@relations",
                "@linkintegrity",
            ),
            *("?metadata_fields=_all", "?include_items=1&fullobjects=1"),
        )
    ),
    *("/@history", "/@relations", "/@querystring-search", "/@users", "/@types"),
    "/@search?portal_type=LegalQuestion&sort_on=pbgdpl_due",
    "/@search?pbgdpl_due.query=2031-07-13&pbgdpl_due.range=min",
    "/@search?portal_type=LegalQuestion&fullobjects=1",
    "/@search?portal_type=LegalQuestion&metadata_fields=_all",
    "/@search?portal_type=LegalQuestion&metadata_fields=asker_email",
    "/@search?SearchableText=dauhoi",
    f"{SECTION}?fullobjects=1",
)


@pytest.fixture
def served(functional_portal):
    """Serve a public question and one that nobody but the office may see, both marked."""
    api.portal.set_registry_record("plone.enable_sitemap", True)
    section = make_section(functional_portal)
    file = NamedBlobFile(b"%PDF-1.7 DAUNOIDUNG", filename="dautep.pdf")
    kept = {**MARKS, "asker_consent": "DAUDONGY", "tracking_code": "DAUMA-2222-3333"}
    kept["due_date"] = DUE
    one = answer(ask(section, id="cau-hoi-cong-khai", **kept))
    with api.env.adopt_roles(["Manager"]):
        api.user.create(username="dau-can-bo", email="dau-can-bo@example.org")
    with api.env.adopt_user(username="dau-can-bo"):
        put(one, "answered", "DAUGHICHU")
        put(one, "published")
    other = ask(
        section,
        id="cau-hoi-rieng",
        question="DAUNOIDUNG",
        **{**kept, "tracking_code": "DAUMA-4444-5555"},
    )
    for question in (one, other):
        question.asker_files = (file,)
        question.reply_channel = "DAUBAOTIN"
        question.reindexObject()
    transaction.commit()
    return functional_portal


def leaks(answer):
    packed = answer.content.startswith(b"\x1f\x8b")
    text = gzip.decompress(answer.content).decode() if packed else answer.text
    text += answer.headers.get("Location", "")
    return [word for word in WORDS if word in text]


def test_packed_answers_are_unpacked(served):
    answer = requests.get(f"{served.absolute_url()}/sitemap.xml.gz?page=1", timeout=60)
    assert "cau-hoi-cong-khai" in gzip.decompress(answer.content).decode()
    assert leaks(answer) == []


def test_no_page_tells(served):
    root = served.absolute_url()
    found, fine = {}, 0
    for path in (*PAGES, *(f"{p}/{name}" for p in (PUBLIC, SECRET) for name in NAMES)):
        answer = read_as_stranger(f"{root}{path}")
        fine += answer.status_code == 200
        if leaks(answer):
            found[path] = leaks(answer)
    assert found == {}
    assert fine > 25


def test_no_json_tells(served):
    root = served.absolute_url()
    found, fine = {}, 0
    for path in COOLDOWN_FACTOR:
        answer = requests.get(
            f"{root}{path}", headers={"Accept": "application/json"}, timeout=60
        )
        fine += answer.status_code == 200
        leaked = [word for word in leaks(answer) if word not in path]
        if leaked:
            found[path] = leaked
    assert found == {}
    assert fine > 5


@pytest.mark.parametrize("verb", ["PROPFIND", "OPTIONS", "TRACE", "POST"])
def test_no_other_verb_tells(served, verb):
    for path in (PUBLIC, SECRET):
        answer = requests.request(verb, f"{served.absolute_url()}{path}", timeout=60)
        assert leaks(answer) == []


def test_the_office_sees_them(served):
    url = f"{served.absolute_url()}{PUBLIC}"
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert "dauhoi" in requests.get(url, auth=owner, timeout=60).text
    data = requests.get(
        url, auth=owner, headers={"Accept": "application/json"}, timeout=60
    ).json()
    assert data["asker_phone"] == MARKS["asker_phone"]


def test_who_answers_for_an_agency_does_not_see_them(served):
    section = served[SECTION.strip("/")]
    question = put(section["cau-hoi-rieng"], "assigned")
    with api.env.adopt_roles(["Manager"]):
        api.user.create(
            username="can-bo", email="cb@example.org", password="Mat-khau-2026"
        )
    question.manage_addLocalRoles("can-bo", ["PBGDPL Contributor"])
    transaction.commit()
    for name in ("view", "edit", "asker_email", "manage_FTPget"):
        answer = requests.get(
            f"{served.absolute_url()}{SECRET}/{name}",
            auth=("can-bo", "Mat-khau-2026"),
            timeout=60,
        )
        leaked = [word for word in leaks(answer) if word in OF_ASKERS]
        assert leaked == [], name
    edit = requests.get(
        f"{served.absolute_url()}{SECRET}/edit",
        auth=("can-bo", "Mat-khau-2026"),
        timeout=60,
    )
    assert edit.status_code == 200 and "form.widgets.answer" in edit.text


def test_no_index_and_no_metadata_holds_a_mark(served):
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type="LegalQuestion")
    assert len(brains) == 2
    for brain in brains:
        rid = brain.getRID()
        held = f"{catalog.getIndexDataForRID(rid)}{catalog.getMetadataForRID(rid)}"
        # The index of what is still to be answered holds days; metadata never do.
        words = OF_ASKERS if brain.review_state == "received" else WORDS
        words = [word for word in words if word != "DAUNOIDUNG"]
        assert [word for word in words if word.lower() in held.lower()] == []
        metadata = str(catalog.getMetadataForRID(rid))
        assert [word for word in OFFICE if word in metadata] == []


def test_private_fields_are_fields_and_no_others_sound_so(portal):
    fields = {
        name
        for schema in iterSchemataForType("LegalQuestion")
        for name in getFieldNames(schema)
    }
    assert set(PROTECTED_FIELDS) - {"asker_files"} <= fields
    assert set(PRIVATE_FIELDS) <= fields
    sounding = ("private", "address", "home", "birth", "id_number")
    assert not {n for n in fields if any(word in n for word in sounding)}


def test_no_versions_keep_them(portal):
    versioned = portal.portal_repository.getVersionableContentTypes()
    assert "LegalQuestion" not in versioned
