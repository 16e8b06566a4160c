"""The public register: one line a document, only what visible items cite."""

from DateTime import DateTime
from datetime import date
from new_items import create
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.query import natural_order
from sonla.pbgdpl.legal_documents.query import validity_on
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.legal_documents.query import year_of
from zope.component import queryMultiAdapter

import pytest


@pytest.mark.parametrize("where", ["portal", "section", "unit"])
def test_answers_when_empty(portal, layered, view, where):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, "LegalEducationSection", "s", "S")
        unit = api.content.create(section, "ContributingUnit", "u", "U", code="u")
    context = {"portal": portal, "section": section, "unit": unit}[where]
    html = view("pbgdpl-documents", context)()
    assert "msg_no_documents_yet" in html or "cites a legal document" in html


def test_one_line_for_every_spelling(section):
    logout()
    found = visible_identities(section)
    assert {name: [b.getId for b in brains] for name, brains in found.items()} == {
        "31/2024/QH15|quoc hoi|2024-01-18": ["de-cuong", "gioi-thieu-luat"],
        "218/QD-UBND|uy ban nhan dan tinh son la|2025-01-25": [
            "quyet-dinh-218",
            "de-cuong",
        ],
    }


def test_private_items_show_to_their_makers_only(section, land_law):
    mine = [b.getId for b in visible_identities(section)[land_law]]
    logout()
    public = [b.getId for b in visible_identities(section)[land_law]]
    assert ("ban-nhap" in mine, "ban-nhap" in public) == (True, False)


def test_items_in_an_early_place_wait_with_it(section, unit, land_law):
    logout()
    assert "trong-so" in [b.getId for b in visible_identities(section)[land_law]]
    unit.effective_date = DateTime() + 5
    unit.reindexObject()
    assert "trong-so" not in [b.getId for b in visible_identities(section)[land_law]]


@pytest.mark.parametrize(
    "form, numbers",
    [
        ({}, ["218 /QĐ-UBND", "31/2024/qh15 "]),
        ({"q": "218/qd-ubnd"}, ["218 /QĐ-UBND"]),
        ({"q": "2024 / qh"}, ["31/2024/qh15 "]),
        ({"q": "khong co"}, []),
        ({"type": "luat"}, ["31/2024/qh15 "]),
        ({"validity": "CHL"}, ["31/2024/qh15 "]),
        ({"validity": "HHL"}, []),
        ({"year": "2025"}, ["218 /QĐ-UBND"]),
        ({"year": "abc"}, ["218 /QĐ-UBND", "31/2024/qh15 "]),
        ({"sort": "issued"}, ["31/2024/qh15 ", "218 /QĐ-UBND"]),
        ({"sort": "number"}, ["31/2024/qh15 ", "218 /QĐ-UBND"]),
        ({"document": "31/2024/QH15|quoc hoi|2024-01-18"}, ["31/2024/qh15 "]),
        ({"document": "nonsense"}, []),
        ({"b_start": "-1"}, ["218 /QĐ-UBND", "31/2024/qh15 "]),
        ({"q": '"'}, []),
        ({"q": "(("}, []),
        ({"q": "*"}, []),
    ],
)
def test_filters(section, view, form, numbers):
    logout()
    page = view("pbgdpl-documents", section, **form)
    assert [line["number"] for line in page.lines()] == numbers


def test_page_links_the_items(section, view, land_law):
    logout()
    html = view("pbgdpl-documents", section, document=land_law)()
    link = f'href="{section["gioi-thieu-luat"].absolute_url()}"'
    assert link in html and "Giới thiệu Luật Đất đai" in html
    assert "ban-nhap" not in html


def test_words_find_the_summary_without_accents(section, view):
    page = view("pbgdpl-documents", section, q="Luật Đất đai")
    assert [line["number"] for line in page.lines()] == ["31/2024/qh15 "]


def test_words_find_each_of_many(section, view):
    for number in range(1, 71):
        row = {"document_type": "luat", "number": f"{number}/2020/QH14"}
        row["summary"] = "Quy định chung của khoản vay"
        with api.env.adopt_roles(["Manager"]):
            create(section, "LegalIntroduction", title="Vay", legal_documents=[row])
    assert view("pbgdpl-documents", section, q="khoan vay").total == 70


