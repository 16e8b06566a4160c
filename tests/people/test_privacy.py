"""No private value of a person reaches an anonymous visitor, whatever the address.

Each private field holds a mark; every address that we could think of is asked for, and
the answers are searched for the marks.
"""

from datetime import date
from io import BytesIO
from people import ended
from people import enter
from people import recognition
from people_lists import row
from people_lists import workbook
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.utils import iterSchemataForType
from public_content import make_section
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.people.privacy import PRIVATE_FIELDS
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from web_requests import read_as_stranger
from zipfile import ZipFile
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldNames

import pytest
import requests
import transaction

MARKS = {
    "birth_date": date(1961, 7, 23),
    "gender": "female",
    "ethnicity": "DAUDANTOC",
    "private_phone": "0987 777 111",
    "private_email": "daurieng@example.org",
    "id_number": "DAUSOCANCUOC",
    "home_address": "DAUNHARIENG",
    "official_phone": "0212 777 222",
    "official_email": "daucongvu@example.org",
}
WORDS = (
    "1961-07-23",
    "23/07/1961",
    "1961, 7, 23",
    "Jul 23, 1961",
    "DAUDANTOC",
    "777 111",
    "777%20111",
    "daurieng",
    "DAUSOCANCUOC",
    "DAUNHARIENG",
    "777 222",
    "daucongvu",
    "DAULYDO",
    "female",
)
PERSON = "/pho-bien-giao-duc-phap-luat/lo-van-vi-du"
ENDED = "/pho-bien-giao-duc-phap-luat/lo-thi-da-thoi"
SECTION = "/pho-bien-giao-duc-phap-luat"
PAGES = (
    "",
    SECTION,
    "/@@reporters",
    f"{SECTION}/@@reporters?print=1",
    f"{SECTION}/@@propagandists",
    f"{SECTION}/@@reporters?q=DAUDANTOC",
    f"{SECTION}/@@reporters?level=tinh&letter=D",
    PERSON,
    ENDED,
    *(
        f"{path}/{name}"
        for path in (PERSON, ENDED)
        for name in (
            "view",
            "edit",
            "@@edit",
            "@@full_view",
            "summary_view",
            "@@history",
            "@@historyview",
            "@@content-history",
            "folder_summary_view",
            "manage_FTPget",
            "manage_DAVget",
            "manage_main",
            "document_src",
            "sendto_form",
            "@@export",
            "@@dublincore",
            "getText",
            "SearchableText",
            "CookedBody",
            "propertyItems",
            "propertyValues",
            "__dict__",
            "noted_corrections",
            "recognition_history",
            "shown_recognitions",
            "recognitions",
            "_pbgdpl_corrections",
            "++widget++form.widgets.IPerson.birth_date",
            "@@edit/++widget++form.widgets.IPerson.birth_date",
            "@@images/photo",
            "@@download/photo",
            "@@pbgdpl-check",
            "@@pbgdpl-record",
            *MARKS,
        )
    ),
    f"/login?came_from={PERSON}/edit",
    "/@@search?SearchableText=DAUDANTOC",
    "/@@search?SearchableText=Lò",
    "/@@ajax-search?SearchableText=Lò",
    "/@@pbgdpl-search?SearchableText=DAUNHARIENG",
    f"{SECTION}/@@pbgdpl-search?SearchableText=Lò",
    f"{SECTION}/@@pbgdpl-documents",
    f"{SECTION}/atom.xml",
    f"{SECTION}/rss.xml",
    f"{SECTION}/RSS",
    f"{SECTION}/itunes.xml",
    f"{SECTION}/feed.atom",
    f"{SECTION}/@@pbgdpl-feed",
    "/sitemap.xml.gz",
    "/sitemap",
    "/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",
    "/@@oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/@@oai?verb=ListIdentifiers&metadataPrefix=pbgdpl",
    "/@@pbgdpl-centre",
    *(
        f"{place}/@@{name}-export?format={kind}{variant}"
        for place in ("", SECTION)
        for name in ("reporters", "propagandists")
        for kind in ("csv", "json", "xlsx", "khong-co")
        for variant in ("", "&variant=internal", "&q=DAUDANTOC")
    ),
    f"{SECTION}/@@register-import",
    f"{SECTION}/@@register-import?token=TOKEN",
    f"{SECTION}/@@register-import?token=TOKEN&show=new",
    "/@@register-import",
    "/@@pbgdpl-audit",
    f"{SECTION}/@@pbgdpl-audit",
    f"{PERSON}/khong-co",
    f"{PERSON}/@@khong-co?birth_date=1",
)
REST = (
    PERSON,
    ENDED,
    f"{PERSON}?expand=breadcrumbs,navigation,workflow,types,actions,translations",
    f"{PERSON}/@history",
    f"{PERSON}/@history/0",
    f"{PERSON}/@workflow",
    f"{PERSON}/@types/LegalReporter",
    f"{PERSON}/@actions",
    f"{PERSON}/@linkintegrity",
    f"{PERSON}/@comments",
    f"{SECTION}?fullobjects=1",
    f"{SECTION}/@search?SearchableText=DAUDANTOC",
    "/@search?portal_type=LegalReporter&fullobjects=1",
    "/@search?portal_type=LegalReporter&metadata_fields=_all",
    "/@search?portal_type=LegalReporter&metadata_fields=birth_date",
    "/@types/LegalReporter",
    "/@querystring",
    "/@navigation",
)


