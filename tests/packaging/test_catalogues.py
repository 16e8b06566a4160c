"""The catalogues follow the sources, and the check that says so finds what is wrong."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.messages.pofile import write_po
from pathlib import Path
from plone.app import locales as core

import pytest
import re
import shutil
import subprocess
import sys


def check(root):
    """Run the check as `make lint` does; give what it found."""
    result = subprocess.run(
        [sys.executable, root / "tools" / "i18n.py", "--check"],
        capture_output=True,
        text=True,
    )
    return result.returncode, result.stderr


def test_catalogues_are_up_to_date_and_complete(root):
    """Stale, untranslated and fuzzy messages are named one by one."""
    code, found = check(root)
    assert (code, found) == (0, ""), found


@pytest.fixture
def locales(tool, tmp_path, monkeypatch):
    """Return the tool and a package with a folder for catalogues, outside of the tree."""
    i18n = tool("i18n")
    folder = tmp_path / "locales"
    (folder / "vi" / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr(i18n, "ROOT", tmp_path)
    return i18n, i18n.Package("sonla.demonstration", tmp_path)


def save(package, *messages, **flags):
    """Write a Vietnamese catalogue of pairs of id and text."""
    catalog = Catalog(locale="vi", fuzzy=False)
    for msgid, text in messages:
        comments = [f'Default: "{msgid} of ${{name}}"']
        catalog.add(msgid, text, auto_comments=comments, **flags)
    path = package.locales / "vi" / "LC_MESSAGES" / f"{package.domain}.po"
    with path.open("wb") as stream:
        write_po(stream, catalog)


@pytest.mark.parametrize(
    "text,flags,complaint",
    [
        ("", {}, "not translated"),
        ("Tên ${name}", {"flags": ("fuzzy",)}, "fuzzy"),
        ("Tên", {}, "lost a placeholder"),
        ("Tên ${name}", {}, None),
    ],
)
def test_incomplete(locales, text, flags, complaint):
    i18n, package = locales
    save(package, ("label_name", text), **flags)
    found = list(i18n.incomplete(package))
    assert [complaint in line for line in found] == ([True] if complaint else [])


def test_stale(root, locales):
    """A message that no source has any more, and a catalogue that lacks one."""
    i18n, package = locales
    (real,) = (one for one in i18n.PACKAGES if one.domain == package.domain)
    shutil.copytree(real.folder, package.folder, dirs_exist_ok=True)
    with package.pot.open("a", encoding="utf-8") as stream:
        stream.write('\nmsgid "msg_that_no_source_has"\nmsgstr ""\n')
    save(package, ("label_name", "Tên ${name}"))
    found = list(i18n.stale(package))
    assert len(found) == 2
    assert all("is stale" in line for line in found)


PLACEHOLDER = re.compile(r"\$\{?([a-zA-Z]\w*)")


def vietnamese(folder):
    """Read what Plone's interface shows in Vietnamese from a folder of catalogues."""
    path = folder / "vi" / "LC_MESSAGES" / "plone.po"
    # Dates of the header are left as they were made: not dates at all.
    lines = path.read_text().splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(('"POT-Cr', '"PO-Rev')))
    return [one for one in read_po(kept) if one.id and one.string and not one.fuzzy]


REPAIRED = {
    "$h hour and $m minutes": {"d"},
    "$h hours and $m minutes": {"d"},
}
"""Shown in sections by words of ours: `editorial/pages/lock_words.py`."""
THE_PORTALS = {"description_validation": {"xhtml", "css", "w3c"}}
"""On a page that the root of a portal alone has; a section has its own statement."""


def test_no_text_of_core_names_what_its_page_does_not_give():
    """Such a name would be shown as it is, `${xhtml}`: in a section we say it otherwise."""
    shown = {}
    for message in vietnamese(Path(core.__file__).parent / "locales"):
        comments = " ".join(message.auto_comments)
        default = re.search(r'Default: "(.*)"', comments, re.DOTALL)
        given = set(PLACEHOLDER.findall(default[1] if default else message.id))
        if unknown := set(PLACEHOLDER.findall(message.string)) - given:
            shown[message.id] = unknown
    assert shown == {**REPAIRED, **THE_PORTALS}
