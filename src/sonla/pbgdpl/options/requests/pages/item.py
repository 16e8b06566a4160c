"""The page of one request: what is asked for, who fits, who was assigned, what they said."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import moment_words
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.activity import activity_of
from sonla.pbgdpl.options.requests.activity import place_for
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.jobs import forbidden
from sonla.pbgdpl.options.requests.jobs import has_contact
from sonla.pbgdpl.options.requests.labels import ANSWERS
from sonla.pbgdpl.options.requests.labels import facts_of
from sonla.pbgdpl.options.requests.labels import REASONS
from sonla.pbgdpl.options.requests.labels import said
from sonla.pbgdpl.options.requests.labels import state_title
from sonla.pbgdpl.options.requests.labels import why_here
from sonla.pbgdpl.options.requests.mail import people_of
from sonla.pbgdpl.options.requests.matching import Candidate
from sonla.pbgdpl.options.requests.matching import Matching
from sonla.pbgdpl.options.requests.pages.private_words import RequestWordsBox
from sonla.pbgdpl.options.requests.privacy import CONTACT_FIELDS
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import ASKED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import DECLINED
from sonla.pbgdpl.options.requests.rules import OPEN
from sonla.pbgdpl.options.requests.rules import TAKEN
from sonla.pbgdpl.people.references import is_visible
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import LeadsToList
from sonla.pbgdpl.ui.viewlets import IOwnByline
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import TextLine

MAX_SHOWN = 20
"""People who are shown at once; the others are one press away."""
ORDER = ("receive", "carry_out", "evaluate", "reopen", "refuse", "cancel")
"""Steps as they are offered: what leads on comes first."""
ERASE = _("button_question_erase", default="Delete the data")
WITHDRAW = _("button_request_withdraw", default="Withdraw the assignment")
CALL = _("text_request_call", default="No e-mail address is known: call ${phone}.")
UNREACHABLE = _(
    "text_request_unreachable",
    default="Neither an e-mail address nor a telephone at work is known.",
)
VERDICTS = {"yes": True, "no": False, "open": None}


REASON_FIELDS = (
    TextLine(
        __name__="reason",
        title=_("label_request_reason", default="Why"),
        required=False,
        max_length=1000,
    ),
)


ACT = "pbgdpl-request-act"
POST_FORMS = {
    "accepted": PostForm(
        _("button_request_accepted", default="Has accepted by telephone"), page=ACT
    ),
    "declined": PostForm(
        _("button_request_declined", default="Has declined"),
        REASON_FIELDS,
        "btn-outline-primary",
        page=ACT,
    ),
    "withdraw": PostForm(WITHDRAW, REASON_FIELDS, "btn-outline-secondary", page=ACT),
    "activity": PostForm(
        _("button_request_activity", default="It was held: make an activity of it"),
        page=ACT,
    ),
    "erase": PostForm(ERASE, look="btn-danger", page=ACT),
}


@implementer(IOwnByline)
class RequestView(LeadsToList, RequestWordsBox, BrowserView):
    """Show a request to the office, with what to do next; to its owner, how far it is."""

    list_name = "pbgdpl-requests"

    post_forms: ClassVar = POST_FORMS

    def __call__(self) -> str:
        """Show it; no cache may keep it."""
        keep_private(self.request)
        return self.index()

    # What everybody sees who may see the request

    @property
    def number(self) -> str:
        return stored_value(self.context, "number") or ""

    @property
    def state(self) -> Message | str:
        """The title of its state."""
        return state_title(state_in_history(self.context))

    @property
    def facts(self) -> list[tuple[Message, str]]:
        """What is asked for, its words as HTML."""
        found = facts_of(self.context)
        return [(title, " ".join(self.marked(words))) for title, words in found]

    @property
    def details(self) -> list[str]:
        """What else is to be known, line by line as HTML."""
        return self.marked(stored_value(self.context, "details") or "")

    @property
    def received(self) -> str:
        """The day on which it came in."""
        return format_day(stored_value(self.context, "received"))

    @property
    def due(self) -> str:
        """The day by which an answer is wanted, while it is open."""
        return (
            format_day(stored_value(self.context, "deadline")) if self.is_open else ""
        )

    @property
    def is_late(self) -> bool:
        """Whether that day has passed without an answer."""
        deadline = stored_value(self.context, "deadline")
        waits = state_in_history(self.context) in OPEN and not self.has_accepted
        return bool(waits and deadline and deadline < today())

    @property
    def is_open(self) -> bool:
        """Whether anything may still be changed."""
        return state_in_history(self.context) in OPEN

    @property
    def has_accepted(self) -> bool:
        """Whether a reporter has accepted."""
        return state_in_history(self.context) == ACCEPTED

    @property
    def last_comment(self) -> str:
        """What was said with the last step, such as why it was refused."""
        return last_step(self.context, REQUEST_WORKFLOW).get("comments") or ""

    def contact(self) -> list[str]:
        """List how who asks is reached, for who may see it."""
        if not self.may_see_asker:
            return []
        found = (stored_value(self.context, name) for name in CONTACT_FIELDS)
        return [value for value in found if value]

    def speakers(self) -> list[dict[str, Any]]:
        """List who was assigned: names for everybody, what they said for the office."""
        return [self.row(one) for one in assignments_of(self.context)]

    def row(self, one: Assignment) -> dict[str, Any]:
        """Put an assignment into words."""
        person = self.people.get(one["person"])
        return {
            "id": one["id"],
            "name": one["name"],
            "url": person.absolute_url()
            if person is not None and is_visible(person)
            else "",
            "agency": term_title(AGENCIES, one["agency"]),
            "answer": ANSWERS[one["answer"]],
            "answered_on": format_day(one["answered_on"]),
            "by": full_name(one["by"]) if one["by"] else "",
            "on": format_day(one["on"]),
            "reason": one["reason"],
            "verdict": REASONS[one["good_reason"]],
            "is_asked": one["answer"] == ASKED,
            "is_taken": one["answer"] in TAKEN,
            "is_declined": one["answer"] == DECLINED,
            "good_until": moment_words(one["good_until"]),
            "reach": self.reach(person) if person is not None else "",
            "cannot": one["id"] in self.unable,
        }

    @cached_property
    def people(self) -> dict[str, Any]:
        """Those who were assigned and are still in the register, by their codes."""
        uids = [one["uid"] for one in assignments_of(self.context)]
        return {stored_value(one, "person_id"): one for one in people_of(uids)}

    def reach(self, person: Any) -> str:
        """Return how the office reaches somebody without e-mail; empty for others."""
        mail = stored_value(person, "official_email") or stored_value(
            person, "private_email"
        )
        phone = stored_value(person, "official_phone")
        return "" if mail else said(CALL if phone else UNREACHABLE, phone=phone)

    # What the office sees

    @property
    def is_office(self) -> bool:
        """Whether the user assigns reporters here."""
        return self.may_decide

    @cached_property
    def unable(self) -> set[str]:
        """The assignments of people who can't be introduced any more."""
        if not (self.is_office and self.is_open):
            return set()
        return {one["id"] for one in forbidden(self.context)}

    @cached_property
    def matching(self) -> Matching:
        return Matching(self.context)

    @property
    def day(self) -> str:
        """The day of the talk, as a field of a form takes it."""
        return iso_day(day_of(self.context))

    def candidates(self) -> list[dict[str, Any]]:
        """List who may be assigned, who fits best first, with why."""
        taken = {
            one["person"]
            for one in assignments_of(self.context)
            if one["answer"] in TAKEN
        }
        found = [
            one
            for one in self.matching.candidates
            if not one.fit.is_forbidden
            and stored_value(one.person, "person_id") not in taken
        ]
        shown = found if "all" in self.request.form else found[:MAX_SHOWN]
        self.more = len(found) - len(shown)
        return list(map(self.candidate, shown))

    more = 0
    """How many fit beyond those that are shown."""

    def candidate(self, one: Candidate) -> dict[str, Any]:
        """Put somebody who may be assigned into words."""
        return {
            "uid": IUUID(one.person),
            "name": one.person.title,
            "url": one.person.absolute_url(),
            "agency": term_title(AGENCIES, stored_value(one.person, "agency")),
            "why": why_here(one.fit),
            "fits": not one.fit.obstacles,
        }

    def forbidden(self) -> list[dict[str, Any]]:
        """List who works in the field and can't be introduced, each with as much as everybody may know."""
        found = [one for one in self.matching.candidates if one.fit.is_forbidden]
        return list(map(self.candidate, found[:MAX_SHOWN]))

    def steps(self) -> Iterator[dict[str, str]]:
        """Yield the steps of the workflow that the user may take, with their forms."""
        tool = api.portal.get_tool("portal_workflow")
        url = f"{self.context.absolute_url()}/@@pbgdpl-transition"
        offered = {
            one["id"]: one
            for one in tool.listActionInfos(object=self.context)
            if one["category"] == "workflow"
        }
        for name in ORDER:
            if one := offered.get(name):
                yield {
                    "title": Message(one["title"], domain="plone"),
                    "url": f"{url}?workflow_action={one['id']}",
                }

    @property
    def may_edit(self) -> bool:
        """Whether the user may change it."""
        return bool(api.user.has_permission(ModifyPortalContent, obj=self.context))

    @property
    def may_make_activity(self) -> bool:
        """Whether an activity can be made of it by one press."""
        return self.has_accepted and place_for(self.context) is not None

    @cached_property
    def activity(self) -> dict[str, str] | None:
        """The activity that it became, for who may see that."""
        found = activity_of(self.context)
        return found and {"title": found.title, "url": found.absolute_url()}

    @property
    def may_erase(self) -> bool:
        """Whether there is something to forget."""
        return self.is_office and has_contact(self.context)
