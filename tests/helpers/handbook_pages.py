"""The pages of the documents, read without Sphinx: what holds of them is quick to ask."""

from collections.abc import Iterator
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives
from docutils.parsers.rst import roles
from functools import cache
from pathlib import Path
from source_tree import ROOT

import re

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.rst"))
LOOSE = [ROOT / "README.rst", ROOT / "CHANGES.rst"]
"""Read by docutils alone, on the pages of registries and repositories."""


class Passed(Directive):
    """Stand for a directive of Sphinx, which `make docs` checks."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {name: directives.unchanged for name in ("glob", "caption", "maxdepth", "titlesonly", "hidden", "exclude-members")}  # fmt: skip

    def run(self) -> list[nodes.Node]:
        """Leave nothing."""
        return []


@cache
def know_sphinx() -> None:
    """Let docutils pass over what only Sphinx knows."""
    for role in ("doc", "ref", "guilabel", "menuselection", "download"):
        roles.register_generic_role(role, nodes.inline)
    for directive in ("toctree", "automodule", "zope-interfaces"):
        directives.register_directive(directive, Passed)


@cache
def tree(path: Path) -> nodes.document:
    """Read a page; a warning is an error."""
    know_sphinx()
    return publish_doctree(
        path.read_text(encoding="utf-8"),
        source_path=str(path),
        settings_overrides={
            "halt_level": 2,
            "report_level": 2,
            "input_encoding": "utf-8",
            "syntax_highlight": "none",
        },
    )


def name_of(path: Path) -> str:
    """Call a page by its place."""
    return path.relative_to(ROOT).as_posix()


def role(path: Path, name: str) -> Iterator[str]:
    """Yield the text of each use of a role, on one line."""
    text = path.read_text(encoding="utf-8")
    for found in re.findall(rf":{name}:`([^`]+)`", text):
        yield " ".join(found.split())


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each literal block: its language, if it says so, and its text."""
    for block in tree(path).findall(nodes.literal_block):
        language = next((one for one in block["classes"] if one != "code"), "")
        yield language, block.astext()
