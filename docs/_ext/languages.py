"""Let each page speak its language, Vietnamese or English.

Sphinx knows one language for all pages. Screen readers need that of the page at hand, and
its reader the words around the text ("Next", "Search") in it, too. Which it is shows in the
text itself: every second word of Vietnamese has a letter that English has not.
"""

from collections.abc import Callable
from docutils.nodes import document
from gettext import NullTranslations
from typing import Any
from typing import TYPE_CHECKING

import re

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LETTERS = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
SHARE = 0.05
"""Of Vietnamese letters, from which on a page is Vietnamese. English pages have single words."""
WORDS = {
    "Back to top": "Về đầu trang",
    "Contents": "Mục lục",
    "Hide navigation sidebar": "Ẩn danh mục trang",
    "Hide table of contents sidebar": "Ẩn mục lục",
    "Menu": "Danh mục trang",
    "Next": "Trang sau",
    "On this page": "Trong trang này",
    "Previous": "Trang trước",
    "Skip to content": "Đến phần nội dung",
    "Toggle Light / Dark / Auto color theme": "Đổi màu nền: sáng, tối, theo máy",
    "Toggle site navigation sidebar": "Hiện hoặc ẩn danh mục trang",
    "Toggle table of contents sidebar": "Hiện hoặc ẩn mục lục",
}
"""What the theme says and Sphinx has no Vietnamese for."""


def language_of(tree: document | None) -> str:
    """Return the language of a page; search and index, which have no text, are Vietnamese."""
    if tree is None:
        return "vi"
    text = tree.astext()
    return "vi" if len(LETTERS.findall(text)) > SHARE * len(text) else "en"


def with_words(say: Callable[[str], str]) -> Callable[[str], str]:
    """Return Sphinx's translations, and ours where it has none."""

    def spoken(message: str) -> str:
        return WORDS.get(message) or say(message)

    return spoken


def speak(
    app: "Sphinx",
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: document | None,
) -> None:
    """Set the language of the page's markup and of the words around it."""
    context["language"] = language_of(doctree)
    if context["language"] == "en":
        english = NullTranslations()
        context["_"] = context["gettext"] = english.gettext
        context["ngettext"] = english.ngettext
        return
    globals_of = app.builder.templates.environment.globals
    context["_"] = context["gettext"] = with_words(globals_of["gettext"])


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", speak)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
