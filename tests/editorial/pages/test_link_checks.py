"""Links that lead nowhere and pictures that nobody described."""

from new_items import create
from plone import api
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from rich_texts import rich
from sonla.pbgdpl.editorial.checks import warnings_of
from zope.i18n import translate

import pytest


def warned(item):
    return [translate(one) for one in warnings_of(item)]


def text_with(place, body):
    return make(place, "LegalNews", "Tin", text=rich(body), legal_fields=("dat-dai",))


@pytest.fixture
def target(section):  # noqa: F811
    return make(section, "LegalNews", "Đích", legal_fields=("dat-dai",))


def link(item):
    return f'<p><a href="resolveuid/{item.UID()}">xem <b>tin</b></a></p>'


def test_link_to_what_is_public_is_fine(section, target):  # noqa: F811
    assert warned(text_with(section, link(target))) == []


def test_link_to_what_was_deleted(section, target):  # noqa: F811
    text = text_with(section, link(target) * 2)
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(target, check_linkintegrity=False)
    (message,) = warned(text)
    assert "“xem tin”" in message
    assert "deleted" in message


def test_link_to_a_draft(section):  # noqa: F811
    with api.env.adopt_roles(["Manager"]):
        draft = create(section, "LegalNews", title="Nháp")
    (message,) = warned(text_with(section, link(draft)))
    assert "draft" in message


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Chữ</p>",
        '<p><a href="https://example.vn/khong-con">ngoài</a></p>',
        '<p><a href="#dau">đầu</a> <a>trống</a></p>',
        '<p><img alt="Có lời" src="resolveuid/x" /></p>',
        "<p><a href=",
    ],
)
def test_other_links_are_not_looked_at(section, body):  # noqa: F811
    assert warned(text_with(section, body)) == []


@pytest.mark.parametrize(
    "picture", ['<img src="a.png" />', '<img alt=" " src="b.png" />']
)
def test_pictures_without_words(section, picture):  # noqa: F811
    (message,) = warned(text_with(section, f"<p>{picture}{picture}</p>"))
    assert message.endswith("2.")
