"""What is printed from the handbook: a sheet for each role, and a lesson that can be given."""

from docutils.nodes import row
from docutils.nodes import table
from handbook_pages import DOCS
from handbook_pages import tree
from importlib.resources import files
from pathlib import Path
from playwright.sync_api import Page
from sonla.demonstration.create import DEMO_ACCOUNTS
from sonla.pbgdpl.core.types import groups_of_menu
from sonla.pbgdpl.core.types import types_with
from zope.i18n import translate

import pytest
import re
import subprocess
import sys

ROLES = sorted((DOCS / "vi").glob("role-*.rst"))
LESSON = DOCS / "vi" / "training.rst"
ADDED = re.compile(r":guilabel:`Tạo thêm\.\.\.`\s+→\s+:guilabel:`([^`]+)`")
"""A type that somebody adds."""
SHEET = 2
"""Sides of a sheet of paper."""


def cells(page: Path, of_table: int) -> list[list[str]]:
    """Return the words of a table."""
    found = list(tree(page).findall(table))[of_table]
    return [[cell.astext() for cell in line] for line in found.findall(row)]


def test_the_lesson_logs_in_with_the_accounts_of_the_demonstration():
    accounts = [tuple(line[:2]) for line in cells(LESSON, 0)[1:]]
    assert accounts == [(login, word) for login, word, *_rest in DEMO_ACCOUNTS]


def test_the_lesson_lasts_two_hours_without_a_gap():
    times = [re.findall(r"\d+", line[0]) for line in cells(LESSON, 1)[1:]]
    ends = [int(last) for _first, last in times]
    assert [int(first) for first, _last in times] == [0, *ends[:-1]]
    assert ends[-1] == 120


def test_the_lesson_names_texts_that_the_demonstration_has():
    data = files("sonla.demonstration") / "data"
    there = "".join(one.read_text("utf-8") for one in data.iterdir() if one.name.endswith(".json"))  # fmt: skip
    text = " ".join(LESSON.read_text(encoding="utf-8").split())
    named = re.findall(r"“((?:Bài|Câu hỏi) mẫu: [^”]+)”", text)
    assert len(named) > 3
    assert [name for name in named if f'"{name}"' not in there] == []


def test_types_stand_in_the_menu_where_the_handbook_says(portal):
    offered = {
        translate(portal.portal_types[name].Title(), target_language="vi")
        for name in types_with("is_own")
        if groups_of_menu()[name]
    }
    named = [
        (page.name, title)
        for page in (DOCS / "vi").glob("*.rst")
        for title in ADDED.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 10
    assert [one for one in named if one[1] not in offered] == []


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the Vietnamese pages, built by the settings of `make docs`."""
    folder = tmp_path_factory.mktemp("docs")
    others = ",".join(["private", *(page.name for page in DOCS.glob("*.rst"))])
    sphinx = [sys.executable, "-m", "sphinx", "-Q", "-b", "html"]
    chosen = ["-D", f"root_doc=vi/{LESSON.stem}", "-D", f"exclude_patterns={others}"]
    subprocess.run([*sphinx, *chosen, str(DOCS), str(folder)], check=True)
    return folder / "vi"


def sides(page: Page, address: Path) -> int:
    """Print a page as the browser does, and count."""
    page.goto(address.as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_each_role_has_one_sheet_of_paper(printed: Path, page: Page):
    assert len(ROLES) == 4
    counted = {role.stem: sides(page, printed / f"{role.stem}.html") for role in ROLES}
    assert {name: count for name, count in counted.items() if count > SHEET} == {}
    # The lesson is longer, so what counts does count.
    assert sides(page, printed / f"{LESSON.stem}.html") > SHEET
