"""Searches, read from the command's file: those that found nothing are kept by day and words.

Plain data in plain trees. Days are kept for a year; an editor drops words that say nothing.
"""

from BTrees.OOBTree import OOBTree
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.fruitless.rules import kept_words
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.search.rules import tidy
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.search.thesaurus.storage import thesaurus
from sonla.pbgdpl.search.thesaurus.use import count_days
from sonla.pbgdpl.search.thesaurus.use import KEPT_DAYS
from sonla.pbgdpl.search.thesaurus.use import KEY as USE_KEY
from sonla.pbgdpl.search.thesaurus.use import Use
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.fruitless_searches"
MAX_TRIED = 500
"""Words of one file that are looked up, those asked most: each takes its time."""

MAX_READ = 100_000


@dataclass(frozen=True)
class ImportedSearches:
    """What became of a file."""

    found: int
    """Different words that find something, or are understood."""
    fruitless: int
    unread: int
    """Different words that were not tried: too many for one file."""
    unreadable: int


@dataclass
class FruitlessSearch:
    """Words that found nothing, over all days."""

    words: str
    count: int = 0
    last: str = ""


def import_searches(place: Any, rows: Iterable[dict[str, str]]) -> ImportedSearches:
    """Take in rows of the command's file; a day is replaced as a whole, never added to."""
    days: dict[str, dict[str, Use]] = defaultdict(dict)
    totals: dict[str, int] = defaultdict(int)
    unreadable = 0
    for row in list(rows)[:MAX_READ]:
        read = read_row(row)
        if read is None:
            unreadable += 1
            continue
        day, words, use = read
        days[day][words] = days[day].get(words, Use()) + use
        totals[words] += use.searches
    tried = sorted(totals, key=lambda words: (-totals[words], words))[:MAX_TRIED]
    with api.env.adopt_roles(["Anonymous"]):
        fruitless = {words for words in tried if is_fruitless(place, words)}
    stored = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    count_days(days)
    for day, uses in days.items():
        kept = {
            words: use.searches for words, use in uses.items() if words in fruitless
        }
        if kept or day in stored:
            stored[day] = kept
    forget_old()
    return ImportedSearches(
        len(tried) - len(fruitless),
        len(fruitless),
        len(totals) - len(tried),
        unreadable,
    )


def read_row(row: dict[str, str]) -> tuple[str, str, Use] | None:
    """Read a row; None where it makes no sense. What may be a person's is taken out here, too."""
    try:
        day = date.fromisoformat(row.get("day", "")).isoformat()
    except ValueError:
        return None
    number = parse_int(row.get("searches", ""), None, digits=9)
    followed = parse_int(row.get("followed", ""), 0, digits=9) or 0
    words = kept_words(row.get("words", ""))
    return (day, words, Use(number, followed)) if number and words else None


def is_fruitless(place: Any, words: str) -> bool:
    """Return whether no text holds all words, and no concept is meant by any of them."""
    query = SearchQuery(place, Criteria(text=words))
    return not query.literal and not is_understood(words)


def is_understood(words: str) -> bool:
    """Return whether the thesaurus makes something of words."""
    typed = TypedQuery(tidy(words), len(words))
    sense = thesaurus().understand(typed.plain, fixed=typed.fixed)
    return bool(sense.expansions or sense.branches)


def fruitless_searches() -> list[FruitlessSearch]:
    """List what found nothing and is still not understood, the most sought first."""
    found: dict[str, FruitlessSearch] = {}
    for day, numbers in IAnnotations(api.portal.get()).get(KEY, {}).items():
        for words, number in numbers.items():
            one = found.setdefault(words, FruitlessSearch(words))
            one.count += number
            one.last = day
    open_ = (one for one in found.values() if not is_understood(one.words))
    return sorted(open_, key=lambda one: (-one.count, one.words))


def drop(words: str) -> None:
    """Forget words."""
    stored = IAnnotations(api.portal.get()).get(KEY, {})
    for day, numbers in list(stored.items()):
        if words in numbers:
            stored[day] = {one: n for one, n in numbers.items() if one != words}


def forget_old() -> None:
    """Forget days that are older than a year."""
    for key in (KEY, USE_KEY):
        stored = IAnnotations(api.portal.get()).get(key)
        first = (today() - timedelta(days=KEPT_DAYS)).isoformat()
        for day in list(stored.keys(max=first)) if stored else ():
            del stored[day]


def take_away() -> None:
    """Forget all of it: figures of searches mean nothing without the search."""
    for key in (KEY, USE_KEY):
        IAnnotations(api.portal.get()).pop(key, None)
