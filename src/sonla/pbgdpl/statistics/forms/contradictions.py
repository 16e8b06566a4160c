"""What is wrong between the parts of a form, each of which can be read."""

from collections.abc import Container
from collections.abc import Iterable
from graphlib import CycleError
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.forms.definition import CHECKED
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormLine
from sonla.pbgdpl.statistics.forms.definition import in_order
from sonla.pbgdpl.statistics.forms.definition import RECALLED
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.forms.definition import TOTAL
from sonla.pbgdpl.statistics.forms.definition import UNKNOWN
from sonla.pbgdpl.statistics.forms.definition import WEAK
from sonla.pbgdpl.statistics.forms.faults import fault_at
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import MSG_MISSING
from sonla.pbgdpl.statistics.forms.faults import MSG_ONE_OF
from sonla.pbgdpl.statistics.forms.faults import MSG_TWICE
from sonla.pbgdpl.statistics.forms.formulas import UNITS
from sonla.pbgdpl.statistics.forms.keys import LEAP_YEAR
from sonla.pbgdpl.statistics.periods import day_in
from sonla.pbgdpl.statistics.periods import PeriodKind
from zope.i18nmessageid import Message

UNSURE = (WEAK, RECALLED, UNKNOWN)

MAX_LINES = {"row": 3_000, "column": 300}
"""Ten times what the largest of the state's forms have; what repeats is one row here."""
MSG_TOO_MANY = _(
    "msg_form_too_many",
    default="${place}: a form has at most ${value} of these.",
)
MSG_NOT_THERE = _("msg_form_not_there", default="${place}: the form has no “${value}”.")
MSG_CIRCLE = _(
    "msg_form_circle",
    default="${place}: formulas need their own result: ${lines}. Take one of these names out of its formula.",
)
MSG_TEXT_ADDED = _(
    "msg_form_text_added",
    default="${place}: “${value}” holds words, which can't be added up or compared.",
)
MSG_DAYS = _(
    "msg_form_days",
    default="${place}: the last day of actual data has to lie between the first and the last day.",
)
MSG_ALL_ACTUAL = _(
    "msg_form_all_actual",
    default="${place}: without an estimate, the last day of actual data has to be the last day.",
)
MSG_NO_DEADLINE = _(
    "msg_form_no_deadline",
    default="${place}: a form by which people report needs a deadline here. Give one, or let nobody report by it yet (offered = false in a file).",
)
MSG_VALIDITY = _("msg_form_validity", default="${place}: it ends before it begins.")
MSG_NO_PARENT = _(
    "msg_form_no_parent",
    default="${place}: a row that repeats has to stand below another one.",
)
MSG_NO_SUM = _(
    "msg_form_no_sum",
    default='${place}: a total needs a formula, such as "children" for the rows below it.',
)
MSG_NO_CHILDREN = _(
    "msg_form_no_children", default="${place}: there are no rows below it to be summed."
)
MSG_SAME_ROW = _(
    "msg_form_same_row",
    default="${place}: another row with this code and title stands at the same place.",
)
MSG_PARENT_CIRCLE = _(
    "msg_form_parent_circle", default="${place}: the row stands below itself."
)
MSG_NOT_CHECKED = _(
    "msg_form_not_checked",
    default="${place}: a form may be called checked when nothing in it is unknown or at second hand. Still open: ${value}.",
)
MSG_NONE = _("msg_form_none", default="The form needs at least one ${place}.")
MSG_TWO_RESTS = _(
    "msg_form_two_rests",
    default="${place}: one group alone may take all others (rest = true).",
)


def contradictions(form: Form) -> list[FormFault]:
    """List what is wrong between the parts of a form."""
    found = Contradictions(form)
    found.look()
    return found.faults


