"""What is shown of a request, in words: for pages, mails and files."""

from collections.abc import Iterable
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import day_span_words
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import ASKED
from sonla.pbgdpl.options.requests.rules import BARRED
from sonla.pbgdpl.options.requests.rules import BUSY
from sonla.pbgdpl.options.requests.rules import DECLINED
from sonla.pbgdpl.options.requests.rules import ELSEWHERE
from sonla.pbgdpl.options.requests.rules import Fit
from sonla.pbgdpl.options.requests.rules import NOT_IN_FORCE
from sonla.pbgdpl.options.requests.rules import OTHER_FIELD
from sonla.pbgdpl.options.requests.rules import OTHER_LANGUAGE
from sonla.pbgdpl.options.requests.rules import WITHDRAWN
from sonla.pbgdpl.questions.covering import for_everybody
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

FIELDS = "sonla.pbgdpl.LegalFields"
AUDIENCES = "sonla.pbgdpl.Audiences"
LANGUAGES = "sonla.pbgdpl.Languages"
ORGANISATION = _("label_request_organisation", default="Who asks")
WHEN = _("label_request_when", default="When")
PLACE = _("label_request_place", default="Place")
LAW = _("label_legal_fields", default="Fields of law")
LISTENERS = _("label_listeners", default="Who will listen")
EXPECTED = _("label_request_people", default="How many people are expected")
LANGUAGE = _("label_request_language", default="Language of the talk")
ONLINE = _("label_request_online", default="Online")
DETAILS = _("label_request_details", default="What else is to be known")
OBSTACLES = {
    NOT_IN_FORCE: _(
        "obstacle_not_in_force", default="not recognised on the day of the talk"
    ),
    ELSEWHERE: _("obstacle_elsewhere", default="recognised for another place"),
    BARRED: _("obstacle_barred", default="can't be introduced"),
    OTHER_FIELD: _("obstacle_field", default="works in other fields of law"),
    OTHER_LANGUAGE: _("obstacle_language", default="doesn't speak the language"),
    BUSY: _("obstacle_busy", default="speaks elsewhere on that day"),
}
ANSWERS = {
    ASKED: _("assignment_asked", default="Has not answered yet"),
    AGREED: _("assignment_agreed", default="Has accepted"),
    DECLINED: _("assignment_declined", default="Has declined"),
    WITHDRAWN: _("assignment_withdrawn", default="Withdrawn by the office"),
}
REASONS = {
    None: _("reason_not_judged", default="not judged yet"),
    True: _("reason_good", default="good reason"),
    False: _("reason_none", default="no good reason"),
}
"""What the managing body says of the reason of a refusal."""
FIT_FIELDS = _("fit_fields", default="field: ${fields}")
FIT_NEAR = _("fit_near", default="works in this commune")
FIT_TALKS = _("fit_talks", default="${number} talks within twelve months")
FIT_COURSES = _("fit_courses", default="${number} courses in this field")


def state_title(state: str) -> str:
    """Return the title of a state of requests, a message."""
    return title_in((REQUEST_WORKFLOW,), state)


def said(message: Message, **values: Any) -> str:
    """Translate a message for who reads the page, or the portal's language without one."""
    return translate(Message(message, mapping=values), context=getRequest())


def why_here(fit: Fit) -> list[str]:
    """Explain the place of a person in the order: what was compared, the strongest first."""
    lines = [said(OBSTACLES[one]) for one in fit.obstacles]
    if fit.fields:
        titles = ", ".join(term_titles(FIELDS, fit.fields))
        lines.append(said(FIT_FIELDS, fields=titles))
    if fit.is_near:
        lines.append(said(FIT_NEAR))
    lines.append(said(FIT_TALKS, number=str(fit.talks)))
    if fit.courses:
        lines.append(said(FIT_COURSES, number=str(fit.courses)))
    return lines


def days_words(request: Any) -> str:
    """Name the day that was agreed on, else the span in which the talk may be."""
    agreed = stored_value(request, "held_on")
    first, last = stored_value(request, "day"), stored_value(request, "until_day")
    if agreed or not last or last == first:
        return format_day(agreed or first)
    return day_span_words(format_day(first), format_day(last))


def place_words(request: Any) -> str:
    """Name the place: hall, commune, or that it is online."""
    communes = term_titles(TERRITORIES, stored_value(request, "territory"))
    online = [said(ONLINE)] if stored_value(request, "online") else []
    parts = (stored_value(request, "location"), *communes, *online)
    return ", ".join(filter(None, parts))


def when_words(request: Any) -> str:
    """Name day and time of day."""
    parts = (stored_value(request, "hours"), days_words(request))
    return ", ".join(filter(None, parts))


def facts_of(request: Any) -> list[tuple[Message, str]]:
    """List title and words of what everybody who sees a request may know of it."""
    value = partial(stored_value, request)
    language = value("spoken_language")
    found = (
        (ORGANISATION, value("organisation")),
        (WHEN, when_words(request)),
        (PLACE, place_words(request)),
        (LAW, ", ".join(term_titles(FIELDS, value("legal_fields")))),
        (LISTENERS, ", ".join(term_titles(AUDIENCES, value("audiences")))),
        (EXPECTED, str(value("people_expected") or "")),
        (LANGUAGE, term_title(LANGUAGES, language) if language else ""),
    )
    return [(title, words) for title, words in found if words]


def talk_title(request: Any) -> str:
    """Name the talk as people outside the office read it, and subjects of mails tell it."""
    return for_everybody(request, request.title)


def talk_facts(request: Any) -> list[tuple[Message, str]]:
    """List the facts as people outside the office read them."""
    return [
        (title, for_everybody(request, words)) for title, words in facts_of(request)
    ]


def speaker_facts(request: Any) -> list[tuple[Message, str]]:
    """List the same and what else is to be known, for those who are asked to speak."""
    details = for_everybody(request, stored_value(request, "details") or "")
    return [*talk_facts(request), *([(DETAILS, details)] if details else [])]


def talk_lines(facts: Iterable[tuple[Message, str]]) -> tuple[str, ...]:
    """Write facts line by line, for a mail."""
    return tuple(f"{said(title)}: {words}" for title, words in facts)


def reporter_names(request: Any) -> str:
    """Name who has accepted."""
    rows = stored_value(request, "assignments") or ()
    return ", ".join(one["name"] for one in rows if one["answer"] == AGREED)
