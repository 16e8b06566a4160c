"""Find the term of ours that a coded value of somebody else means."""

from collections.abc import Iterable
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.province.files import Names
from sonla.pbgdpl.vocabularies.terms import ValidTerm

NAMELESS = Names()


def find_token(
    terms: Iterable[ValidTerm], sent: Term, province: Names = NAMELESS
) -> str | None:
    """Return the token of the term that is meant; None if there is none.

    A title that names another term counts more than the code: codes of units were used
    anew with another meaning, and the title is what people read. Ended terms count,
    since old texts have them. Others may name the province by its code of ISO 3166-2.
    """
    terms = tuple(terms)
    iso_code = province.iso_code or None
    code = province.code if sent.token == iso_code else sent.token
    coded = next((term for term in terms if code and term.token == code), None)
    if coded is not None and (not sent.title or _is_named(coded, sent.title)):
        return coded.token
    named = [term for term in terms if sent.title and _is_named(term, sent.title)]
    if named:
        return min(named, key=lambda term: _rank(term, sent.title)).token
    return coded.token if coded is not None else None


def _is_named(term: ValidTerm, title: str) -> bool:
    wanted = folded(title)
    return any(folded(name) == wanted for name in (term.title, *term.aliases))


def _rank(term: ValidTerm, title: str) -> tuple[bool, bool]:
    """Prefer titles to aliases, and terms in force to those that ended."""
    return folded(term.title) != folded(title), term.valid_to is not None


def folded(title: str) -> str:
    """Fold case and space; accents stay, for they tell words apart."""
    return " ".join(normalized(title).casefold().split())
