"""Words that the Vietnamese pages quote from the interface are those of the interface."""

from functools import cache
from gettext import GNUTranslations
from handbook_pages import DOCS
from handbook_pages import name_of
from handbook_pages import role
from io import BytesIO
from pathlib import Path
from pythongettext.msgfmt import Msgfmt

import plone.app.locales
import pytest
import re
import sonla.pbgdpl
import sonla.plonevietnamese

VIETNAMESE = [DOCS / "operations.rst", *sorted((DOCS / "vi").glob("*.rst"))]
FOLDERS = [
    Path(package.__file__).parent / "locales" / "vi" / "LC_MESSAGES"
    for package in (sonla.pbgdpl, sonla.plonevietnamese, plone.app.locales)
]
QUOTED = ("guilabel", "menuselection")


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def messages() -> frozenset[str]:
    """All Vietnamese that the add-on, Plone and what fills its gaps can say."""
    said: set[str] = set()
    for path in (path for folder in FOLDERS for path in sorted(folder.glob("*.po"))):
        with path.open("rb") as source:
            compiled = Msgfmt(source, path.stem).get()
        said |= set(GNUTranslations(BytesIO(compiled))._catalog.values())
    return frozenset(map(on_one_line, said))


@cache
def patterns() -> list[re.Pattern[str]]:
    """Messages that have something filled in."""
    return [
        re.compile(re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(message)))
        for message in messages()
        if "${" in message and not message.startswith("${")
    ]


def said(words: str) -> bool:
    return words in messages() or any(one.fullmatch(words) for one in patterns())


@pytest.mark.parametrize("page", VIETNAMESE, ids=name_of)
def test_quoted_words_stand_in_the_catalogues(page):
    quoted = {
        words.strip()
        for kind in QUOTED
        for label in role(page, kind)
        for words in label.split("-->")
    }
    assert {words for words in quoted if not said(words)} == set()


def test_pages_quote_by_the_role_that_is_checked():
    """Italics are for other words; a label in them would be believed unchecked."""
    italic = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
    loose = {
        (name_of(page), words)
        for page in VIETNAMESE
        for words in italic.findall(page.read_text(encoding="utf-8"))
        if words in messages()
    }
    assert loose == set()


def test_a_word_that_nobody_says_is_found():
    assert said("Việc của tôi") and said("Nhập 12 người")
    assert not said("Nút không có thật")


def test_the_data_exchange_has_one_name_in_english():
    """Sources say what stands in the catalogue's template; permissions keep their names."""
    template = FOLDERS[0].parents[1] / "sonla.pbgdpl.pot"
    defaults = re.findall(
        r'^#\. Default: "(.*)"$', template.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(defaults) > 1000
    assert [words for words in defaults if "synchroni" in words.lower()] == []


@pytest.mark.parametrize("page", VIETNAMESE, ids=name_of)
def test_pages_call_who_contributes_as_the_interface_does(page):
    assert "Người đóng góp" in messages()
    assert "cộng tác viên" not in page.read_text(encoding="utf-8").lower()
