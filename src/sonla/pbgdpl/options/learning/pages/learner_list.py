"""What all parts of the page of learners stand on: who learns, whom a part shows, what was done."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.options import is_off
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.options.learning.certificates import Certificate
from sonla.pbgdpl.options.learning.certificates import certificate_in
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learning import Step
from sonla.pbgdpl.options.learning.learning import steps_of
from sonla.pbgdpl.options.learning.results import by_name
from sonla.pbgdpl.options.learning.results import used_up_test
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

PEOPLE, RESULTS, CODES, QUESTIONS, INVITATION = (
    "",
    "results",
    "codes",
    "questions",
    "invitation",
)
"""The parts of the page; the first stands there when none is asked for."""
LEARNERS_SHOWN = 10
"""Learners on one page, so that nobody has to scroll far."""
MAX_UNITS = 60
"""Units to choose from: in open courses people type theirs as they like."""
USED_UP, BEGUN, NOT_BEGUN, FINISHED = "used-up", "begun", "not-begun", "finished"
HOW_FAR: dict[str, Message] = {
    "": _("label_learners_all", default="How far: all"),
    NOT_BEGUN: _("label_learners_not_begun", default="Not begun"),
    BEGUN: _("label_learners_begun", default="Begun, not finished"),
    USED_UP: _("label_learners_used_up", default="No attempt left"),
    FINISHED: _("label_learners_finished", default="Finished"),
}


class LearnerList(TypedFields, Page, BrowserView):
    """Provide what each part needs."""

    find_form = ViewPageTemplateFile("templates/learner_find.pt")
    most_typed = 200
    message: Message | str = ""

    @property
    def find_macros(self) -> Any:
        """The form by which parts are narrowed."""
        return self.find_form.macros

    @property
    def tab(self) -> str:
        """The part of the page that is asked for."""
        tab = self.typed("tab")
        if tab == INVITATION and self.rests:
            return PEOPLE
        return tab if tab in (RESULTS, CODES, QUESTIONS, INVITATION) else PEOPLE

    def tab_url(self, tab: str, **asked: str) -> str:
        """Return the address of a part, and of what is asked for there."""
        query = {"tab": tab, **asked}
        words = urlencode({name: value for name, value in query.items() if value})
        return f"{self.url}?{words}" if words else self.url

    @cached_property
    def section(self) -> Any:
        return section_of(self.context)

    @property
    def rests(self) -> bool:
        """Whether learning online is off: what is there is shown, and nobody is asked to learn."""
        return is_off(LEARNING)

    # What was sent, and what came of it

    @property
    def code(self) -> str:
        """Whose row a form was sent from."""
        return self.typed("code")

    @property
    def learner(self) -> Learner | None:
        """Who is meant; None if a new code was given meanwhile."""
        return learner_by(self.context, self.code)

    def log(self, action: AuditAction, count: int = 1, **facts: str) -> None:
        """Note in the log of operations what was done."""
        log.note(action.name, self.context.portal_type, self.context, count, **facts)

    def say(self, message: Message, **facts: Any) -> None:
        """Show above the page what was done."""
        mapping = {name: str(fact) for name, fact in facts.items()}
        self.message = Message(message, mapping=mapping)

    # Who learns

    @cached_property
    def people(self) -> list[tuple[str, Learner]]:
        """All learners with their codes, by name."""
        return by_name(self.context)

    @cached_property
    def steps(self) -> list[Step]:
        """Lessons and tests of the course."""
        return steps_of(self.context)

    @cached_property
    def places(self) -> dict[str, str]:
        """Map each code to how far somebody is."""
        return {code: self.place_of(learner) for code, learner in self.people}

    def place_of(self, learner: Learner) -> str:
        """Return how far somebody is."""
        if learner.finished:
            return FINISHED
        if learner.begun is None:
            return NOT_BEGUN
        return BEGUN if used_up_test(learner, self.steps) is None else USED_UP

    @cached_property
    def counts(self) -> Counter[str]:
        """How many are how far; those who can't go on are among those who have begun, too."""
        counts = Counter(self.places.values())
        counts[BEGUN] += counts[USED_UP]
        return counts

    # Whom a part shows

    @property
    def name(self) -> str:
        """The name that is looked for among the learners."""
        return " ".join(self.typed("name").split())

    @property
    def unit(self) -> str:
        """The unit whose learners to show; empty for all."""
        return self.typed("unit")

    @property
    def far(self) -> str:
        """How far those are whom to show; empty for all."""
        far = self.typed("far")
        return far if far in HOW_FAR else ""

    def choices(self) -> Iterator[dict[str, Any]]:
        """Yield how far learners may be, to choose from."""
        for value, title in HOW_FAR.items():
            yield {"value": value, "title": title, "selected": value == self.far}

    @property
    def units(self) -> list[str]:
        """The units from which most learners come."""
        counted = Counter(one.unit for _code, one in self.people if one.unit)
        return sorted(unit for unit, _number in counted.most_common(MAX_UNITS))

    @cached_property
    def matching(self) -> list[tuple[str, Learner]]:
        """The learners who are asked for, by name."""
        words = fold_name(self.name).split()
        return [
            (code, learner)
            for code, learner in self.people
            if self.is_at(self.far, code)
            and self.unit in ("", learner.unit)
            and all(word in fold_name(learner.name) for word in words)
        ]

    def is_at(self, far: str, code: str) -> bool:
        """Return whether somebody is as far as that."""
        place = self.places[code]
        return far in ("", place) or (far, place) == (BEGUN, USED_UP)

    def part_of(self, name: str, total: int, size: int = LEARNERS_SHOWN) -> PageSlice:
        """Return which part of a list is shown."""
        return PageSlice.asked_for(name, self.request.form, total, self.narrowed, size)

    @property
    def narrowed(self) -> str:
        """The address of the part of the page with what is asked for."""
        return self.tab_url(self.tab, name=self.name, unit=self.unit, far=self.far)

    @property
    def here(self) -> str:
        """The address of what is shown, where what is done in a row leads back to."""
        sign = "&" if "?" in self.narrowed else "?"
        start = parse_int(self.typed("learners"), 0)
        return f"{self.narrowed}{sign}learners={start}" if start else self.narrowed

    def certificate_of(self, learner: Learner) -> Certificate | None:
        """Return the certificate of somebody, be it revoked; None without."""
        return certificate_in(self.section, learner.certificate)
