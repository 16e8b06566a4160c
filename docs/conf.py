"""Settings of Sphinx: `make docs` builds `build/docs`, and takes a warning for an error."""

from pathlib import Path

import re
import sys

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "docs" / "_ext")]

project = "sonla.pbgdpl"
author = "sonla.pbgdpl"
release = re.search(
    r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
)[1]
version = release

extensions = ["sphinx.ext.autodoc", "file_links", "languages", "zope_interfaces"]
# `private` holds what is not published before somebody else has answered it.
exclude_patterns = ["_ext", "images", "private"]
# In docstrings and in some pages `words` are code.
default_role = "code"
highlight_language = "none"
smartquotes = False
nitpicky = True
# Types of Python, Zope and Plone are documented elsewhere, and no network is asked.
nitpick_ignore_regex = [("py:.*", r".*")]

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": False}
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

language = "vi"
html_theme = "furo"
html_title = "Chuyên trang PBGDPL"
html_short_title = "PBGDPL"
html_copy_source = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["pictures.css", "paper.css"]
html_theme_options = {"navigation_with_keys": True}