def test_paging_keeps_state_and_never_breaks(section, view):
    rows = [
        {"document_type": "luat", "number": f"{n}/2020/QH14", "issuer": "Quốc hội"}
        for n in range(1, 46)
    ]
    section["ban-nhap"].legal_documents = rows
    section["ban-nhap"].reindexObject()
    page = view("pbgdpl-documents", section, year="2020", sort="number", b_start="40")
    assert [line["number"] for line in page.lines()] == [
        f"{n}/2020/QH14" for n in range(41, 46)
    ]
    html = page()
    assert "year=2020" in html and "b_start" in html
    for nonsense in ("²", "9" * 5000):
        start = view("pbgdpl-documents", section, b_start=nonsense, year=nonsense)
        assert start.batch.start == 1 and start.filters.year is None
    beyond = view("pbgdpl-documents", section, year="2020", b_start="4000")
    assert list(beyond.lines()) is not None


def test_markup_in_rows_is_escaped(section, view):
    section["ban-nhap"].legal_documents = [
        {"number": "<script>alert(1)</script>", "issuer": "<b>x</b>"}
    ]
    section["ban-nhap"].reindexObject()
    html = view("pbgdpl-documents", section)()
    assert "<script>alert(1)" not in html and "<b>x</b>" not in html


def test_rows_without_number_or_with_missing_keys(section):
    section["ban-nhap"].legal_documents = [{"issuer": "x"}, {"number": "1/2020/ND-CP"}]
    assert [row["number"] for row in cited_rows(section["ban-nhap"])] == [
        "1/2020/ND-CP"
    ]


def test_csv_has_all_lines_and_no_formula(section, view):
    section["ban-nhap"].legal_documents = [{"number": "=1+1", "issuer": "x"}]
    section["ban-nhap"].reindexObject()
    data = view("pbgdpl-documents.csv", section)()
    text = data.decode("utf-8-sig")
    assert "31/2024/qh15 ;Luật;Luật Đất đai" in text
    assert "'=1+1" in text and "\n=1+1" not in text


@pytest.mark.parametrize(
    "row, expected",
    [
        ({"validity": "CHL", "expires_on": date(2026, 1, 1)}, "HHL"),
        ({"validity": "CHL", "expires_on": date(2026, 6, 1)}, "CHL"),
        ({"validity": "", "effective_on": date(2026, 7, 1)}, "CCHL"),
        ({"validity": "CCHL", "effective_on": date(2026, 1, 1)}, "CHL"),
        ({"validity": "HHL1P", "expires_on": date(2026, 1, 1)}, "HHL1P"),
        ({}, ""),
    ],
)
def test_validity_follows_the_dates(row, expected):
    assert validity_on(row, date(2026, 6, 1)) == expected


@pytest.mark.parametrize(
    "identity, year",
    [("1/2020/QH14||", 2020), ("1/QD||2019-05-01", 2019), ("218/QD-UBND||", None)],
)
def test_year(identity, year):
    assert year_of(identity) == year


def test_numbers_sort_as_numbers():
    given = ["10/2020/QH14||", "9/2020/QH14||", "A/1||", "A/1²||"]
    assert sorted(given, key=natural_order) == [given[1], given[0], *given[2:]]


def test_csv_answers_where_the_page_does_and_nowhere_else(portal, section, layered):
    with api.env.adopt_roles(["Manager"]):
        unit = api.content.create(section, "ContributingUnit", "u", "Đ", code="u")
        folder = api.content.create(section, "Folder", "f", "Thư mục")
        outside = api.content.create(portal, "Folder", "ngoai", "Ngoài")
    names = ("pbgdpl-documents", "pbgdpl-documents.csv")
    for place, answers in (
        (portal, True),
        (section, True),
        (unit, True),
        (folder, False),
        (outside, False),
    ):
        found = {queryMultiAdapter((place, layered), name=n) is not None for n in names}
        assert found == {answers}, place


@pytest.mark.parametrize(
    "typed",
    ['"', "((", ")", "*", "?", "_", "-", "\x01\x1b", "and", "not", "a*b", "²", "“"],
)
def test_signs_of_the_language_of_the_index_are_none(section, view, typed):
    for text in (typed, f"luật {typed} đất", f'đất {typed}"'):
        assert view("pbgdpl-documents", section, q=text)()
    assert view("pbgdpl-documents", section, q=f"đất đai {typed}").total in (0, 1)


def test_words_are_found_within_half_a_pair_of_quotes(section, view):
    for typed in ('"luật đất', "(luật) đất", "luật, đất đai."):
        assert view("pbgdpl-documents", section, q=typed).total == 1, typed
