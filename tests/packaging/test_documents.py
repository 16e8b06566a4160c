"""The documents are valid reStructuredText, and what they point to is there."""

from docutils.nodes import image
from docutils.nodes import literal_block
from docutils.nodes import reference
from docutils.nodes import row
from docutils.nodes import table
from docutils.nodes import tbody
from handbook_pages import DOCS
from handbook_pages import LOOSE
from handbook_pages import name_of
from handbook_pages import PAGES
from handbook_pages import role
from handbook_pages import tree
from handbook_pictures import PICTURES as TAKEN
from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from packaging.utils import canonicalize_name
from pathlib import Path
from source_tree import ROOT

import pytest
import re

MAKEFILE = ROOT / "Makefile"
PICTURES = DOCS / "images"
COPIED = r"(?m)^\[versions\]|-c constraints|^\*/5|<clock-server"
"""Of README: what an administrator copies into a portal."""
MAX_BYTES = 3_000_000


@pytest.fixture(params=[*LOOSE, *PAGES], ids=name_of)
def document(request) -> Path:
    return request.param


def test_is_valid_and_its_links_lead_somewhere(document):
    found = tree(document).findall(reference)
    targets = {node["refuri"] for node in found if "refuri" in node}
    local = {target for target in targets if not re.match(r"\w+:", target)}
    missing = {
        target
        for target in local
        if not (document.parent / target.partition("#")[0]).exists()
    }
    assert missing == set()


def page_of(document: Path, target: str) -> Path:
    """Where `:doc:` leads: from the top, or from the page's own folder."""
    target = re.sub(r".*<(.*)>$", r"\1", target)
    start = DOCS if target.startswith("/") else document.parent
    return start / f"{target.lstrip('/')}.rst"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_lead_to_pages(page):
    assert [one for one in role(page, "doc") if not page_of(page, one).exists()] == []


def test_pictures_are_taken_kept_and_shown():
    kept = {path.stem for path in PICTURES.glob("*.png")}
    shown = {
        Path(node["uri"]).stem
        for page in PAGES
        for node in tree(page).findall(image)
        if node["uri"].endswith(".png")
    }
    assert kept == shown == {picture.name for picture in TAKEN}


def test_pictures_are_small_and_described():
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MAX_BYTES
    pictures = [
        (name_of(page), node) for page in PAGES for node in tree(page).findall(image)
    ]
    assert [(page, node["uri"]) for page, node in pictures if not node.get("alt")] == []


def test_names_only_targets_that_make_has(document):
    makefile = MAKEFILE.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9.-]+):", makefile, re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    lines = re.findall(r"``make ([^`]+)``|^    make (.+)$", text, re.MULTILINE)
    named = {
        word
        for line in lines
        for word in re.sub(r'"[^"]*"|#.*', "", "".join(line)).split()
        if re.fullmatch(r"[a-z0-9.-]+", word)
    }
    assert named - targets == set()


def test_readme_has_the_pins_of_versions_cfg(tool):
    """An administrator copies them, and nobody looks at them twice."""
    versions = tool("pins").read_versions()
    lines = tool("foreign").readme_lines()
    pins = dict(re.findall(r"^(\S+) = (\d\S*)$", lines, re.MULTILINE))
    own = pins.pop("sonla.pbgdpl")
    assert f'version = "{own}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert pins.items() <= versions.items()


def test_readme_pins_what_plone_does_not_bring(tool, needs):
    """Plone's own list of versions cannot be read here: what Plone needs stands for it."""
    lines = tool("foreign").readme_lines()
    pins = re.findall(r"^(\S+) = \d\S*$", lines, re.MULTILINE)
    assert set(map(canonicalize_name, pins)) == needs("sonla.pbgdpl") - needs("Plone")


def test_vietnamese_pages_have_the_lines_of_readme():
    """Whoever installs copies them from the page in their language."""
    wanted = {text for text in blocks(ROOT / "README.rst") if re.search(COPIED, text)}
    shown = blocks(DOCS / "vi" / "install.rst") | blocks(DOCS / "vi" / "first-day.rst")
    assert len(wanted) == 4
    assert wanted - shown == set()


def blocks(page: Path) -> set[str]:
    """The literal blocks of a page."""
    return {node.astext() for node in tree(page).findall(literal_block)}


def test_architecture_tells_what_each_package_is_for(tool):
    """The contract of import-linter names all packages; the first tables do, too."""
    subjects, platform, options = list(tree(DOCS / "architecture.rst").findall(table))[
        :3
    ]
    layered = [name for layer in tool("draw_layers").layers() for name in layer]
    assert sorted([*names_in(subjects), *names_in(platform)]) == sorted(layered)
    folders = (ROOT / "src/sonla/pbgdpl/options").glob("*/__init__.py")
    assert sorted(names_in(options)) == sorted(
        f"options/{one.parent.name}" for one in folders
    )


def names_in(part: table) -> list[str]:
    """The packages that a table names."""
    lines = next(part.findall(tbody)).findall(row)
    return [line[0].astext().rstrip("/") for line in lines]


def test_the_drawing_is_that_of_the_layers(tool):
    drawing = (PICTURES / "architecture.svg").read_text(encoding="utf-8")
    assert drawing == tool("draw_layers").drawing()


@pytest.mark.parametrize(
    ("name", "language"),
    [("index", "vi"), ("vi/regulation", "vi"), ("api", "en"), ("exchange", "en")],
)
def test_pages_know_their_language(name, language):
    """Screen readers are told; found by letters, so a new page needs nothing."""
    path = DOCS / "_ext" / "languages.py"
    spec = spec_from_file_location("languages", path)
    languages = module_from_spec(spec)
    spec.loader.exec_module(languages)
    assert languages.language_of(tree(DOCS / f"{name}.rst")) == language


def test_tests_that_are_named_are_there(document):
    named = re.findall(r"``(tests/[\w/.]+)``", document.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
