"""Plone's caching as the shipped script switches it on, in the portal of a test."""

from source_tree import ROOT
from typing import Any

import ast

SCRIPT = ROOT / "deploy" / "scripts" / "caching.py"


def keep_pages(portal: Any) -> None:
    """Do what `deploy/scripts/caching.py` does, but for its last line, which asks for Zope."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    del tree.body[-1]
    names: dict[str, Any] = {}
    exec(compile(tree, str(SCRIPT), "exec"), names)
    names["switch_on"](portal, "http://127.0.0.1:9")
