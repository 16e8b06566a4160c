"""What is shown of a person to everybody: words for their public facts."""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people import CENTRAL_LEVEL
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.rules import Episode
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate

MSG_EVERYWHERE = _("label_whole_country", default="The whole country")


@dataclass(frozen=True)
class EpisodeWords:
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
    episodes: tuple[EpisodeWords, ...]


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
        episodes=tuple(map(episode_words, person.episodes_shown())),
    )


def position_words(person: Any) -> str:
    """Join rank and position."""
    parts = (stored_value(person, "rank"), stored_value(person, "position"))
    return ", ".join(part for part in parts if part)


def language_words(person: Any) -> str:
    """Name the languages spoken."""
    titles = term_titles("sonla.pbgdpl.Languages", stored_value(person, "languages"))
    return ", ".join(titles)


def episode_words(episode: Episode) -> EpisodeWords:
    """Put a recognition into words."""
    return EpisodeWords(
        level=term_title(LEVELS, episode.get("level")),
        territory=territory_words(episode),
        decision=decision_words(episode),
        since=format_day(episode.get("valid_from")),
        until=format_day(episode.get("ended_on")),
        end_kind=term_title("sonla.pbgdpl.EndKinds", episode.get("end_kind")),
        end_decision=episode.get("end_decision") or "",
    )


def territory_words(episode: Episode) -> str:
    """Name where somebody speaks by a recognition."""
    if episode.get("unit"):
        return term_title(TERRITORIES, episode["unit"])
    central = episode.get("level") == CENTRAL_LEVEL
    return translate(MSG_EVERYWHERE, context=getRequest()) if central else ""


def decision_words(episode: Episode) -> str:
    """Name a decision: number, day, issuer; what lacks is left out."""
    parts = (
        episode.get("decision_number"),
        format_day(episode.get("decision_date")),
        episode.get("issuer"),
    )
    return ", ".join(part for part in parts if part)
