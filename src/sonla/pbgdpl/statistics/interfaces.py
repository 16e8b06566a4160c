"""The seams at which subjects enter statistics: what is counted, and by whom."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class ICountable(Interface):
    """What one item adds to statistics; an adapter of content.

    Asked when the item is indexed; what is raised fails the saving.

    The catalog keeps it (`pbgdpl_counts`), so that a year is counted without loading
    anything. All of it follows from the item alone: whatever else it depended on could
    change without the item being indexed anew.
    """

    subject = Attribute("Name of the counter that it belongs to, such as activities.")
    moment = Attribute("The aware `datetime` at which it counts; None: not at all.")
    facts = Attribute("Tuple of texts, in the order of the counter's `facts`.")
    amounts = Attribute("Tuple of numbers, in the order of the counter's `measures`.")


class ICounter(Interface):
    """Count one subject; a named utility.

    Registering one is all it takes: forms name it as the source of their cells. Asked by the
    overview and by each report that is filled; what is raised fails the counting.
    """

    title = Attribute("What is counted, a message.")
    measure_titles = Attribute(
        "Mapping of measures to their titles, messages; whoever edits a form chooses by them."
    )

    def facts() -> tuple[str, ...]:
        """Name what is known of each record; a cell that asks for more stays empty."""

    def values() -> Mapping[str, Mapping[str, str]]:
        """Map facts whose values are known to these and their titles, which may be messages.

        A form that asks for another value is refused. Of a fact that isn't among them a form may
        ask any value.
        """

    def measures() -> tuple[str, ...]:
        """Name the amounts of a record."""

    def entries(scope: Any) -> Iterator[tuple[Any, ...]]:
        """Yield `counting.Entry` tuples of the records of a `counting.Scope`."""


class IDistinctCounter(ICounter):
    """Count what may stand in several records: a person of two bodies is one of the province."""

    def identity(rid: int) -> Any:
        """Return what is the same for all records, by their id in the catalog, of one of these."""


class IOfficeCounter(ICounter):
    """Count what is for the office alone, such as money.

    The public reads its numbers in approved reports, never as they are counted now. A place of
    which nothing at all was recorded in a period has no number: it isn't zero.
    """


class IEventCounter(ICounter):
    """Count what is held, and who came to it.

    A report in which people came and nothing was held is asked about (`unheld_events`).
    """

    events = Attribute("The measure of what was held, such as sessions.")
    people = Attribute("Tuple of the measures of who came, such as attendees.")


class IRecordsList(Interface):
    """The public list of the records that a counter counts; a named utility.

    Its name is the counter's. The page of statistics asks it for the address behind a number,
    and draws months and shares where there is one: what the counter yields of the months of a
    year must together be what it yields of the year. What is raised fails the page.
    """

    fact = Attribute("Name of the fact by whose values shares are drawn.")
    fact_title = Attribute(
        "What these values are, a message such as Form of dissemination."
    )

    def titles() -> Mapping[str, str]:
        """Return the titles of the values of that fact, in the reader's language."""

    def address(
        where: Mapping[str, tuple[str, ...]], year: int, month: int | None, unit: str
    ) -> str:
        """Return view and query of the list of a year, or a month, below a place.

        `where` are the facts that a record must have, `unit` is the UID of a unit or empty.
        '' where the list can't be asked for that.
        """


class IKeyFigure(Interface):
    """Show figures of a subject among those of the year on homepage and landing page.

    A named utility. The block asks all of them when it is drawn anew, after the figures that
    come from the first form, and shows as many as its editor chose. What is raised leaves
    out the block, which is logged.
    """

    order = Attribute("Place among the figures, a number.")
    counter = Attribute(
        "Name of the counter (`ICounter`) that reads the items themselves, for which these"
        " figures stand: forms that ask it are passed over. Empty for none."
    )

    def figures(place: Any) -> Iterator[tuple[str, int]]:
        """Yield title and number of each figure of a section, or of the whole portal.

        By the catalog alone: no item is loaded for a homepage. A figure of zero is not shown.
        """


class IOrganisationList(Interface):
    """List the organisations for which rows of forms repeat; a named utility.

    Forms name it (`over`). What is raised fails the opening of the report.
    """

    title = Attribute(
        "What the list has, a message; whoever edits a form chooses by it."
    )

    def facts() -> tuple[str, ...]:
        """Name what is known of each organisation beside its code and its group in the form."""

    def values() -> Mapping[str, Mapping[str, str]]:
        """Map facts whose values are known to these and their titles, as counters do."""

    def organisations(section: Any) -> Iterator[Any]:
        """Yield `organisations.Organisation` of a section, in the order of their rows."""
