"""The page: addresses, pages, chips, scope, who sees what, and escaping."""

from DateTime import DateTime
from made_once import made_once
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from search_content import found_ids
from search_content import make
from search_content import make_section
from search_content import publish
from search_content import request_for
from search_content import search_view
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.facets import FACETS
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


def make_many(portal, path):
    """Make so many texts that they take three pages of results."""
    section = portal.unrestrictedTraverse(path)
    for number in range(45):
        day = DateTime("2020-01-01") + number
        make(section, id=f"n{number}", description="luật", effective_date=day)


def form_of(url):
    query = parse_qs(urlsplit(url).query)
    return {name: v if len(v) > 1 else v[0] for name, v in query.items()}


def html_of(context, **form):
    request = request_for(api.portal.get(), form)
    return api.content.get_view("pbgdpl-search", context, request)()


class TestAddresses:
    @pytest.mark.parametrize(
        "form",
        [
            {},
            {"q": "đất đai"},
            {"q": "a", "sort": "date"},
            {"q": "a & b = c", "field": ["x", "y"], "year": "2020"},
            {"agency": "so-y-te", "b_start": "40"},
        ],
    )
    def test_every_state_comes_back_from_its_address(self, form):
        criteria = Criteria.from_form(form)
        again = Criteria.from_form(form_of(f"/?{criteria.query_string()}"))
        assert again == criteria

    @pytest.mark.parametrize(
        "form",
        [
            {"b_start": "-1"},
            {"b_start": "x"},
            {"b_start": "１"},
            {"b_start": "9" * 5000},
            {"year": "9" * 5000},
            {"b_start": ["1", "2"]},
            {"q": ["a", "b"]},
            {"q": {"query": "a"}},
            {"field": {"query": "a"}},
            {"field": [["a"], 1, None, ""]},
            {"field": ["a"] * 500},
            {"sort": "<script>"},
            {"year": "²"},
            {"year": "99999999999999999999999"},
            {"q": "a" * 10_000},
        ],
    )
    def test_nonsense_asks_for_nothing(self, portal, section, form):
        make(section)
        html = html_of(portal, **form)
        assert "pbgdpl-search" in html

    def test_the_portals_own_parameter_is_read(self, portal, section):
        make(section, id="one", description="đất đai")
        assert found_ids(portal, SearchableText="dat") == ["one"]

    def test_toggling(self):
        criteria = Criteria.from_form({"q": "a", "field": "x", "b_start": "20"})
        more = criteria.toggled("field", "y")
        assert more.values("field") == ("x", "y") and more.start == 0
        assert more.toggled("field", "x").values("field") == ("y",)
        assert criteria.toggled("field", "x").chosen == {}

    @pytest.mark.parametrize("value", ["x", "a b&c=d", "ủy"])
    @pytest.mark.parametrize("start", ["", "20"])
    def test_the_quick_way_of_toggling_gives_the_same_state(self, value, start):
        form = {"q": "ủy ban", "field": "x", "sort": "date", "b_start": start}
        criteria = Criteria.from_form(form)
        query = criteria.toggled_query("field", value)
        again = Criteria.from_form(form_of(f"/?{query}"))
        assert again == criteria.toggled("field", value)


class TestPages:
    @pytest.fixture
    def many(self, section):
        made_once(api.portal.get(), make_many, section.getPhysicalPath())

    @pytest.mark.parametrize("form", [{}, {"q": "luat"}, {"q": "luật", "sort": "date"}])
    def test_each_result_is_on_one_page(self, portal, many, form):
        seen = []
        for start in ("0", "20", "40"):
            view = search_view(portal, **form, b_start=start)
            seen += [hit.url for hit in view.hits()]
        assert len(seen) == len(set(seen)) == 45

    def test_newest_first(self, portal, many):
        view = search_view(portal, q="luật", sort="date")
        ids = [hit.url.rpartition("/")[2] for hit in view.hits()]
        assert ids == [f"n{number}" for number in range(44, 24, -1)]

    @pytest.mark.parametrize(
        ("start", "first", "last"),
        [("0", 1, 20), ("7", 1, 20), ("20", 21, 40), ("40", 41, 45), ("9999", 41, 45)],
    )
    def test_numbers(self, portal, many, start, first, last):
        view = search_view(portal, b_start=start)
        assert (view.start + 1, view.end, view.total) == (first, last, 45)

    def test_links(self, portal, many):
        view = search_view(portal, q="luật", b_start="20")
        assert [page["number"] for page in view.pages()] == [1, 2, 3]
        assert [page["here"] for page in view.pages()] == [False, True, False]
        assert form_of(view.previous_url) == {"q": "luật"}
        assert form_of(view.next_url) == {"q": "luật", "b_start": "40"}
        assert search_view(portal, b_start="40").next_url == ""
        assert search_view(portal).previous_url == ""

    def test_many_pages_are_left_out_in_the_middle(self, portal, section, monkeypatch):
        view = search_view(portal, b_start="200")
        monkeypatch.setattr(type(view), "total", 500)
        numbers = [page and page["number"] for page in view.pages()]
        assert numbers == [1, None, 9, 10, 11, 12, 13, None, 25]


class TestChips:
    def test_each_removes_its_filter(self, portal, section):
        make(section, legal_fields=("dat-dai",), agency="so-y-te")
        view = search_view(portal, q="x", field="dat-dai", agency="so-y-te")
        chips = view.chips()
        assert [chip["title"] for chip in chips] == ["Đất đai", "Sở Y tế"]
        assert form_of(chips[0]["url"]) == {"q": "x", "agency": "so-y-te"}
        assert form_of(chips[1]["url"]) == {"q": "x", "field": "dat-dai"}

    def test_a_new_search_keeps_the_filters(self, portal, section):
        html = html_of(portal, field=["dat-dai", "dan-su"])
        for value in ("dat-dai", "dan-su"):
            assert f'name="field" type="hidden" value="{value}"' in html


