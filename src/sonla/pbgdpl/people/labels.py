"""What is shown of a person to everybody: words for their public facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people import CENTRAL_LEVEL
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate

MSG_EVERYWHERE = _("label_whole_country", default="The whole country")


@dataclass(frozen=True)
class RecognitionLabels:
    """One recognition in words; the reason of its end is not among them."""

    level: str
    territory: str
    decision: str
    since: str
    until: str
    end_kind: str
    end_decision: str


@dataclass(frozen=True)
class PersonWords:
    """What a list shows of a person."""

    name: str
    url: str
    position: str
    agency: str
    legal_fields: str
    languages: str
    recognitions: tuple[RecognitionLabels, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Number and date of decisions → addresses of their files, those that the user may see."""


def person_words(person: Any) -> PersonWords:
    """Put a person into words for a list."""
    return PersonWords(
        name=person.title,
        url=person.absolute_url(),
        position=position_words(person),
        agency=term_title(AGENCIES, stored_value(person, "agency")),
        legal_fields=", ".join(
            term_titles(
                "sonla.pbgdpl.LegalFields", stored_value(person, "legal_fields")
            )
        ),
        languages=language_words(person),
        recognitions=tuple(map(recognition_labels, person.shown_recognitions())),
    )


def position_words(person: Any) -> str:
    """Join rank and position."""
    parts = (stored_value(person, "rank"), stored_value(person, "position"))
    return ", ".join(part for part in parts if part)


def language_words(person: Any) -> str:
    """Name the languages spoken."""
    titles = term_titles("sonla.pbgdpl.Languages", stored_value(person, "languages"))
    return ", ".join(titles)


def recognition_labels(recognition: Recognition) -> RecognitionLabels:
    """Put a recognition into words."""
    return RecognitionLabels(
        level=term_title(LEVELS, recognition.get("level")),
        territory=territory_words(recognition),
        decision=decision_words(recognition),
        since=format_day(recognition.get("valid_from")),
        until=format_day(recognition.get("ended_on")),
        end_kind=term_title("sonla.pbgdpl.EndKinds", recognition.get("end_kind")),
        end_decision=recognition.get("end_decision") or "",
    )


def territory_words(recognition: Recognition) -> str:
    """Name where somebody speaks by a recognition."""
    if recognition.get("unit"):
        return term_title(TERRITORIES, recognition["unit"])
    central = recognition.get("level") == CENTRAL_LEVEL
    return translate(MSG_EVERYWHERE, context=getRequest()) if central else ""


def decision_words(recognition: Recognition) -> str:
    """Name a decision: number, day, issuer; what lacks is left out."""
    parts = (
        recognition.get("decision_number"),
        format_day(recognition.get("decision_date")),
        recognition.get("issuer"),
    )
    return ", ".join(part for part in parts if part)
