"""Editors can build Collections by each of our indexes."""

from DateTime import DateTime
from datetime import date
from people import enter
from plone import api
from plone.app.querystring.interfaces import IQuerystringRegistryReader
from plone.app.querystring.querybuilder import QueryBuilder
from plone.registry.interfaces import IRegistry
from Products.CMFCore.indexing import processQueue
from search_content import make
from search_content import make_section
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.search.setup import INDEXES
from source_tree import ROOT
from zope.component import getUtility

import pytest
import re

ANY = "plone.app.querystring.operation.selection.any"
NONE = "plone.app.querystring.operation.selection.none"
ALL = "plone.app.querystring.operation.selection.all"
IS = "plone.app.querystring.operation.string.is"
IS_NOT = "plone.app.querystring.operation.string.isNot"
IS_TRUE = "plone.app.querystring.operation.boolean.isTrue"
INT_IS = "plone.app.querystring.operation.int.is"
INT_LESS = "plone.app.querystring.operation.int.lessThan"
INT_MORE = "plone.app.querystring.operation.int.largerThan"

DAY_MORE = "plone.app.querystring.operation.date.largerThan"
DAY_LESS = "plone.app.querystring.operation.date.lessThan"

INTERNAL = {
    "pbgdpl_text",
    "pbgdpl_steps",
    "pbgdpl_author",
    "pbgdpl_person",
    "pbgdpl_next_change",
    "pbgdpl_counts",
    "pbgdpl_report",
}
"""What the page of design choices names, each with its reason."""
SORT_ONLY = {"pbgdpl_name_order"}
"""An order, whose keys nobody could type."""
NOT_OFFERED = re.compile(
    r"Other indexes are not offered to Collections\n((?: {4}.*\n)+)"
)
OFFERED = [n for n in INDEXES if n.startswith("pbgdpl_") and n not in INTERNAL]

ROW = {"document_type": "luat", "number": "14/2012/QH13", "issuer": "Quốc hội"}


@pytest.fixture
def section(portal):
    section = make_section(portal)
    make(
        section,
        "Guidance",
        id="one",
        document_type="ke-hoach",
        number="218/QĐ-UBND",
        issued_on=date(2013, 1, 9),
        legal_fields=("dat-dai", "dan-su"),
        audiences=("nhan-dan",),
        territory=("14",),
        agency="so-tu-phap",
        language="vi",
    )
    make(
        section,
        "LegalIntroduction",
        id="two",
        kind="de-cuong",
        text_language="blt",
        made_with_ai=True,
        legal_fields=("dan-su",),
        agency="so-y-te",
        legal_documents=[ROW],
    )
    stepped("one", DateTime("2013/01/09 10:00"))
    return section


def stepped(name, time):
    """Let an item have taken a step."""
    item = api.portal.get()["pl"][name]
    line = {**history_of(item)[-1], "action": "submit", "time": time}
    item.workflow_history[EDITORIAL_WORKFLOW] += (line,)
    item.reindexObject()


@pytest.mark.parametrize(
    ("index", "operation", "values", "expected"),
    [
        ("pbgdpl_kind", ANY, ["ke-hoach"], {"one"}),
        ("pbgdpl_kind", NONE, ["ke-hoach"], {"two"}),
        ("pbgdpl_legal_fields", ANY, ["dat-dai", "dan-su"], {"one", "two"}),
        ("pbgdpl_legal_fields", ALL, ["dat-dai", "dan-su"], {"one"}),
        ("pbgdpl_legal_fields", NONE, ["dat-dai"], {"two"}),
        ("pbgdpl_audiences", ANY, ["nhan-dan"], {"one"}),
        ("pbgdpl_territory", ANY, ["14"], {"one"}),
        ("pbgdpl_agency", ANY, ["so-y-te"], {"two"}),
        ("pbgdpl_language", ANY, ["blt"], {"two"}),
        ("pbgdpl_made_with_ai", IS_TRUE, "", {"two"}),
        ("pbgdpl_year", INT_IS, "2013", {"one"}),
        ("pbgdpl_year", INT_LESS, "2014", {"one"}),
        ("pbgdpl_year", INT_MORE, "2014", {"two"}),
        ("pbgdpl_date", DAY_LESS, "2013-12-31", {"one"}),
        ("pbgdpl_date", DAY_MORE, "2013-12-31", {"two"}),
        ("pbgdpl_number", IS, "218 qd-ubnd", {"one"}),
        ("pbgdpl_number", IS, "218/QĐ", {"one"}),
        ("pbgdpl_number", IS_NOT, "218/QĐ", {"two"}),
        ("pbgdpl_last_step", DAY_MORE, "2013-01-01", {"one"}),
        ("pbgdpl_last_step", DAY_LESS, "2013-01-01", set()),
        ("pbgdpl_legal_document", ANY, ["14/2012/QH13|quoc hoi|"], {"two"}),
    ],
)
def test_a_criterion_selects(section, index, operation, values, expected):
    query = [{"i": index, "o": operation, "v": values}]
    results = QueryBuilder(section, section.REQUEST)(query, batch=False)
    found = {result.getId() for result in results}
    assert found & {"one", "two"} == expected