class TestScope:
    @pytest.fixture
    def places(self, portal):
        one = make_section(portal, id="one")
        two = make_section(portal, id="two")
        unit = make(one, "ContributingUnit", id="unit", title="Zunit", code="u")
        make(one, id="in-one", description="luật")
        make(unit, id="in-unit", description="luật")
        make(two, id="in-two", description="luật")
        return {"portal": portal, "one": one, "two": two, "unit": unit}

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            ("portal", {"in-one", "in-unit", "in-two"}),
            ("one", {"in-one", "in-unit"}),
            ("two", {"in-two"}),
            ("unit", {"in-unit"}),
        ],
    )
    def test_only_what_stands_below(self, places, place, expected):
        assert set(found_ids(places[place], q="luật")) == expected

    def test_the_page_names_the_place(self, places):
        assert search_view(places["portal"]).place == ""
        assert search_view(places["unit"]).place == "Zunit"

    def test_without_a_section_it_answers(self, portal):
        assert search_view(portal).total == 0
        assert "pbgdpl-search-empty" in html_of(portal)
        assert "pbgdpl-search-empty" in html_of(portal, q="luật")


class TestWhoSeesWhat:
    @pytest.fixture
    def anonymous(self, portal):
        logout()
        yield
        login(portal.aq_parent, "admin")

    @pytest.fixture
    def texts(self, section):
        public = make(section, id="public", description="luật")
        make(section, id="draft", description="luật")
        later = DateTime() + 30
        future = make(section, id="later", description="luật", effective_date=later)
        gone = make(
            section, id="gone", description="luật", expiration_date=DateTime() - 1
        )
        publish(section, public, future, gone)

    def test_visitors_see_published_texts_only(self, texts, portal, anonymous):
        assert found_ids(portal, q="luật") == ["public"]
        view = search_view(portal, q="luật")
        assert sum(view.finding.faceted.counts(view_facet("type")).values()) == 1
        assert "draft" not in html_of(portal, q="luật")

    def test_what_stands_in_an_early_folder_waits_with_it(self, section, portal):
        later = DateTime() + 30
        folder = make(section, "Folder", id="thu-muc", effective_date=later)
        inside = make(folder, "News Item", id="inside", description="luật")
        publish(section, folder, inside)
        assert found_ids(portal, q="luật") == ["inside"]
        logout()
        view = search_view(portal, q="luật")
        assert view.total == 0
        assert view.finding.faceted.counts(view_facet("type")) == {}
        folder.effective_date = DateTime() - 1
        folder.reindexObject()
        assert found_ids(portal, q="luật") == ["inside"]

    def test_expired_texts_leave_for_everybody(self, texts, portal):
        with api.env.adopt_roles(["Manager"]):
            found = set(found_ids(portal, q="luật"))
        assert "draft" in found and "gone" not in found

    def test_no_cookie(self, texts, portal, anonymous):
        request = request_for(portal, {"q": "luật"})
        api.content.get_view("pbgdpl-search", portal, request)()
        assert not request.response.cookies


def view_facet(name):
    return next(facet for facet in FACETS if facet.name == name)


class TestEscaping:
    EVIL = '"><script>alert(1)</script>'

    @pytest.mark.parametrize("name", ["q", "field", "year", "sort", "b_start", "type"])
    def test_what_is_asked(self, portal, section, name):
        make(section)
        html = html_of(portal, **{name: self.EVIL})
        assert "<script>alert(1)" not in html

    def test_what_is_found(self, portal, section):
        make(
            section,
            title=f"luật {self.EVIL}",
            description=f"luật {self.EVIL}",
            agency=self.EVIL,
        )
        html = html_of(portal, q="luat")
        assert "<mark>luật</mark>" in html
        assert "<script>alert(1)" not in html

    def test_the_body_shows_as_text(self, portal, section):
        make(section, text="<p>một <b>luật</b> &lt;script&gt;alert(1)</p>")
        html = html_of(portal, q="luat")
        assert "<mark>luật</mark> &lt;script&gt;alert(1)" in html


class TestNothingFound:
    def test_suggestions_find_something(self, portal, section):
        make(section, description="luật đất đai", legal_fields=("dat-dai",))
        view = search_view(portal, q="luật zzz đất", field="dan-su")
        assert view.total == 0
        suggested = [form_of(s["url"]) for s in view.suggestions()]
        assert {"q": "luật đất"} in suggested
        view = search_view(portal, q="luật", field="dan-su")
        assert [form_of(s["url"]) for s in view.suggestions()] == [{"q": "luật"}]

    def test_the_portals_search_is_offered(self, portal, section):
        html = html_of(portal, q="không có")
        assert "@@search?SearchableText=kh%C3%B4ng+c%C3%B3" in html


def test_a_hit_tells_type_day_and_agency(portal, section):
    make(
        section,
        "Guidance",
        title="Kế hoạch",
        agency="so-tu-phap",
        effective_date=DateTime("2026-01-30 10:00:00 GMT+7"),
    )
    (hit,) = search_view(portal, q="ke hoach").hits()
    assert hit.title == "<mark>Kế</mark> <mark>hoạch</mark>"
    assert (hit.published, hit.published_iso) == ("30/01/2026", "2026-01-30")
    assert hit.agency == "Sở Tư pháp"
    assert hit.type_title == "Guidance"


def test_a_file_is_linked_to_its_page(portal, section):
    make(section, "File", id="f", title="ấn phẩm")
    (hit,) = search_view(portal, q="an pham").hits()
    assert hit.url.endswith("/pl/f/view")
