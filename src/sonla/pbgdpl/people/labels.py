"""What is shown of a person to everybody: words for their public facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people import CENTRAL_LEVEL
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.decisions import DecisionKey
from sonla.pbgdpl.people.decisions import file_of
from sonla.pbgdpl.people.decisions import file_of_end
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from types import MappingProxyType
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
    file: str
    end_file: str
    """Addresses of the files of both decisions, where the user may see them."""


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


def person_words(
    person: Any, files: Mapping[DecisionKey, str] = MappingProxyType({})
) -> PersonWords:
    """Put a person into words for a list; `files` are those of `decisions.files_of_people`."""
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
        recognitions=tuple(
            recognition_labels(one, files) for one in person.shown_recognitions()
        ),
    )


def position_words(person: Any) -> str:
    """Join rank and position."""
    parts = (stored_value(person, "rank"), stored_value(person, "position"))
    return ", ".join(part for part in parts if part)


def language_words(person: Any) -> str:
    """Name the languages spoken."""
    titles = term_titles("sonla.pbgdpl.Languages", stored_value(person, "languages"))
    return ", ".join(titles)


def recognition_labels(
    recognition: Recognition, files: Mapping[DecisionKey, str] = MappingProxyType({})
) -> RecognitionLabels:
    """Put a recognition into words."""
    return RecognitionLabels(
        level=term_title(LEVELS, recognition.get("level")),
        territory=territory_words(recognition),
        decision=decision_words(recognition),
        since=format_day(recognition.get("valid_from")),
        until=format_day(recognition.get("ended_on")),
        end_kind=term_title("sonla.pbgdpl.EndKinds", recognition.get("end_kind")),
        end_decision=recognition.get("end_decision") or "",
        file=file_of(files, recognition),
        end_file=file_of_end(files, recognition),
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
