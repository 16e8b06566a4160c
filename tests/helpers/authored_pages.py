"""Judge markup of authors: by its allow-list, and as a reader's browser would take it."""

from html5lib import HTMLParser
from html5lib import treebuilders
from lxml import html as lxml_html
from sonla.pbgdpl.markup.authored import ATTRIBUTES
from sonla.pbgdpl.markup.authored import AUTHORED_TAGS
from sonla.pbgdpl.markup.urls import host_asked
from sonla.pbgdpl.markup.urls import urls_of_srcset
from sonla.pbgdpl.markup.values import CLASSES
from sonla.pbgdpl.markup.values import declarations
from sonla.pbgdpl.markup.values import STYLES

import re

XHTML = "{http://www.w3.org/1999/xhtml}"
LOADED = ("action", "background", "data", "formaction", "poster", "src", "xlink:href")
FAMILIES = re.compile(r"picture-variant-[\w-]+|language-\w+")
COVERING = re.compile(r"position|z-index|url\(|transform|expression|inset|image-set")


def assert_authored(html, hosts=frozenset()):
    """Judge a stored body, as html5lib reads it."""
    parser = HTMLParser(tree=treebuilders.getTreeBuilder("etree"))
    for element in parser.parseFragment(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert isinstance(element.tag, str), element
        tag = element.tag.removeprefix(XHTML)
        assert tag in AUTHORED_TAGS
        assert set(element.attrib) <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())
        judge_values(tag, element.attrib, hosts)


def judge_values(tag, attributes, hosts):
    for one in declarations(attributes.get("style", "")):
        name, _colon, said = one.partition(": ")
        assert STYLES[name].fullmatch(said), one
    for name in attributes.get("class", "").split():
        assert name in CLASSES or FAMILIES.fullmatch(name), name
    for url in (attributes.get("src"), attributes.get("poster")):
        assert url is None or host_asked(url) in {"", *hosts}, url
    for url in urls_of_srcset(attributes.get("srcset", "")):
        assert host_asked(url) in {"", *hosts}, url
    link = attributes.get("href", "").lower()
    assert not re.match(r"[\x00-\x20]*(?:javascript|data|vbscript|file|blob)\s*:", link)
    if tag == "img":
        assert attributes.get("src") or attributes.get("srcset")


def assert_page_unharmed(page):
    """Judge a whole page: nothing of it runs, covers or calls `evil.example`."""
    for element in lxml_html.fromstring(page).iter("*"):
        words = " ".join(element.get("class", "").split())
        assert "evil.example" not in " ".join(
            element.get(name, "") for name in (*LOADED, "srcset", "style")
        ), lxml_html.tostring(element)[:300]
        assert not any(
            "evil.example" in value
            for name, value in element.attrib.items()
            if name.startswith("data-pat-")
        )
        assert not any(
            "alert(" in value
            for name, value in element.attrib.items()
            if name.startswith("on") or name in ("href", *LOADED)
        ), lxml_html.tostring(element)[:300]
        for name in (
            "position-fixed",
            "stretched-link",
            "fixed-top",
            "pat-contentloader",
        ):
            assert name not in words.split()
        if element.getparent() is not None and element.tag not in ("svg", "path"):
            style = element.get("style", "").replace(" ", "")
            assert not COVERING.search(style), style
    assert b"alert(1)</script>" not in page
