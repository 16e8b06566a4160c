"""Entries of Atom that others wrote, carelessly or not."""

from lxml import etree
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import InvalidRecord

import pytest

HEAD = '<entry xmlns="http://www.w3.org/2005/Atom"><id>tag:a.example,2026:1</id>'


def read(inside):
    return atom.load(etree.fromstring(f"{HEAD}{inside}</entry>"))


def test_an_entry_of_a_neighbour():
    found = read(
        """
        <title type="html">Luật &amp;lt;Đất đai&amp;gt; &lt;b&gt;mới&lt;/b&gt;</title>
        <updated>2026-01-31T10:00:00.5+07:00</updated>
        <published>2026-01-30T10:00:00Z</published>
        <author><name>Báo mẫu</name></author><author><name>Ông Mẫu</name></author>
        <category term="dat-dai" scheme="https://a.example/" label="Đất đai"/>
        <category term="tin tức"/>
        <link href="https://a.example/1"/>
        <link rel="self" href="https://a.example/1.atom"/>
        <link rel="enclosure" href="https://a.example/a.pdf" length="?" type="application/pdf"/>
        <summary>Tóm tắt</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Một<br/>hai</p><p/></div></content>
        """
    )
    assert found.identifier == "tag:a.example,2026:1"
    assert found.type == "news"
    assert found["title"] == "Luật <Đất đai> mới"
    assert found["creator"] == "Báo mẫu, Ông Mẫu"
    assert found["keywords"] == ("Đất đai", "tin tức")
    assert found["url"] == "https://a.example/1"
    assert found["attachments"] == (
        FileReference("a.pdf", "application/pdf", 0, "", "https://a.example/a.pdf"),
    )
    assert found["body"] == "<div><p>Một<br>hai</p><p></p></div>"
    assert found["issued"].isoformat() == "2026-01-30T10:00:00+00:00"


@pytest.mark.parametrize(
    "content,body",
    [
        ('<content type="html">&lt;p&gt;a&lt;/p&gt;</content>', "<p>a</p>"),
        ("<content>một &lt; hai\n\nba</content>", "<p>một &lt; hai</p><p>ba</p>"),
        ('<content type="text/plain">một</content>', "<p>một</p>"),
        ('<content type="text/html" src="https://a.example/"/>', None),
        ('<content type="image/png">AAAA</content>', None),
        ('<content type="application/xml"><x/></content>', None),
    ],
)
def test_kinds_of_content(content, body):
    assert read(f"<title>a</title>{content}").get("body") == body


@pytest.mark.parametrize(
    "inside,title",
    [
        ("<summary>Sáng nay tại Mộc Châu.</summary>", "Sáng nay tại Mộc Châu."),
        (
            '<content type="html">&lt;p&gt;Sáng nay.&lt;/p&gt;&lt;p&gt;Trưa.&lt;/p&gt;</content>',
            "Sáng nay. Trưa.",
        ),
        (
            f"<title> </title><summary>{'Đất đai ' * 40}</summary>",
            "Đất đai " * 15 + "…",
        ),
    ],
)
def test_an_entry_without_a_title_is_called_by_its_beginning(inside, title):
    assert read(inside)["title"] == title


@pytest.mark.parametrize(
    "inside",
    [
        "<published>hôm qua</published>",
        '<link href="javascript:alert(1)"/>',
        '<link rel="enclosure" href="ftp://a.example/"/>',
        f"<author><name>{'x' * 600}</name></author>",
        "<category/>",
    ],
)
def test_what_can_not_be_used_is_left_out(inside):
    found = read(f"<title>a</title>{inside}")
    assert dict(found.values) == {"title": "a"}


def test_of_several_values_the_good_ones_are_kept():
    links = "".join(
        f'<link rel="enclosure" href="{url}"/>'
        for url in ("ftp://a.example/1", "https://a.example/2", "x")
    )
    (kept,) = read(f"<title>a</title>{links}")["attachments"]
    assert kept.url == "https://a.example/2"


@pytest.mark.parametrize(
    "text",
    ["<entry/>", "<feed xmlns='http://www.w3.org/2005/Atom'/>", f"{HEAD}</entry>"],
)
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(InvalidRecord):
        atom.load(etree.fromstring(text))


def test_ids_are_urns_of_uids(record):
    assert atom.dump(record)[0].text == "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
    assert atom.entry_id("oai:a.vn:12") == "oai:a.vn:12"
