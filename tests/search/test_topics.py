"""Topics: all of them, and the page of one, on which each subject has its part."""

from lxml import html
from new_items import create
from people import enter
from plone import api
from plone.app.testing import logout
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.search.topics import topic_of
from zope.component import getMultiAdapter

import pytest
import re

LAND = {"legal_fields": ("dat-dai",)}


@pytest.fixture
def shown(section, http_request):  # noqa: F811
    """Return the page that a visitor sees."""

    def show(**form):
        logout()
        http_request.form.clear()
        http_request.form.update(form)
        view = getMultiAdapter((section, http_request), name="topics")
        return html.fromstring(view())

    return show


@pytest.fixture
def everything(section):  # noqa: F811
    make(section, "LifeSituation", "Tôi muốn làm sổ đỏ", **LAND)
    make(section, "LegalIntroduction", "Luật Đất đai mới", kind="de-cuong", **LAND)
    make(section, "EducationMaterial", "Tờ gấp đất đai", kind="to-gap", **LAND)
    make(section, "LegalIntroduction", "Luật khác", kind="de-cuong")
    put(answer(ask(section, "Ai được giao đất?", **LAND)), "published")
    enter(section, full_name="Lò Thị Ví Dụ", **LAND)


def headings(tree):
    return [
        " ".join(one.text_content().split()) for one in tree.cssselect("section h2")
    ]


def test_each_subject_has_its_part(everything, shown):
    tree = shown(field="dat-dai")
    assert headings(tree) == [
        "Life situations",
        "New legal documents",
        "Questions and answers",
        "Materials",
        "Reporters who speak on it",
        "Ask for a legal reporter",
    ]
    text = tree.text_content()
    for title in ("sổ đỏ", "Luật Đất đai mới", "Tờ gấp đất đai", "giao đất", "Ví Dụ"):
        assert title in text
    assert "Luật khác" not in text
    more = tree.xpath("//a[@class='pbgdpl-more']/@href")
    assert all(re.search("fields?=dat-dai", address) for address in more)


def test_a_topic_is_named_in_title_and_heading(everything, shown):
    tree = shown(field="dat-dai")
    assert tree.xpath("string(//h1)").strip() == "Đất đai"
    assert "Đất đai" in tree.xpath("string(//title)")


def test_a_subject_without_anything_is_left_out(section, shown):  # noqa: F811
    make(section, "EducationMaterial", "Tờ gấp", kind="to-gap", audiences=("phu-nu",))
    assert headings(shown(audience="phu-nu")) == ["Materials"]


def test_an_empty_topic_leads_on(shown):
    tree = shown(field="lam-nghiep")
    assert "Nothing has been published on this topic" in tree.text_content()
    assert tree.xpath("//a[contains(@href, '@@ask-question')]")
    assert tree.xpath("//a[contains(@href, '@@topics')]")


def test_all_topics_in_which_anything_stands(everything, shown):
    tree = shown()
    tiles = tree.cssselect(".pbgdpl-tiles a")
    names = [" ".join(tile.text_content().split()) for tile in tiles]
    assert [name.partition(" (")[0] for name in names] == ["Đất đai"]
    assert tiles[0].get("href").endswith("@@topics?field=dat-dai")


@pytest.mark.parametrize(
    "form", [{"field": "khong-co"}, {"field": ["dat-dai"]}, {"field": "<script>"}]
)
def test_what_is_no_topic_leads_to_all(everything, shown, form):
    assert topic_of(form) is None
    assert shown(**form).cssselect(".pbgdpl-tiles a")


def test_drafts_are_not_among_them(section, shown):  # noqa: F811
    with api.env.adopt_roles(["Manager"]):
        create(section, "LifeSituation", title="Nháp", **LAND)
    assert "Nháp" not in shown(field="dat-dai").text_content()