class Contradictions:
    """What is wrong between the parts of a form whose parts can be read."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.faults: list[FormFault] = []

    def say(self, place: str, message: Message, value: str = "", **words: str) -> None:
        """Note a fault."""
        self.faults.append(fault_at(place, message, value=value, **words))

    def look(self) -> None:
        """Look at everything."""
        form = self.form
        for name, lines in (("row", form.rows), ("column", form.columns)):
            if len(lines) > MAX_LINES[name]:  # to compare them all would take minutes
                self.say(name, MSG_TOO_MANY, str(MAX_LINES[name]))
                return
        if form.valid_to and form.valid_to < form.valid_from:
            self.say("valid_to", MSG_VALIDITY)
        for name, parts in (
            ("period", form.periods),
            ("row", form.rows),
            ("column", form.columns),
        ):
            if not parts:
                self.say(name, MSG_NONE)
        for kind in form.periods.values():
            self.look_at_period(kind)
        if sum(group.rest for group in form.groups) > 1:
            self.say("group", MSG_TWO_RESTS)
        self.look_at_formulas("row", form.rows)
        self.look_at_formulas("column", form.columns)
        self.look_at_rows()
        self.look_at_columns()
        for check in form.checks:
            known = form.column_by_id if check.axis == "columns" else form.row_by_id
            self.look_for(f"check.{check.id}.rule", check.rule.names, known)
            self.refuse_texts(f"check.{check.id}.rule", check.rule.names)
        for cross in form.cross_checks:
            place = f"cross.{cross.id}.rule"
            named = ("", UNITS, form.code)
            own = [term for term in cross.rule.names if term.form in named]
            self.look_for(place, [term.row for term in own], form.row_by_id)
            self.look_for(place, [term.column for term in own], form.column_by_id)
            kinds = [term.period for term in own if term.period]
            self.look_for(place, kinds, form.periods)
        if form.status == CHECKED:
            self.look_at_evidence()

    def look_for(self, place: str, names: Iterable[str], known: Container[str]) -> bool:
        """Note the names that aren't there; return whether all are."""
        missing = [name for name in dict.fromkeys(names) if name not in known]
        for name in missing:
            self.say(place, MSG_NOT_THERE, name)
        return not missing

    def look_at_period(self, kind: PeriodKind) -> None:
        """Look at days, and at who is to report by when."""
        place = f"period.{kind.kind}"
        first, last, until = (
            day_in(LEAP_YEAR, day) for day in (kind.first, kind.last, kind.actual_until)
        )
        if not first <= until <= last:
            self.say(f"{place}.actual_until", MSG_DAYS)
        elif kind.estimate == "no" and until != last:
            self.say(f"{place}.actual_until", MSG_ALL_ACTUAL)
        roles = [party.role for party in self.form.parties]
        self.look_for(f"{place}.deadline.from", kind.deadlines, roles)
        if self.form.offered and not kind.deadlines:
            self.say(f"{place}.deadline", MSG_NO_DEADLINE)

    def look_at_formulas(self, name: str, lines: tuple[FormLine, ...]) -> None:
        """Look for names that aren't there, and for formulas that need themselves."""
        known = {line.id for line in lines}
        found = [
            self.look_for(f"{name}.{line.id}.formula", line.formula.names, known)
            for line in lines
            if line.formula is not None
        ]
        if not all(found):
            return
        try:
            in_order(lines)
        except CycleError as error:
            circle = " ← ".join(error.args[1])
            self.say(f"{name}.{error.args[1][0]}.formula", MSG_CIRCLE, lines=circle)

    def look_at_rows(self) -> None:
        """Look at where rows stand, and at what totals are made of."""
        form, seen = self.form, set()
        for row in form.rows:
            place = f"row.{row.id}"
            if row.parent:
                self.look_for(f"{place}.parent", [row.parent], form.row_by_id)
            elif row.repeats:
                self.say(f"{place}.parent", MSG_NO_PARENT)
            if row.kind == REPEAT and not row.over:
                self.say(f"{place}.over", MSG_MISSING)
            if row.kind == TOTAL and row.formula is None:
                self.say(f"{place}.formula", MSG_NO_SUM)
            if row.formula is not None and not row.formula.terms:
                self.say(f"{place}.formula", MSG_NO_CHILDREN)
            if row.formula is not None and row.kind != TOTAL:
                self.say(f"{place}.kind", MSG_ONE_OF, row.kind, known=TOTAL)
            if (row.parent, row.code, row.title) in seen:
                self.say(place, MSG_SAME_ROW)
            seen.add((row.parent, row.code, row.title))
            if self.stands_below_itself(row.id):
                self.say(f"{place}.parent", MSG_PARENT_CIRCLE)

    def stands_below_itself(self, name: str) -> bool:
        """Return whether one comes back to a row by going up."""
        at, seen = self.form.row_by_id[name].parent, {name}
        while at in self.form.row_by_id and at not in seen:
            seen.add(at)
            at = self.form.row_by_id[at].parent
        return at == name

    def look_at_columns(self) -> None:
        """Look at parts, codes, and at what formulas add up."""
        form = self.form
        codes: set[str] = set()
        for column in form.columns:
            place = f"column.{column.id}"
            if column.part_of:
                self.look_for(f"{place}.part_of", [column.part_of], form.column_by_id)
            if column.code in codes:
                self.say(f"{place}.code", MSG_TWICE, column.code)
            codes.add(column.code)
            if column.formula is not None:
                self.refuse_texts(f"{place}.formula", column.formula.names)
        for one in form.explanations:
            self.look_for("explain", [one.column], form.column_by_id)

    def refuse_texts(self, place: str, names: Iterable[str]) -> None:
        """Refuse sums of words."""
        for name in dict.fromkeys(names):
            if name in self.form.texts:
                self.say(place, MSG_TEXT_ADDED, name)

    def look_at_evidence(self) -> None:
        """Refuse a checked form in which something is not sure."""
        form = self.form
        lines = [*form.rows, *form.columns]
        open_ones = [one.id for one in form.questions]
        open_ones += [one.id for one in lines if one.evidence in UNSURE]
        if open_ones:
            self.say("status", MSG_NOT_CHECKED, ", ".join(open_ones))
