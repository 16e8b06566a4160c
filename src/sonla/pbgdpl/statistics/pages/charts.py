"""What the page of statistics draws of one cell: its months, its units, its shares.

Shapes are SVG made here, words are HTML: no script, no request to anybody. Each number
leads to the list of its records where the subject that is counted has one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import month_title
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.statistics.counting import CellSource
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Facts
from sonla.pbgdpl.statistics.interfaces import IRecordsList
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import PERIOD_UNTIL
from sonla.pbgdpl.statistics.pages.labels import short_day
from sonla.pbgdpl.ui.icons import drawn_bar
from typing import Any
from zope.component import queryUtility
from zope.i18nmessageid import Message

STEPS = 4
"""Shades of the tiles, besides that of zero."""
SLOT, WIDTH, GAP = 10.0, 3.4, 0.4
"""A month in a drawing, one bar of it, and what lies between its two bars."""
MSG_EXTREMES = _(
    "msg_trend",
    default="Highest in month ${high}: ${most}. Lowest in month ${low}: ${least}.",
)
MSG_HIGHEST = _("msg_trend_highest", default="Highest in month ${high}: ${most}.")
MSG_GOES_ON = _(
    "msg_trend_goes_on",
    default="Month ${month} goes on; until ${day}: ${number}.",
)
LONG = 4
"""Characters of a number for which a month has no room on a phone."""


@dataclass(frozen=True)
class Records:
    """The list of the records that a cell counts, from a place on."""

    url: str
    source: CellSource
    period: Any

    @cached_property
    def list(self) -> Any | None:
        """The list; None where the subject has none."""
        return queryUtility(IRecordsList, name=self.source.name)

    def address(
        self,
        month: int | None = None,
        unit: str = "",
        facts: Facts | None = None,
    ) -> str:
        """Return the address of the records; '' where no list shows them alone."""
        period = self.period
        whole_year = (
            period.first == date(period.year, 1, 1)
            and period.last.month == 12
            and period.last.year == period.year
        )
        if self.list is None or not (month or whole_year):
            return ""
        where = {**self.source.where, **(facts or {})}
        found = self.list.address(where, period.year, month, unit)
        return f"{self.url}/{found}" if found else ""


@dataclass(frozen=True)
class Month:
    """The number of a month, and that of the year before; None: not known yet."""

    number: int
    now: int | None
    before: int | None
    url: str
    until: date | None = None
    """The day up to which it is told, of the month that goes on."""

    @property
    def title(self) -> str:
        """The month by its number, as people in Vietnam name it; the running one with its day."""
        month = month_title(self.number)
        if self.until is None:
            return month
        words = {"period": month, "day": short_day(self.until)}
        return str(api.portal.translate(Message(PERIOD_UNTIL, mapping=words)))

    @property
    def now_text(self) -> str:
        return number(self.now)

    @property
    def axis_text(self) -> str:
        """The number below the drawing, where nothing says that a month goes on: no zero then."""
        return number(None if self.until is not None and not self.now else self.now)

    @property
    def before_text(self) -> str:
        return number(self.before)


@dataclass(frozen=True)
class Trend:
    """The months of a period; `compares` where the former one has numbers, too."""

    months: tuple[Month, ...]
    compares: bool

    @cached_property
    def known(self) -> list[Month]:
        """The months that have begun."""
        return [month for month in self.months if month.now is not None]

    @property
    def highest(self) -> Month:
        return max(self.known, key=lambda month: month.now or 0)

    @property
    def lowest(self) -> Month | None:
        """The month with least among those that are over; None where only one is."""
        over = [month for month in self.known if month.until is None]
        return min(over, key=lambda month: month.now or 0) if over[1:] else None

    @property
    def missing(self) -> str:
        """The months that are still to come, as text."""
        return ", ".join(
            str(month.number) for month in self.months if month.now is None
        )

    @property
    def is_long(self) -> bool:
        """Whether the numbers are too long to stand below each month on a phone."""
        return any(len(month.now_text) >= LONG for month in self.months)

    @property
    def words(self) -> str:
        """The drawing in words, for somebody who can't see it."""
        words = {"high": str(self.highest.number), "most": self.highest.now_text}
        sentences = [Message(MSG_HIGHEST, mapping=words)]
        if self.lowest is not None:
            words |= {"low": str(self.lowest.number), "least": self.lowest.now_text}
            sentences = [Message(MSG_EXTREMES, mapping=words)]
        for month in self.months:
            if month.until is not None:
                words = {
                    "month": str(month.number),
                    "day": short_day(month.until),
                    "number": month.now_text,
                }
                sentences.append(Message(MSG_GOES_ON, mapping=words))
        if self.missing:
            sentences.append(
                _(
                    "msg_trend_missing",
                    default="Still to come: ${months}.",
                    mapping={"months": self.missing},
                )
            )
        sentences.append(
            _(
                "msg_trend_table",
                default="The table below has the number of each month.",
            )
        )
        return " ".join(map(api.portal.translate, sentences))

    def svg(self, title: str) -> str:
        """Draw the months."""
        top = max(
            (max(one.now or 0, one.before or 0) for one in self.months), default=0
        )
        bars = []
        for at, month in enumerate(self.months):
            left = at * SLOT + (SLOT - WIDTH) / 2
            if self.compares:
                left = at * SLOT + SLOT / 2 - WIDTH - GAP / 2
                bars.append(month_bar("is-then", left, month.before, top))
                left += WIDTH + GAP
            bars.append(month_bar("is-now", left, month.now, top))
        return (
            f'<svg viewBox="0 0 {len(self.months) * SLOT:g} 100" role="img"'
            ' preserveAspectRatio="none"'
            ' aria-labelledby="pbgdpl-trend-title pbgdpl-trend-text">'
            f'<title id="pbgdpl-trend-title">{escape(title)}</title>'
            f'<desc id="pbgdpl-trend-text">{escape(self.words)}</desc>'
            f"{''.join(bars)}</svg>"
        )


