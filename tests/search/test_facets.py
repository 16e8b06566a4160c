"""Filters narrow, and their counts are what they would leave."""

from collections import Counter
from DateTime import DateTime
from itertools import product
from search_content import found_ids
from search_content import make
from search_content import make_section
from search_content import search_view
from sonla.pbgdpl.search import facets
from sonla.pbgdpl.search.facets import FACETS

import pytest

FIELDS = ("dat-dai", "dan-su", "hinh-su")
AGENCIES = ("so-tu-phap", "so-y-te")
YEARS = (2019, 2020, 2021)
BY_NAME = {facet.name: facet for facet in FACETS}


def values_of(item):
    """Return, from the item alone, what it counts for."""
    kind = getattr(item, "kind", None) or getattr(item, "document_type", None)
    return {
        "type": [item.portal_type],
        "kind": [kind] if kind else [],
        "field": list(item.legal_fields),
        "audience": list(item.audiences),
        "territory": list(item.territory),
        "year": [str(item.effective_date.year())],
        "agency": [item.agency],
        "language": [getattr(item, "text_language", None) or item.language],
    }


def create_items(section):
    items = []
    kinds = {"LegalNews": {}, "LegalIntroduction": {"kind": "de-cuong"}}
    combinations = product(kinds, FIELDS, AGENCIES, YEARS)
    for number, (portal_type, field, agency, year) in enumerate(combinations):
        items.append(
            make(
                section,
                portal_type,
                id=f"n{number}",
                description="ấn phẩm" if number % 2 else "trẻ em",
                legal_fields=(field, FIELDS[0])[: 1 + number % 2],
                audiences=("nhan-dan",) if number % 3 == 0 else (),
                territory=("14",) if number % 5 == 0 else (),
                agency=agency,
                language="vi",
                effective_date=DateTime(f"{year}-06-01"),
                **kinds[portal_type],
                **({"text_language": "blt"} if kinds[portal_type] else {}),
            )
        )
    return items


STATES = [
    {},
    {"q": "an pham"},
    {"q": "không có"},
    {"field": "dat-dai"},
    {"field": ["dat-dai", "hinh-su"]},
    {"field": "dat-dai", "agency": "so-y-te"},
    {"q": "trẻ em", "year": ["2019", "2021"], "type": "LegalNews"},
    {"kind": "de-cuong", "audience": "nhan-dan", "territory": "14"},
    {"language": "blt", "year": "2020"},
    {"agency": "khong-co"},
    {"year": "nonsense"},
]


def chosen_of(form):
    return {
        name: [value] if isinstance(value, str) else value
        for name, value in form.items()
        if name != "q"
    }


def passes(item, chosen, text, except_for=None):
    if text and text not in {"an pham", "trẻ em"}:
        return False
    if text and item.description != {"an pham": "ấn phẩm"}.get(text, text):
        return False
    own = values_of(item)
    return all(
        set(own[name]) & set(values)
        for name, values in chosen.items()
        if name != except_for
    )


class TestAgainstBruteForce:
    @pytest.fixture(scope="class")
    def items(self, portal_class):
        return create_items(make_section(portal_class))

    @pytest.fixture(params=[0, 10_000], ids=["by value", "by record"])
    def way_of_counting(self, request, monkeypatch):
        monkeypatch.setattr(facets, "MAX_COUNTED_BY_RECORD", request.param)

    @pytest.mark.parametrize("form", STATES)
    def test_results(self, portal_class, items, form):
        chosen, text = chosen_of(form), form.get("q", "")
        expected = {item.getId() for item in items if passes(item, chosen, text)}
        assert set(found_ids(portal_class, **form)) == expected

    @pytest.mark.usefixtures("way_of_counting")
    @pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
    @pytest.mark.parametrize("form", STATES)
    def test_counts(self, portal_class, items, form, facet):
        chosen, text = chosen_of(form), form.get("q", "")
        expected = Counter()
        for item in items:
            if passes(item, chosen, text, except_for=facet.name):
                expected.update(set(values_of(item)[facet.name]))
        counts = search_view(portal_class, **form).finding.faceted.counts(facet)
        assert counts == dict(expected)

    @pytest.mark.parametrize("form", STATES[:6])
    def test_a_count_is_what_its_link_leaves(self, portal_class, items, form):
        view = search_view(portal_class, **form)
        for facet in FACETS:
            if view.criteria.values(facet.name):
                continue  # alternatives add up; see test_counts
            for value, count in view.finding.faceted.counts(facet).items():
                narrowed = search_view(portal_class, **form, **{facet.name: value})
                assert narrowed.total == count


def test_values_have_titles_and_the_chosen_stand_first(portal):
    section = make_section(portal)
    make(section, legal_fields=("dat-dai",), effective_date=DateTime("2019-01-01"))
    make(section, legal_fields=("dan-su",), effective_date=DateTime("2021-01-01"))
    make(section, legal_fields=("dan-su",), effective_date=DateTime("2020-01-01"))
    view = search_view(portal, field="dat-dai")
    shown = [(v["title"], v["count"], v["chosen"]) for v in values(view, "field")]
    assert shown == [("Đất đai", 1, True), ("Dân sự", 2, False)]
    years = [value["title"] for value in values(search_view(portal), "year")]
    assert years == ["2021", "2020", "2019"]


def values(view, name):
    return view.facet_values(BY_NAME[name])


def test_ended_and_unknown_values_are_shown(portal):
    section = make_section(portal)
    make(section, agency="so-thong-tin-truyen-thong")
    make(section, agency="once-known")
    titles = [value["title"] for value in values(search_view(portal), "agency")]
    assert "once-known" in titles
    assert "so-thong-tin-truyen-thong" not in titles


def test_a_chosen_value_that_finds_nothing_can_be_removed(portal):
    make(make_section(portal))
    view = search_view(portal, agency="so-y-te")
    assert view.total == 0
    assert [chip["url"] for chip in view.chips()] == [view.base_url]
