"""Plone's own Vietnamese is shown as it is: ours fills its gaps, by a distribution of its own."""

from collections.abc import Iterator
from gettext import GNUTranslations
from importlib.metadata import distributions
from io import BytesIO
from pathlib import Path
from pythongettext.msgfmt import Msgfmt
from xml.etree import ElementTree

import os
import pytest
import re
import shutil
import subprocess
import sys

OUR_DOMAIN = "sonla.pbgdpl"
WORDS = "distributions/plonevietnamese/src/sonla/plonevietnamese"
TITLES = ("plone", "widgets")
"""Domains in which Plone looks up titles of workflows, events and portlets, whoever has them."""


def said(path: Path) -> dict[str, str]:
    """What a catalogue says, as Zope reads it: neither what is empty nor what is unsure."""
    with path.open("rb") as source:
        compiled = Msgfmt(source, path.stem).get()
    catalogue = GNUTranslations(BytesIO(compiled))._catalog
    return {msgid: text for msgid, text in catalogue.items() if msgid and text}


def catalogues(folder: Path) -> Iterator[Path]:
    yield from (folder / "locales" / "vi" / "LC_MESSAGES").glob("*.po")


@pytest.fixture(scope="module")
def filled(root) -> dict[str, dict[str, str]]:
    """What our distribution says, by domain."""
    return {path.stem: said(path) for path in catalogues(root / WORDS)}


@pytest.fixture(scope="module")
def titles(root) -> dict[str, dict[str, str]]:
    """What the add-on itself says in domains that are not its own."""
    found = {path.stem: said(path) for path in catalogues(root / "src/sonla/pbgdpl")}
    return {domain: texts for domain, texts in found.items() if domain != OUR_DOMAIN}


@pytest.fixture(scope="module")
def others() -> dict[str, dict[str, str]]:
    """What all installed distributions but ours say in Vietnamese."""
    found: dict[str, dict[str, str]] = {}
    for dist in distributions():
        for file in dist.files or ():
            if re.search(r"/vi/LC_MESSAGES/[^/]+\.po$", file.as_posix()):
                if not dist.metadata["Name"].startswith("sonla."):
                    path = Path(str(dist.locate_file(file)))
                    found.setdefault(path.stem, {}).update(said(path))
    return found


@pytest.fixture(scope="module")
def known() -> set[str]:
    """All messages that the sources of Plone and other installed distributions have."""
    found: set[str] = set()
    for dist in distributions():
        for file in dist.files or ():
            if file.suffix == ".pot" and not dist.metadata["Name"].startswith("sonla."):
                text = Path(str(dist.locate_file(file))).read_text(encoding="utf-8")
                found |= set(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
    return found


def test_others_are_read(others, known):
    assert "Changes saved." in others["plone"] and "Changes saved." in known


def test_only_gaps_are_filled(filled, others):
    """Nothing that Plone or any other installed package has in Vietnamese."""
    assert len(filled["plone"]) > 500
    replaced = {
        domain: sorted(texts.keys() & others.get(domain, {}).keys())
        for domain, texts in filled.items()
    }
    assert {domain: names for domain, names in replaced.items() if names} == {}


def words_of(root: Path) -> set[str]:
    """What our profiles and ZCML say: titles, descriptions, ids of states."""
    found: set[str] = set()
    for kind in ("*.xml", "*.zcml"):
        for path in (root / "src/sonla/pbgdpl").rglob(kind):
            for element in ElementTree.parse(path).iter():
                texts = (*element.attrib.values(), element.text or "")
                found |= {" ".join(text.split()) for text in texts}
    return found


def test_the_add_on_itself_says_its_own_titles_alone(root, titles, filled, known):
    assert set(titles) <= set(TITLES)
    own = words_of(root)
    for domain, texts in titles.items():
        assert texts and texts.keys() <= own
        assert texts.keys() & known == set()
        assert texts.keys() & filled[domain].keys() == set()


def test_the_wheel_is_installed_by_the_line_of_the_readme(root, tmp_path):
    """From the folder of wheels alone, with compiled catalogues."""
    text = (root / "README.rst").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    pip (install --no-index .+)$", text, re.MULTILINE)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    ignored = shutil.ignore_patterns("*.mo", "*.egg-info", "__pycache__")
    source = root / "distributions/plonevietnamese"
    shutil.copytree(source, tmp_path / "source", ignore=ignored)
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "-w", "wheels", "./source"]
    # What constrains isolated builds is refused by the others.
    environment = {k: v for k, v in os.environ.items() if k != "PIP_BUILD_CONSTRAINT"}
    subprocess.run([*pip, *wheel], cwd=tmp_path, check=True, env=environment)
    target = ["--target", "words", "--ignore-installed"]
    subprocess.run([*pip, *line.split(), *target], cwd=tmp_path, check=True)
    sources, compiled = (
        {path.stem for path in (tmp_path / "words").rglob(f"*.{kind}")}
        for kind in ("po", "mo")
    )
    assert "plone" in sources and sources == compiled