@pytest.fixture
def fields(portal):
    reader = IQuerystringRegistryReader(getUtility(IRegistry))
    reader.vocab_context = portal
    with api.env.adopt_roles(["Manager"]):
        return reader()["indexes"]


@pytest.mark.parametrize("index", OFFERED)
def test_each_index_is_offered_with_operations_that_exist(fields, index):
    field = fields[index]
    assert field["enabled"] or (index in SORT_ONLY and field["sortable"])
    assert field["title"] and field["group"]
    assert field["operations"]
    assert all(field["operators"][name]["operation"] for name in field["operations"])


def test_the_reasons_for_the_others_are_told(portal):
    (text,) = NOT_OFFERED.findall(
        (ROOT / "docs" / "choices" / "search.rst").read_text()
    )
    assert set(re.findall(r"``(pbgdpl_\w+)``", text)) == INTERNAL
    assert INTERNAL <= set(INDEXES)


def test_people_of_a_letter_in_the_order_of_their_names(section):
    for name in ("Lò Văn Đức", "Cà Thị Ánh", "Lường Văn An", "Vì Thị Ân"):
        enter(section, name, full_name=name)

    def names(*criteria):
        query = [
            {"i": index, "o": operation, "v": value}
            for index, operation, value in criteria
        ]
        found = QueryBuilder(section, section.REQUEST)(
            query, batch=False, sort_on="pbgdpl_name_order"
        )
        return [result.Title() for result in found]

    people = ("portal_type", ANY, ["LegalReporter"])
    assert names(people) == ["Lường Văn An", "Cà Thị Ánh", "Vì Thị Ân", "Lò Văn Đức"]
    assert names(("pbgdpl_letter", IS, "Đ")) == ["Lò Văn Đức"]
    assert names(("pbgdpl_letter", IS, "A")) == ["Lường Văn An", "Cà Thị Ánh"]


@pytest.mark.parametrize(
    ("index", "token", "title"),
    [
        ("pbgdpl_legal_fields", "dat-dai", "Đất đai"),
        ("pbgdpl_kind", "ke-hoach", "Kế hoạch"),
        ("pbgdpl_audiences", "nhan-dan", "Nhân dân"),
        ("pbgdpl_agency", "so-thong-tin-truyen-thong", None),
        ("pbgdpl_territory", "14", "Tỉnh Sơn La"),
        ("pbgdpl_language", "vi", "Tiếng Việt"),
    ],
)
def test_the_values_to_choose_from_have_titles_ended_ones_too(
    fields, index, token, title
):
    values = fields[index]["values"]
    assert token in values
    assert title is None or values[token]["title"] == title


def test_legal_documents_to_choose_from_are_those_stored(section, fields):
    processQueue()
    with api.env.adopt_roles(["Manager"]):
        reader = IQuerystringRegistryReader(getUtility(IRegistry))
        reader.vocab_context = section
        values = reader()["indexes"]["pbgdpl_legal_document"]["values"]
    assert values["14/2012/QH13|quoc hoi|"]["title"] == "14/2012/QH13, quoc hoi"


def test_uninstalling_takes_the_offers_back(portal, installer):
    installer.uninstall_product("sonla.pbgdpl")
    registry = getUtility(IRegistry)
    assert not [n for n in registry.records if "querystring.field.pbgdpl" in n]
    assert not [n for n in portal.portal_catalog.indexes() if n in OFFERED]
