"""Pages are registered for what they can be shown of."""

from lxml import etree
from pathlib import Path

import sonla.pbgdpl

PAGE = "{http://namespaces.zope.org/browser}page"


def pages():
    for path in sorted(Path(sonla.pbgdpl.__file__).parent.rglob("*.zcml")):
        yield from etree.parse(path).iter(PAGE)


def test_no_template_answers_alone_for_everything():
    """A file of macros, opened as a page, has not got what it shows: an error."""
    alone = [
        page.get("name")
        for page in pages()
        if page.get("for") == "*" and page.get("class") is None
    ]
    assert list(pages()) and alone == []
