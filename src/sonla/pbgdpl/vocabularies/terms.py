"""The terms of our controlled lists, as administrators keep them in the registry.

Nothing that a decision or a circular may change is code: government levels,
agencies, kinds and fields of law are terms with validity dates. A term that has
ended stays displayable for ever and can't be chosen for a new record.
"""

from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl.controlpanel.interfaces import IVocabularySettings
from sonla.pbgdpl.controlpanel.interfaces import VOCABULARY_FIELDS
from typing import Any

PREFIX = "sonla.pbgdpl.vocabularies"


@dataclass(frozen=True)
class ValidTerm:
    """Hold one term: `token` is stored with content, all else may change."""

    token: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Tell whether the term may be chosen on `day`; both limits are inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "ValidTerm":
        """Make a term from a registry row, whose aliases are lines of text."""
        aliases = (row.get("aliases") or "").splitlines()
        return cls(
            token=row["token"],
            title=row["title"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            aliases=tuple(alias.strip() for alias in aliases if alias.strip()),
        )


def record_name(vocabulary: str) -> str:
    """Name the registry record of a vocabulary such as `sonla.pbgdpl.Audiences`."""
    field = VOCABULARY_FIELDS[vocabulary.removeprefix("sonla.pbgdpl.")]
    return f"{PREFIX}.{field}"


def all_terms(vocabulary: str) -> tuple[ValidTerm, ...]:
    """List every term of a vocabulary, ended ones too, in the administrator's order."""
    rows = api.portal.get_registry_record(record_name(vocabulary), default=None) or ()
    return tuple(map(ValidTerm.from_row, rows))


def term_title(vocabulary: str, token: str | None) -> str:
    """Give the title of a token; a token that no term has is shown as it is stored."""
    titles = {term.token: term.title for term in all_terms(vocabulary)}
    return titles.get(token, token or "")