@pytest.fixture
def served(functional_portal):
    """Serve a person in public and one who is ended, all fields marked."""
    section = make_section(functional_portal)
    reason = {"end_reason": "DAULYDO"}
    past = ended(recognition(valid_from=date(2020, 1, 1)), date(2022, 1, 1), **reason)
    person = enter(section, "Lò Văn Ví Dụ", recognitions=[past, recognition()], **MARKS)
    enter(section, "Lò Thị Đã Thôi", recognitions=[past], **MARKS)
    person.recognitions = [{**past, "decision_number": "9/QĐ"}, recognition()]
    notify(ObjectModifiedEvent(person))
    transaction.commit()
    return functional_portal


def leaks(answer):
    text = answer.text + answer.headers.get("Location", "")
    if answer.content.startswith(b"PK"):
        with ZipFile(BytesIO(answer.content)) as packed:
            text = "".join(packed.read(name).decode() for name in packed.namelist())
    return [word for word in WORDS if word in text]


@pytest.fixture
def token(served):
    """Let a list with marks wait, and the log name one; give the token of the list."""
    section = served[SECTION.strip("/")]
    cells = row(birth="23/07/1961", ethnicity="DAUDANTOC", phone="0987 777 111")
    bad = row(name="Lò Văn Sai", birth="31/02/1980", ethnicity="DAUDANTOC")
    choices = ImportOptions("LegalReporter", defaults={"level": "tinh"})
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        name = pending_lists.keep(
            section, "DAUNHARIENG.xlsx", workbook([cells, bad]), choices
        )
        log.note("export", "LegalReporter", section, 1, filters={"q": "DAUDANTOC"})
    transaction.commit()
    return name


def test_no_page_tells(served, token):
    root = served.absolute_url()
    found, fine = {}, 0
    for path in PAGES:
        path = path.replace("TOKEN", token)
        answer = read_as_stranger(f"{root}{path}")
        fine += answer.status_code == 200
        leaked = leaks(answer)
        if "q=DAU" in path or "Text=DAU" in path:  # the words asked are shown again
            leaked = [word for word in leaked if word not in path]
        if leaked:
            found[path] = leaked
    assert found == {}
    assert fine > 40  # the walk is no row of refusals


