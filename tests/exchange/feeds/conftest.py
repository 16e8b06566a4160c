"""What the tests of feeds share."""

from collections.abc import Callable
from feed_documents import ATOM
from lxml import etree
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def grammar() -> etree.RelaxNG:
    """Return the grammar of RFC 4287."""
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "rfc4287.rng"))


@pytest.fixture
def atom(offered, grammar) -> Callable[..., etree._Element]:
    """Return what fetches a feed, checks it, and reads it.

    Besides the grammar: rules that RFC 4287 has as Schematron, and that the feed tells
    its own address.
    """

    def fetch(target: str = "") -> etree._Element:
        path = target or f"/{offered.section.getId()}/atom.xml"
        path = path.removeprefix(offered.url)
        answer = offered.fetch(path)
        assert answer.status == 200
        assert answer.getheader("Content-Type") == "application/atom+xml; charset=utf-8"
        root = etree.fromstring(answer.content)
        grammar.assertValid(root)
        for entry in root.iterfind("a:entry", ATOM):
            bodies = "a:content", "a:link[@rel='alternate']"
            assert any(entry.find(path, ATOM) is not None for path in bodies)
            authors = (one.find("a:author", ATOM) for one in (entry, root))
            assert any(author is not None for author in authors)
        (own,) = root.iterfind("a:link[@rel='self']", ATOM)
        assert own.get("href") == f"{offered.url}{path}"
        return root

    return fetch
