"""Names in a form that belong to the portal: what is counted, by which facts, lists of organisations.

A subject may be taken out of the portal and a form that names it stays; so a form is asked for such
names when somebody writes it down, and not whenever it is read.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from difflib import get_close_matches
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.statistics.forms.definition import Facts
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormLine
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.forms.faults import fault_at
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.faults import MAX_NAMES
from sonla.pbgdpl.statistics.forms.faults import NEAR
from sonla.pbgdpl.statistics.forms.faults import nearest
from sonla.pbgdpl.statistics.forms.files import half_read_form
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
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
    form, faults = half_read_form(text)
    known = {fault.place for fault in faults}
    unknown = unknown_names(form, is_whole=not faults)
    faults += [one for one in unknown if one.place not in known]
    if faults:
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


def unknown_names(form: Form, is_whole: bool = True) -> Iterator[FormFault]:
    """Yield the names in a form that nobody in this portal knows, each with those that look like it.

    Where a form is not whole, a line may still lack what it is counted from: then it may ask for
    what any subject knows.
    """
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
    any_source = [] if is_whole else list(known)
    for row in form.rows:
        if row.kind == REPEAT:
            yield from unknown_facts_of_lists(form, row)
        else:
            others = [column.source for column in form.columns if column.source]
            asked = [row.source] if row.source else others
            yield from unknown_facts("row", row, asked or any_source)
    for column in form.columns:
        rows = [row.source for row in form.rows if row.source]
        asked = [column.source] if column.source else rows
        yield from unknown_facts("column", column, asked or any_source)


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
    asked += [(f"row.{row.id}.where", codes_picked(row)) for row in form.rows]
    titles = organisation_titles() if any(codes for _place, codes in asked) else {}
    for place, codes in asked:
        for code in codes:
            if code not in titles:
                near = nearest(code, {*titles, *titles.values()})
                yield fault_at(place, MSG_NO_ORGANISATION, value=code, known=near)


def codes_picked(row: FormRow) -> tuple[str, ...]:
    """Return the organisations that a row picks by their codes."""
    return tuple(row.where.get("code", ())) if row.kind == REPEAT else ()


def sources() -> dict[str, tuple[Any, str]]:
    """Map what cells can be counted from to its counter and measure."""
    return {
        f"{name}.{measure}": (counter, measure)
        for name, counter in sorted(getUtilitiesFor(ICounter))
        for measure in counter.measures()
    }


def unknown_facts(name: str, line: FormLine, asked: list[str]) -> Iterator[FormFault]:
    """Yield the facts that no counter has of which a line asks one; `asked` are their sources."""
    counters = [queryUtility(ICounter, name=one) for one in counter_names(asked)]
    if None in counters:
        return
    place, known = f"{name}.{line.id}.where", known_values(counters)
    for fact, values in line.where.items():
        if not counters:
            yield fault_at(place, MSG_NOTHING_TO_PICK, value=fact)
        elif fact not in known:
            yield fault_at(place, MSG_NO_FACT, value=fact, known=nearest(fact, known))
        else:
            yield from unknown_values(place, values, known[fact])


def counter_names(asked: Iterable[str]) -> list[str]:
    """List the counters of some sources, each once."""
    return list(dict.fromkeys(source.partition(".")[0] for source in asked))


def known_values(counters: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Map the facts of counters, or lists of organisations, to their values; empty: it may be any."""
    found: dict[str, dict[str, str]] = {}
    for one in counters:
        values = one.values()
        for fact in one.facts():
            own = values.get(fact, {})
            before = found.get(fact, own)
            found[fact] = {**before, **own} if before and own else {}
    return found


def unknown_values(
    place: str, values: Iterable[str], known: Mapping[str, str]
) -> Iterator[FormFault]:
    """Yield the values that a fact never has; nothing where nobody has listed them."""
    for value in values:
        if known and value not in known:
            near = nearest_value(value, known)
            yield fault_at(place, MSG_NO_VALUE, value=value, known=near)


def nearest_value(value: str, known: Mapping[str, str]) -> str:
    """Return the values that look like one, by themselves or by their titles, which stand beside them."""
    words = {code: str(api.portal.translate(title)) for code, title in known.items()}
    codes = {title: code for code, title in words.items()}
    alike = get_close_matches(value, {*words, *codes}, NEAR)
    near = dict.fromkeys(codes.get(one, one) for one in alike)
    return ", ".join(f"{one} ({words[one]})" for one in near or list(known)[:MAX_NAMES])


def unknown_facts_of_lists(form: Form, row: FormRow) -> Iterator[FormFault]:
    """Yield what no list picks organisations by, and the groups that the form lacks."""
    found = queryUtility(IOrganisationList, name=row.over)
    if found is None:
        return
    place, known = f"row.{row.id}.where", known_values([found])
    known |= {name: known.get(name, {}) for name in OWN_FACTS}
    for fact, values in row.where.items():
        if fact not in known:
            yield fault_at(place, MSG_NO_FACT, value=fact, known=nearest(fact, known))
        else:
            yield from unknown_values(place, values, known[fact])
    if form.groups and "group" not in found.facts():
        yield from unknown_groups(place, row.where, [one.id for one in form.groups])


def unknown_groups(place: str, where: Facts, known: list[str]) -> Iterator[FormFault]:
    """Yield the groups that a row names and the form lacks."""
    for value in where.get("group", ()):
        if value not in known:
            yield fault_at(
                place, MSG_NO_GROUP, value=value, known=nearest(value, known)
            )