def test_no_json_tells(served):
    root = served.absolute_url()
    found, fine = {}, 0
    for path in REST:
        for verb in ("get", "head", "options"):
            answer = getattr(requests, verb)(
                f"{root}{path}", headers={"Accept": "application/json"}, timeout=60
            )
            fine += answer.status_code == 200
            leaked = leaks(answer)
            if "Text=DAU" in path:
                leaked = [word for word in leaked if word not in path]
            if leaked and "@types" not in path:
                found[path] = leaked
    assert found == {}
    assert fine > 10


@pytest.mark.parametrize("verb", ["PROPFIND", "OPTIONS", "TRACE", "POST"])
def test_no_other_verb_tells(served, verb):
    for path in (PERSON, ENDED):
        answer = requests.request(verb, f"{served.absolute_url()}{path}", timeout=60)
        assert leaks(answer) == []


@pytest.mark.parametrize(
    "form",
    [
        {"refused_xlsx": "1"},
        {"refused_csv": "1"},
        {"apply": "1", "leave_refused": "1"},
        {"drop": "1"},
        {"match": "1"},
        {"variant": "internal", "format": "csv"},
        {"variant": "internal", "format": "json"},
    ],
)
def test_no_form_tells_or_does_anything(served, token, form):
    """What a visitor sends ends at the login, whatever they know or guess."""
    root = f"{served.absolute_url()}{SECTION}"
    for name in ("register-import", "reporters-export", "pbgdpl-audit"):
        url = f"{root}/@@{name}?token={token}"
        answer = requests.post(url, data=form, timeout=60)
        assert leaks(answer) == []
    transaction.begin()
    assert token in pending_lists.lists() and log.count(actions_of("data")) == 1
    assert len(served[SECTION.strip("/")].objectIds()) == 2


def test_a_collection_by_post_tells_nothing(served):
    query = [
        {
            "i": "portal_type",
            "o": "plone.app.querystring.operation.selection.any",
            "v": ["LegalReporter"],
        }
    ]
    answer = requests.post(
        f"{served.absolute_url()}/@querystring-search",
        json={"query": query, "fullobjects": True, "metadata_fields": "_all"},
        headers={"Accept": "application/json"},
        timeout=60,
    )
    assert answer.json()["items_total"] == 1
    assert leaks(answer) == []


def test_those_who_may_see_them_do(served):
    url = f"{served.absolute_url()}{PERSON}"
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page = requests.get(url, auth=owner, timeout=60).text
    for word in ("23/07/1961", "DAUDANTOC", "DAUNHARIENG", "DAULYDO", "777 222"):
        assert word in page
    data = requests.get(
        url, auth=owner, headers={"Accept": "application/json"}, timeout=60
    ).json()
    assert data["id_number"] == "DAUSOCANCUOC"
    assert data["recognitions"][0]["end_reason"] == "DAULYDO"


def test_no_index_and_no_metadata_holds_a_mark(served):
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type=list(PERSON_TYPES)):
        rid = brain.getRID()
        held = str(catalog.getIndexDataForRID(rid)) + str(
            catalog.getMetadataForRID(rid)
        )
        assert [word for word in WORDS if word.lower() in held.lower()] == []


@pytest.mark.parametrize("portal_type", PERSON_TYPES)
def test_private_fields_are_those_that_sound_so(portal, portal_type):
    fields = {
        n for schema in iterSchemataForType(portal_type) for n in getFieldNames(schema)
    }
    assert set(PROTECTED_FIELDS) <= fields and set(PRIVATE_CELLS)
    sounding = ("private", "address", "home", "birth", "id_number")
    suspicious = {n for n in fields if any(word in n for word in sounding)}
    assert suspicious <= set(PRIVATE_FIELDS)


@pytest.mark.parametrize("portal_type", PERSON_TYPES)
def test_no_versions_keep_them(portal, portal_type):
    versioned = portal.portal_repository.getVersionableContentTypes()
    assert portal_type not in versioned
