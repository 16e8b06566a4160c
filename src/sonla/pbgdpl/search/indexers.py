"""What citizens filter by: kind, field, audience, territory, year, agency, language.

Each value is a token of one of our vocabularies, so that a title may change
without a reindex. An indexer that has nothing to say gives None or an empty
tuple: the item is then absent from that index, never in it under an empty value.
"""

from DateTime import DateTime
from datetime import date
from datetime import MAXYEAR
from datetime import MINYEAR
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from sonla.pbgdpl.core.fields import indexed_tokens
from sonla.pbgdpl.core.fields import indexed_value
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import require_section
from sonla.pbgdpl.editorial.authorship import agency_of
from typing import Any

KIND_FIELDS = ("kind", "document_type", "dissemination_form")
"""Fields that share the index of kinds; no type has two of them."""


@indexer(IOwnContent)
def pbgdpl_kind(obj: Any) -> str | None:
    """Index the one word by which an item of its type is told from others.

    The kind of an introduction or material, the type of a document of guidance, the form
    of an activity.
    """
    return next(filter(None, (stored_value(obj, name) for name in KIND_FIELDS)), None)


pbgdpl_legal_fields = indexed_tokens(IOwnContent, "legal_fields")


pbgdpl_audiences = indexed_tokens(IOwnContent, "audiences")


# The communes and wards as chosen; a text for the whole province has none. Nothing is derived:
# a former district's texts stay under the district.
pbgdpl_territory = indexed_tokens(IOwnContent, "territory")


@indexer(IDexterityContent)
def pbgdpl_agency(obj: Any) -> str | None:
    """Index the responsible agency, or that of the unit in whose folder it stands."""
    require_section(obj)
    return agency_of(obj)


@indexer(IDexterityContent)
def pbgdpl_year(obj: Any) -> int | None:
    """Index the year of issue, else of publication of a work, else of publication here.

    A draft that has no date yet counts by the year in which it was made, so that
    editors can filter as well.
    """
    require_section(obj)
    issued = stored_value(obj, "issued_on")
    if isinstance(issued, date):
        return issued.year
    year = stored_value(obj, "year")
    if isinstance(year, int):
        return year
    published = obj.effective_date or obj.created()
    return published.year() if published else None


@indexer(IDexterityContent)
def pbgdpl_date(obj: Any) -> date | DateTime | None:
    """Index the day that lists show: of issue, of beginning, else of publication here.

    Without any, the day on which it was made. A work has the first day of its year.
    """
    require_section(obj)
    for name in ("issued_on", "start"):
        day = stored_value(obj, name)
        if isinstance(day, date):
            return day
    year = stored_value(obj, "year")
    if isinstance(year, int) and MINYEAR <= year <= MAXYEAR:
        return date(year, 1, 1)
    return obj.effective_date or obj.created()


@indexer(IDexterityContent)
def pbgdpl_language(obj: Any) -> str | None:
    """Index the language in which the text is written.

    Not core's `Language`: that is the language of the portal's interface for
    which an item was translated, and knows neither Thái nor Mông.
    """
    require_section(obj)
    own = stored_value(obj, "text_language")
    return own or obj.Language() or api.portal.get_default_language() or None


# What has sound, pictures or film made with AI.
pbgdpl_made_with_ai = indexed_value(IOwnContent, "made_with_ai")
