"""Words that whoever writes leaves for later, and that no reader may take for law."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from plone.dexterity.utils import iterSchemata
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.types import body_fields
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema import getFieldsInOrder

import re

APPROVALS = ("approve", "approve_answer")

_WORDS = re.compile(
    r"""
    \bchờ\ điền\b
    # Papers are compared with their originals: that is a step, and no note.
    # People compare papers, too: it is a note where nothing is named, or what a writer looks into.
    | \b(?:cần|phải|chưa)\ đối\ chiếu\b(?=(?:\ lại)?\s*(?:[.,;:!?)\]]|$)|\ (?:với\ )?(?:công\ báo|nguồn)\b)
    | (?<=[(\[])(?:can|phai|chua)\ doi\ chieu(?=\s*[)\]])
    | \b(?:cần|phải)\ rà\ lại\b
    | \bchưa\ (?:xem|tra|tìm)\ được\ (?:văn\ bản|căn\ cứ|số)(?:\ (?:gốc|máy|điện\ thoại|hiệu))?(?=\s*(?:[.,;:)\]]|$))
    | \bchưa\ tra\ được(?=\s*(?:[.,;:)\]]|$))
    | \b(?:ở|xem|theo|một)\ bản\ chép\b(?!\ tay\b)
    # What the writer keeps beside: readers never get it. Addresses and e-mail are no such names.
    | (?<![\w/.@-])[\w-]+\.(?:csv|tsv|json|toml)\b
    | \(\?\)|\[\?\]|\?{3,}
    | \[điền\b[^\]]{0,60}\]
    | \b(?-i:todo|Todo|ToDo)\b(?!\s*\w)
    | \blorem\ ipsum\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LETTERS = re.compile(r"\b(?:TODO|FIXME|TBD)\b")
"""In capitals before other words: “todo” is a word of other languages."""
_OFFICE_FILE = re.compile(
    r"(?<![\w/.@-])[\w-]+\.(?:xlsx?|docx?|pdf)\b(?!\.\w)", re.IGNORECASE
)
"""A file that readers may be meant to open: a note where nothing offers it to them."""
_OFFERED = re.compile(
    r"\b(?:tải|mở|đính kèm|kèm theo|mẫu)\b(?:[^.?!]|\.\w)*$", re.IGNORECASE
)
_LINK = re.compile(
    r"<a\b(?=[^<>]*\bhref\b)[^<>]*>.*?(?:</a\s*>|\Z)", re.IGNORECASE | re.DOTALL
)


def notes_in(value: Any) -> Iterator[str]:
    """Yield the working notes in a plain text, or in those of a list or a row, as they are written."""
    if isinstance(value, str):
        text = " ".join(normalized(value).split())
        for pattern in (_WORDS, _LETTERS):
            yield from (found[0] for found in pattern.finditer(text))
        for found in _OFFICE_FILE.finditer(text):
            if not _OFFERED.search(text, 0, found.start()):
                yield found[0]
    elif isinstance(value, Mapping):
        yield from notes_in(value.values())
    elif isinstance(value, Iterable):
        for one in value:
            yield from notes_in(one)


def working_notes(text: Any) -> list[tuple[Any, str]]:
    """List the working notes in what readers of a text see: title of the field, words.

    Of what is no text of ours, such as a question, it is the body: what people sent stays theirs.
    """
    everything = is_type_with("is_text", text.portal_type)
    names = None if everything else body_fields(text.portal_type)
    return [
        (field.title, note)
        for schema in iterSchemata(text)
        for name, field in getFieldsInOrder(schema)
        if names is None or name in names
        for note in dict.fromkeys(notes_in(_words(stored_value(text, name))))
    ]


def _words(value: Any) -> Any:
    raw = getattr(value, "raw", None)
    if not isinstance(raw, str):
        return value
    return plain_text(_LINK.sub(lambda link: _OFFICE_FILE.sub("", link[0]), raw))


class WorkingNotesLeft(TransitionRefused):
    """Refuse to approve a text in which its writer left notes for later."""


def refuse_working_notes(text: Any, event: IBeforeTransitionEvent) -> None:
    """Raise `WorkingNotesLeft` when a text with a working note in it would be approved."""
    transition = event.transition.getId() if event.transition is not None else ""
    if transition not in APPROVALS:
        return
    if notes := working_notes(text):
        request = getRequest()
        message = _(
            "msg_working_notes_left",
            default="A note for later is still in the text: ${notes}. Settle it, or take it out, before the text is approved.",
            mapping={
                "notes": "; ".join(
                    f"{translate(title, context=request)}: “{words}”"
                    for title, words in notes
                )
            },
        )
        raise WorkingNotesLeft(message, text, transition)
