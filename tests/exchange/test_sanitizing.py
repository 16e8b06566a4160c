"""Nothing that runs, loads or breaks out of its place survives; what was written stays."""

from hostile_markup import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.sanitizing import ATTRIBUTES
from sonla.pbgdpl.exchange.sanitizing import images_of
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.exchange.sanitizing import sanitised
from sonla.pbgdpl.exchange.sanitizing import without_foreign_images
from sonla.pbgdpl.markup.settling import plain_text
from sonla.pbgdpl.markup.settling import TAGS
from urllib.parse import urljoin

import pytest

TEXTS = [text for _name, text in PAYLOADS]
SAFE_STARTS = ("http://", "https://", "mailto:", "tel:")


def resolve(path):
    return urljoin("https://pbgdpl.example.vn/tin/", path)


def parsed(html):
    return lxml_html.fragment_fromstring(html, create_parent="main")


def assert_harmless(html):
    """Look at markup as another parser sees it."""
    for element in parsed(html).iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES.get(element.tag, frozenset()) | ATTRIBUTES["*"] | {"rel"}
        assert set(element.attrib) <= allowed
        for name in ("href", "src"):
            address = element.get(name)
            assert address is None or address.startswith(SAFE_STARTS)


def test_there_are_enough_payloads_and_none_stands_twice():
    assert len(set(TEXTS)) == len(TEXTS) >= 130


@pytest.mark.parametrize("text", TEXTS, ids=[name for name, _text in PAYLOADS])
def test_payloads_are_harmless_and_stay_the_same(text):
    for markup in (text, f"<p>Trước {text} sau</p>", f'<img alt="x" {text}'):
        once = sanitised(markup, resolve)
        assert_harmless(once)
        assert sanitised(once, resolve) == once
        stored = without_foreign_images(once, {})
        assert_harmless(stored)
        assert images_of(stored) == []
        loading = parsed(stored).iterfind(".//*[@src]")
        assert [element.attrib for element in loading] == []


@pytest.mark.parametrize("text", TEXTS, ids=[name for name, _text in PAYLOADS])
def test_payloads_in_attributes_stay_there(text):
    value = text.replace("&", "&amp;").replace('"', "&quot;")
    once = sanitised(f'<p title="{value}">Điều 1</p>')
    (element,) = parsed(once)
    assert element.tag == "p" and element.text == "Điều 1" and not len(element)


@given(
    st.lists(
        st.sampled_from(TEXTS)
        | st.sampled_from(sorted(f"<{tag}>" for tag in TAGS))
        | st.sampled_from(sorted(f"</{tag}>" for tag in TAGS))
        | st.sampled_from(["<form>", "<button>", "</button>", "<svg>", "<math>"])
        | st.sampled_from(
            ["<pre>\n\n", "<a href='https://a.example'>", "<img alt='&lt;b'>"]
        )
        | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8),
        max_size=8,
    ).map("".join)
)
def test_what_was_sanitised_stays_as_it_is(markup):
    once = sanitised(markup, resolve)
    assert_harmless(once)
    assert sanitised(once, resolve) == once


def test_what_people_write_stays():
    body = (
        '<h2>Điều 1. Phạm vi</h2><p lang="vi">Luật <strong>Đất đai</strong>, '
        '<a href="https://vbpl.vn/" rel="noopener noreferrer">xem</a>.</p>'
        '<ol start="3" type="a"><li>một</li></ol>'
        '<table><caption>Bảng</caption><tbody><tr><th scope="row">a</th>'
        '<td colspan="2">b</td></tr></tbody></table>'
        "<blockquote>trích</blockquote><div>khối</div>"
    )
    assert sanitised(body) == body


def test_relative_addresses_are_resolved_or_taken_out():
    body = '<p><a href="../luat">Luật</a> <img src="a.png" alt="Ảnh"></p>'
    record = build("oai:a.vn:1", "news", {"title": "a", "body": body})
    assert sanitise(record)["body"] == (
        '<p><a rel="noopener noreferrer">Luật</a> Ảnh</p>'
    )
    known = record.changed(url="https://a.example.vn/tin/1")
    assert sanitise(known)["body"] == (
        '<p><a href="https://a.example.vn/luat" rel="noopener noreferrer">Luật</a> '
        '<img src="https://a.example.vn/tin/a.png" alt="Ảnh"></p>'
    )


def test_a_body_of_nothing_but_scripts_is_no_body():
    record = build("oai:a.vn:1", "news", {"title": "a", "body": "<script>x</script>"})
    assert "body" not in sanitise(record).values


def test_a_record_without_body_is_left_alone(record):
    bare = record.changed(body=None)
    assert sanitise(bare) is bare


def test_images_are_listed_and_replaced_or_leave_their_text():
    body = (
        '<p><img src="https://a.example/1.png" alt="Một &amp; &lt;hai&gt;">'
        '<img src="https://a.example/2.png" alt="Ba"><img src="https://a.example/2.png">'
        "</p>"
    )
    assert images_of(body) == ["https://a.example/1.png", "https://a.example/2.png"]
    replaced = without_foreign_images(
        body, {"https://a.example/2.png": "resolveuid/0a/@@images/image/large"}
    )
    assert replaced == (
        "<p>Một &amp; &lt;hai&gt;"
        '<img src="resolveuid/0a/@@images/image/large" alt="Ba">'
        '<img src="resolveuid/0a/@@images/image/large"></p>'
    )


def test_text_of_markup():
    markup = "<p>Luật &amp; đời</p><p>sống<br/>mới</p><script>x</script>"
    assert plain_text(markup).split() == ["Luật", "&", "đời", "sống", "mới"]
