"""Files that came with a form whose sender looks at answers first: browsers don't send them twice.

They are kept under the name of the question that the form becomes, for as long as the form is good,
in an annotation of the portal that nobody reads.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from persistent import Persistent
from plone import api
from plone.namedfile.file import NamedBlobFile
from sonla.pbgdpl.core.proof_of_work import GOOD_FOR
from sonla.pbgdpl.questions.form_tokens import question_name
from typing import Any
from zope.annotation.interfaces import IAnnotations

import time

KEY = "sonla.pbgdpl.pending_question_files"


class PendingFiles(Persistent):
    """The files of one form, and since when they are here."""

    def __init__(self, files: Iterable[NamedBlobFile], since: float) -> None:
        self.files = tuple(files)
        self.since = since


def hold(nonce: str, files: Iterable[NamedBlobFile]) -> None:
    """Keep the files of a form, in place of those kept for it before."""
    forget_old()
    tree = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    tree[question_name(nonce)] = PendingFiles(files, time.time())


def kept_for(nonce: str) -> tuple[NamedBlobFile, ...]:
    """Return the files kept for a form; none for a form without a good stamp."""
    found = _kept().get(question_name(nonce)) if nonce else None
    return found.files if found is not None else ()


def forget(nonce: str) -> None:
    """Drop the files of a form: it was sent, and the question has them."""
    _kept().pop(question_name(nonce), None)


def any_old(now: float | None = None) -> bool:
    """Return whether files are kept of forms that are good no longer."""
    return bool(_old(now))


def forget_old(now: float | None = None) -> None:
    """Drop the files of forms that are good no longer."""
    for name in _old(now):
        del _kept()[name]


def take_away() -> None:
    """Drop all of them: forms that are open can't be sent any more."""
    IAnnotations(api.portal.get()).pop(KEY, None)


def _old(now: float | None) -> list[str]:
    oldest = (time.time() if now is None else now) - GOOD_FOR
    return [name for name, one in _kept().items() if one.since < oldest]


def _kept() -> Any:
    return IAnnotations(api.portal.get()).get(KEY) or {}