def month_bar(style: str, left: float, value: int | None, top: int) -> str:
    """Draw a bar of a month; nothing for a month without one."""
    if not value:
        return ""
    height = max(round(100 * value / top, 1), 0.5)
    return (
        f'<rect class="{style}" x="{left:g}" y="{100 - height:g}"'
        f' width="{WIDTH:g}" height="{height:g}"/>'
    )


def trend_of(
    now: Overview, before: Overview | None, key: CellKey, records: Records
) -> Trend | None:
    """Return the months of a cell; None where they are not known, or nothing happened.

    `before` are figures of the same days a year before, where these may be compared.
    """
    known = dict(monthly(now, key))
    former = [value for _first, value in monthly(before, key)] if before else []
    compares = len(former) == len(known) and any(former)
    if not any(known.values()):
        return None
    whole = CountingScope(now.period.first, now.period.last, {})
    drawn = (
        Month(
            month.first.month,
            known.get(month.first),
            former[at] if compares and at < len(former) else None,
            records.address(month.first.month) if known.get(month.first) else "",
            now.until if month.contains(now.until) else None,
        )
        for at, month in enumerate(whole.months())
    )
    return Trend(tuple(drawn), compares)


def monthly(figures: Overview, key: CellKey) -> list[tuple[date, int]]:
    """Return first day and number of each month; nothing where months don't add up."""
    source = source_of(figures, key)
    if source is None or figures.tally is None:
        return []
    months = figures.tally.months(source.name)
    return [(first, source.total(counts)) for first, counts in months]


def source_of(figures: Overview, key: CellKey) -> CellSource | None:
    """Return the source of a cell that was counted; None for a sum of cells."""
    if figures.counted is None:
        return None
    return figures.counted.sources.get(key)


@dataclass(frozen=True)
class Share:
    """One value of a fact, and how much of the whole it is."""

    title: str
    value: int
    total: int
    largest: int
    url: str

    @property
    def text(self) -> str:
        return number(self.value)

    @property
    def percent(self) -> str:
        """The share in per cent, with a comma as Vietnamese write it."""
        return f"{100 * self.value / self.total:.1f}%".replace(".", ",")

    @property
    def svg(self) -> str:
        """The share as a bar."""
        return drawn_bar(self.value, self.largest)


def shares_of(now: Overview, key: CellKey, records: Records) -> list[Share]:
    """List the values of the fact by which the records are listed, the largest first."""
    source = source_of(now, key)
    if source is None or records.list is None or now.tally is None:
        return []
    fact, titles = records.list.fact, records.list.titles()
    found = source.by_fact(now.tally.whole(source.name), fact)
    total, largest = sum(found.values()), max(found.values(), default=0)
    return [
        Share(
            titles.get(value) or value,
            amount,
            total,
            largest,
            records.address(facts={fact: (value,)}),
        )
        for value, amount in found.items()
    ]


@dataclass(frozen=True)
class Tile:
    """A unit: its name, its number, the way to its page."""

    title: str
    short: str
    value: int
    step: int
    url: str

    @property
    def text(self) -> str:
        return number(self.value)


def step_of(value: int, largest: int) -> int:
    """Return the shade of a number: 0 for none, then by quarters of the largest."""
    return -(-STEPS * value // largest) if largest and value else 0


def tiles_of(lines: Iterable[tuple[str, int, str]]) -> list[Tile]:
    """Make the tiles of units, given as title, number and address."""
    units = list(lines)
    largest = max((value for _title, value, _url in units), default=0)
    return [
        Tile(title, short_place(title), value, step_of(value, largest), url)
        for title, value, url in units
    ]
