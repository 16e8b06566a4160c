"""Leave out of HTML the white space that no reader sees.

A theme copies every node of the page one by one, and the layout of a template makes
a node of each line break between two tags: half of all nodes of a region.
"""

import re

_BLOCKS = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|section|summary|table"
    "|tbody|td|tfoot|th|thead|tr|ul"
)
"""Elements at whose borders browsers show no white space."""

_INDENT = re.compile(r"\s*\n\s*")
_BEFORE_BLOCK = re.compile(rf"\n(?=</?(?:{_BLOCKS})(?![\w-]))")
_AFTER_BLOCK = re.compile(rf"(</?(?:{_BLOCKS})(?![\w-])[^<>]*>)\n")


def strip_indents(html: str) -> str:
    """Take line breaks and indents out of HTML that anybody may have written.

    Where they stand beside text or inline elements a line break remains, so that
    words that it parts stay apart.
    """
    html = _INDENT.sub("\n", html).strip()
    return _AFTER_BLOCK.sub(r"\1", _BEFORE_BLOCK.sub("", html))


def minify(html: str) -> str:
    """Take out all line breaks between tags, of a template that has its own spaces."""
    return _INDENT.sub("\n", html).replace(">\n<", "><").strip()
