"""Names in a form that belong to the portal: what is counted, by which facts, lists of organisations.

A subject may be taken out of the portal and a form that names it stays; so a form is asked for such
names when somebody writes it down, and not whenever it is read.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.statistics.definitions import Facts
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.definitions import FormRow
from sonla.pbgdpl.statistics.definitions import REPEAT
from sonla.pbgdpl.statistics.form_faults import fault_at
from sonla.pbgdpl.statistics.form_faults import FormFault
from sonla.pbgdpl.statistics.form_faults import FormRefused
from sonla.pbgdpl.statistics.form_faults import nearest
from sonla.pbgdpl.statistics.form_files import read_form
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
from sonla.pbgdpl.statistics.interfaces import IRecordsList
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryUtility

OWN_FACTS = ("code", "group")
"""What a form knows of every organisation, whichever list has it."""

MSG_NO_LIST = _(
    "msg_form_no_list",
    default="${place}: nobody keeps a list of organisations “${value}”. There are: ${known}.",
)
MSG_NO_SOURCE = _(
    "msg_form_no_source",
    default="${place}: nothing is counted here as “${value}”. Did you mean: ${known}? Leave it empty where people type the numbers.",
)
MSG_NO_FACT = _(
    "msg_form_no_fact",
    default="${place}: “${value}” is not known of what is counted there. Did you mean: ${known}?",
)
MSG_NO_VALUE = _(
    "msg_form_no_value",
    default="${place}: nothing that is counted there is of the kind “${value}”. Did you mean: ${known}?",
)
MSG_NOTHING_TO_PICK = _(
    "msg_form_nothing_to_pick",
    default="${place}: “${value}” picks from nothing, as nothing is counted there. Choose what is counted, or take it out.",
)
MSG_NO_ORGANISATION = _(
    "msg_form_no_organisation",
    default="${place}: no list has an organisation “${value}”. Near to it: ${known}.",
)
MSG_NO_GROUP = _(
    "msg_form_no_group",
    default="${place}: the form has no group “${value}”. Did you mean: ${known}?",
)


def read_new_form(text: str) -> Form:
    """Read a form that somebody has written down; raise `FormRefused` for unknown names, too."""
    form = read_form(text)
    if faults := list(unknown_names(form)):
        raise FormRefused(faults)
    return form


def refuse_unknown_lists(form: Form) -> None:
    """Raise `FormRefused` where a form that is offered repeats a row over a list that isn't there."""
    if form.offered and (faults := list(unknown_lists(form))):
        raise FormRefused(faults)


def organisation_titles() -> dict[str, str]:
    """Map codes to titles of the organisations of all lists, in every section."""
    found: dict[str, str] = {}
    for _name, one in sorted(getUtilitiesFor(IOrganisationList), reverse=True):
        for section in all_sections() or [None]:
            for organisation in one.organisations(section):
                found.setdefault(organisation.code, organisation.title)
    return found


def unknown_names(form: Form) -> Iterator[FormFault]:
    """Yield the names in a form that nobody in this portal knows, each with those that look like it."""
    yield from unknown_lists(form)
    yield from unknown_organisations(form)
    known = sources()
    for name, lines in (("row", form.rows), ("column", form.columns)):
        for line in lines:
            if line.source and line.source not in known:
                yield fault_at(
                    f"{name}.{line.id}.source",
                    MSG_NO_SOURCE,
                    value=line.source,
                    known=nearest(line.source, known),
                )
    for row in form.rows:
        if row.kind == REPEAT:
            yield from unknown_facts_of_lists(form, row)
        else:
            others = [column.source for column in form.columns if column.source]
            asked = [row.source] if row.source else others
            yield from unknown_facts("row", row, asked)
    for column in form.columns:
        rows = [row.source for row in form.rows if row.source]
        yield from unknown_facts(
            "column", column, [column.source] if column.source else rows
        )


def unknown_lists(form: Form) -> Iterator[FormFault]:
    """Yield the lists of organisations that nobody keeps."""
    known = [name for name, _list in getUtilitiesFor(IOrganisationList)]
    for row in form.rows:
        if row.over and row.over not in known:
            yield fault_at(
                f"row.{row.id}.over",
                MSG_NO_LIST,
                value=row.over,
                known=", ".join(sorted(known)),
            )


def unknown_organisations(form: Form) -> Iterator[FormFault]:
    """Yield the organisations that a group has, or that stand first, and no list knows."""
    asked = [(f"group.{one.id}.members", one.members) for one in form.groups]
    asked += [(f"row.{row.id}.first", row.first) for row in form.rows]
    titles = organisation_titles() if any(codes for _place, codes in asked) else {}
    for place, codes in asked:
        for code in codes:
            if code not in titles:
                near = nearest(code, {*titles, *titles.values()})
                yield fault_at(place, MSG_NO_ORGANISATION, value=code, known=near)


def sources() -> dict[str, tuple[Any, str]]:
    """Map what cells can be counted from to its counter and measure."""
    return {
        f"{name}.{measure}": (counter, measure)
        for name, counter in sorted(getUtilitiesFor(ICounter))
        for measure in counter.measures()
    }


def unknown_facts(name: str, line: FormLine, asked: list[str]) -> Iterator[FormFault]:
    """Yield the facts that no counter has of which a line asks one; `asked` are their sources."""
    names = {one.partition(".")[0] for one in asked}
    counters = [queryUtility(ICounter, name=one) for one in names]
    if None in counters:
        return
    known = {fact for counter in counters for fact in counter.facts()}
    for fact, values in line.where.items():
        place = f"{name}.{line.id}.where"
        if not counters:
            yield fault_at(place, MSG_NOTHING_TO_PICK, value=fact)
        elif fact not in known:
            yield fault_at(place, MSG_NO_FACT, value=fact, known=nearest(fact, known))
        else:
            yield from unknown_values(place, names, fact, values)


def unknown_values(
    place: str, counters: Iterable[str], fact: str, values: Iterable[str]
) -> Iterator[FormFault]:
    """Yield the values that a fact never has, where a list of the counted records names them all."""
    for counter in counters:
        listed = queryUtility(IRecordsList, name=counter)
        if listed is None or listed.fact != fact:
            continue
        titles = listed.titles()
        for value in values:
            if value not in titles:
                near = nearest(value, titles)
                yield fault_at(place, MSG_NO_VALUE, value=value, known=near)


def unknown_facts_of_lists(form: Form, row: FormRow) -> Iterator[FormFault]:
    """Yield the facts by which no list picks organisations, and the groups that the form lacks."""
    found = queryUtility(IOrganisationList, name=row.over)
    if found is None:
        return
    place, known = f"row.{row.id}.where", {*OWN_FACTS, *found.facts()}
    for fact in row.where:
        if fact not in known:
            yield fault_at(place, MSG_NO_FACT, value=fact, known=nearest(fact, known))
    if form.groups and "group" not in found.facts():
        yield from unknown_groups(place, row.where, [one.id for one in form.groups])


def unknown_groups(place: str, where: Facts, known: list[str]) -> Iterator[FormFault]:
    """Yield the groups that a row names and the form lacks."""
    for value in where.get("group", ()):
        if value not in known:
            yield fault_at(
                place, MSG_NO_GROUP, value=value, known=nearest(value, known)
            )
