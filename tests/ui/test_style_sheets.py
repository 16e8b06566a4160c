"""The style sheets of public pages: small together, and nothing outside our elements."""

from importlib.resources import files
from pathlib import Path

import re

MOST_BYTES = 25 * 1024
SOURCE = Path(str(files("sonla.pbgdpl")))
OFFICE = {
    *("desk.css", "drafts.css", "form_editor.css", "kinds.css", "learners.css"),
    *("office.css", "roll_call.css", "rows.css"),
}
"""Pages of those who write, edit and answer."""
WHOLE_PAGES = {"saved.css"}
"""Stand in a file that somebody keeps, and never on a page."""
PAPER = {"print.css"}
"""Are asked for by `media="print"`: no reader waits for them."""
SHARED = {
    ".pagination",
    "#portal-breadcrumbs ol",
    "#portal-breadcrumbs li",
    "#portal-column-one",
}
"""Elements of the theme that a rule of ours may name alone, on our pages."""


def sheets():
    """Return the style sheets of public pages by their names."""
    return {
        path.name: path.read_text("utf-8")
        for path in SOURCE.rglob("*.css")
        if path.name not in OFFICE | WHOLE_PAGES | PAPER
    }


def test_all_together_are_small():
    found = sheets()
    assert "pbgdpl.css" in found
    sizes = {name: len(text.encode()) for name, text in found.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_a_rule_that_old_browsers_drop_says_nothing_that_they_need():
    """One selector that a browser doesn't know takes its whole rule with it."""
    for name, text in sheets().items():
        for rule in re.findall(r"[^{}]*:has\([^{}]*(?=\{[^{}]*\})", text):
            outside = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", rule))
            assert all(":has" in one for one in outside.split(",")), (name, rule)


def test_rules_name_elements_of_ours():
    named = re.compile(r"pbgdpl|\.is-|\.has-")
    for name, text in sheets().items():
        bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        for selector in re.findall(r"([^{}]+)\{(?=[^{}]*\})", bare):
            selector = selector.strip()
            assert named.search(selector) or selector in SHARED, (name, selector)
