"""Fold numbers and names of legal documents, as they are written in many ways."""

from sonla.pbgdpl.core.typed_text import normalized

import re
import unicodedata

KNOWN_TYPOS = (("PBDGPL", "PBGDPL"),)
_SPACES = re.compile(r"[\s\u00a0]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NUMBER_PART = re.compile(r"[0-9A-Z]+")
_MAX_PARTS = 8


def fold_number(number: str | None) -> str:
    """Fold a document number (số, ký hiệu) so that equal numbers compare equal.

    Upper case without accents, Đ as D, no spaces, plain hyphens, known slips
    mended: `218 / qđ-ubnd` gives `218/QD-UBND`.
    """
    text = normalized(number or "", "NFKD")
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _DASHES.sub("-", _SPACES.sub("", text)).upper().replace("Đ", "D")
    for typo, right in KNOWN_TYPOS:
        text = text.replace(typo, right)
    return text


def number_key(text: str | None) -> str:
    """Return the key under which a number, or a part of one, is indexed and looked up.

    Only its letters and digits: `218/QĐ-UBND`, `218 qd ubnd` and `218/QĐ UBND`
    all give `218QDUBND`.
    """
    return "".join(_NUMBER_PART.findall(fold_number(text)))


def number_keys(number: str | None) -> set[str]:
    """List the keys of a number and of each run of its parts.

    `218/QĐ-UBND` has the parts 218, QD and UBND, hence it is found by `218`,
    `218/QĐ`, `qd-ubnd` and three more. Parts beyond the eighth are no number
    and count only in the whole.
    """
    parts = _NUMBER_PART.findall(fold_number(number))
    keys = {"".join(parts)} if parts else set()
    parts = parts[:_MAX_PARTS]
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            keys.add("".join(parts[start:end]))
    return keys


def fold_name(name: str | None) -> str:
    """Fold an issuer's name: lower case, no accents, single spaces."""
    text = normalized(name or "", "NFKD").lower().replace("đ", "d")
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.split())


def fold_words(text: str) -> str:
    """Fold a heading or some words: as `fold_name`, and without punctuation."""
    return re.sub(r"[\W_]+", " ", fold_name(text)).strip()
