"""Drafts of forms: what an administrator is still writing down from a paper annex.

A draft may be half done or wrong, so it is not among the forms (`statistics.forms.store`) and nobody reports by it.
Each save keeps what was there before, so that it can be undone.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.statistics.forms.definition import DRAFT
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import SCHEMA
from sonla.pbgdpl.statistics.forms.files import write_form
from typing import Any
from typing import TypeAlias
from uuid import uuid4
from zope.annotation.interfaces import IAnnotations

RawForm: TypeAlias = dict[str, Any]
"""The keys of a file of a form, right or wrong."""

KEY = "sonla.pbgdpl.form_drafts"
MAX_STEPS = 20
"""How many saves of a draft can be undone."""
MAX_FILE = 1_000_000
"""Characters of a file; the largest forms of the state have some 100,000."""

MSG_FILE_TOO_LONG = _(
    "msg_form_file_too_long",
    default="The file is too large to be one of a form: it has more than 1 MB.",
)
MSG_FILE_NO_TEXT = _(
    "msg_form_file_no_text",
    default="The file is no text in UTF-8. Choose a file that was exported here, ending in .toml.",
)

LANGUAGE = "vi"
"""A form is a document of the state, whatever language its reader has chosen for pages."""
PARTIES = {
    "commune": _("form_party_commune", default="Committee of the commune"),
    "body": _("form_party_body", default="Body of the province"),
    "province": _("form_party_province", default="Department of Justice"),
    "receiver": _("form_party_receiver", default="Ministry of Justice"),
}
"""Who takes part in every form known so far; a new one begins with them."""


@dataclass(frozen=True)
class FormDraft:
    """A draft as it is stored."""

    id: str
    raw: RawForm
    by: str
    """Who saved it last."""
    at: str
    can_undo: bool


def drafts() -> Iterator[FormDraft]:
    """Yield all drafts, those that were saved last first."""
    found = [draft for name in _stored() if (draft := find_draft(name)) is not None]
    return iter(sorted(found, key=lambda one: one.at, reverse=True))


def find_draft(name: str) -> FormDraft | None:
    """Return a draft by its name in addresses; None for one that is gone."""
    row = _stored().get(name)
    if row is None:
        return None
    return FormDraft(
        name, raw_form(row["text"]), row["by"], row["at"], bool(row["earlier"])
    )


def add_draft(raw: RawForm) -> str:
    """Store a new draft and return its name."""
    name = uuid4().hex[:12]
    _write(name, write_form(raw), ())
    return name


def save_draft(name: str, raw: RawForm) -> None:
    """Store a draft anew; what it was can be had back."""
    row = _stored()[name]
    text = write_form(raw)
    if text != row["text"]:
        _write(name, text, (*row["earlier"], row["text"])[-MAX_STEPS:])


def undo_draft(name: str) -> None:
    """Take back the last save."""
    row = _stored()[name]
    if row["earlier"]:
        *earlier, last = row["earlier"]
        _write(name, last, tuple(earlier))


def remove_draft(name: str) -> None:
    """Forget a draft."""
    _stored().pop(name, None)


def keep_drafts() -> None:
    """Keep the drafts with the first section while the add-on is away."""
    stored = IAnnotations(api.portal.get()).pop(KEY, None)
    if stored:
        preserve(KEY, dict(stored))


def bring_drafts_back() -> None:
    """Bring back what `keep_drafts` kept."""
    kept = restore(KEY)
    if kept:
        _tree().update(kept)


def new_form(number: str, title: str) -> RawForm:
    """Return the beginning of a form that is known by nothing but its number and title."""
    year = today().year
    return {
        "schema": SCHEMA,
        "code": number,
        "slug": _slug(number) or "bieu-moi",
        "version": f"{year}.1",
        "title": title,
        "status": DRAFT,
        "offered": False,
        "valid_from": date(year + 1, 1, 1),
        "party": [
            {"role": role, "title": api.portal.translate(title, lang=LANGUAGE)}
            for role, title in PARTIES.items()
        ],
    }


def next_version(raw: RawForm, taken: set[str]) -> RawForm:
    """Return a form with which its next version begins: nobody has checked that yet."""
    found = deepcopy(raw)
    for name in ("checked_by", "checked_on", "valid_to"):
        found.pop(name, None)
    year, number = today().year, 1
    while f"{raw['slug']}@{year}.{number}" in taken:
        number += 1
    before = f"{raw['slug']}@{raw['version']}"
    return found | {
        "version": f"{year}.{number}",
        "status": DRAFT,
        "supersedes": [before],
        "valid_from": date(year + 1, 1, 1),
    }


def read_file(data: bytes) -> RawForm:
    """Read the keys of a file that was sent; raise `InvalidInput` for what is none of a form."""
    if len(data) > MAX_FILE:
        raise InvalidInput(MSG_FILE_TOO_LONG)
    try:
        return raw_form(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput(MSG_FILE_NO_TEXT) from error


def _slug(number: str) -> str:
    kept = "".join(
        letter if letter.isascii() and letter.isalnum() else "-"
        for letter in number.lower()
    )
    return "-".join(filter(None, kept.split("-")))[:40]


def _stored() -> Any:
    return IAnnotations(api.portal.get()).get(KEY, {})


def _tree() -> OOBTree:
    return IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())


def _write(name: str, text: str, earlier: tuple[str, ...]) -> None:
    _tree()[name] = {
        "text": text,
        "earlier": earlier,
        "by": current_user_id(),
        "at": utc_now().isoformat(),
    }
