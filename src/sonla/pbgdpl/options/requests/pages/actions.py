"""What the office does on the page of a request, by one button each, and its steps."""

from AccessControl import Unauthorized
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.personal_data import IPersonalDataStore
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.activity import make_activity
from sonla.pbgdpl.options.requests.activity import place_for
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import change
from sonla.pbgdpl.options.requests.assigning import judge_reason
from sonla.pbgdpl.options.requests.assigning import MSG_CLOSED
from sonla.pbgdpl.options.requests.assigning import new_notice
from sonla.pbgdpl.options.requests.assigning import refusals_that_count
from sonla.pbgdpl.options.requests.assigning import require_open
from sonla.pbgdpl.options.requests.assigning import withdraw
from sonla.pbgdpl.options.requests.content import day_of_talks
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.labels import OBSTACLES
from sonla.pbgdpl.options.requests.mail import notify_answered
from sonla.pbgdpl.options.requests.mail import notify_invited
from sonla.pbgdpl.options.requests.mail import notify_refusals
from sonla.pbgdpl.options.requests.mail import notify_released
from sonla.pbgdpl.options.requests.mail import people_of
from sonla.pbgdpl.options.requests.matching import Matching
from sonla.pbgdpl.options.requests.matching import people_by_uid
from sonla.pbgdpl.options.requests.pages.item import ERASE
from sonla.pbgdpl.options.requests.pages.item import VERDICTS
from sonla.pbgdpl.options.requests.pages.item import WITHDRAW
from sonla.pbgdpl.options.requests.pages.private_words import RequestWordsBox
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import FORBIDDING
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from typing import ClassVar
from zope.component import getUtility
from zope.i18nmessageid import Message

BY_OFFICE = "office"
HELP_ASKER = _("help_comment_request_asker", default="Who asked reads it, by e-mail.")
HELP_OFFICE = _(
    "help_comment_request", default="It stays in the history of the request."
)
MSG_NOBODY = _("msg_request_nobody", default="Tick at least one reporter.")
MSG_NO_PLACE = _(
    "msg_request_no_place",
    default="You can't add activities in this section or in one of its units.",
)
MSG_UNABLE = _("msg_request_unable", default="${name} can't be assigned: ${why}.")
ASSIGNED = _(
    "msg_request_assigned",
    default="Assigned: ${names}. Who has an e-mail address gets a link to accept or decline.",
)
NOTED = _("msg_request_noted", default="The answer of ${name} is noted.")
DONE_WITHDRAW = _("msg_request_withdrawn", default="${name} is not assigned any more.")
DONE_JUDGE = _("msg_request_judged", default="What the managing body says is noted.")
DONE_ACTIVITY = _(
    "msg_request_activity",
    default="A draft of the activity was made, with who spoke. Add how many people came, then send it.",
)
DONE_ACTIVITY_COVERED = _(
    "msg_request_activity_covered",
    default="A draft of the activity was made, with who spoke. What may be personal data was left out: […] stands for it. Put in what everybody may read, add how many people came, then send it.",
)
DONE_ERASE = _(
    "msg_request_erased",
    default="Name, telephone, e-mail, consent, covered words and the comments of all steps were deleted. The log has a line about it.",
)


class RequestActions(RequestWordsBox, TypedFields, AsksOnce, BrowserView):
    """Do what a button asks for, then lead back to where one sees it."""

    most_typed = 1000
    asks_about: ClassVar = {
        "erase": Confirmation(
            ERASE,
            _(
                "help_request_erase",
                default="Name, telephone, e-mail, consent, covered words and the comments of all steps are deleted for ever. The request stays, with the agency that asked.",
            ),
        ),
        "withdraw": Confirmation(
            WITHDRAW,
            _(
                "msg_ask_withdraw_assignment",
                default="The person is told that they are not needed there any more, if they have a mail address. The reason stays with the request.",
            ),
        ),
    }

    def __call__(self) -> str:
        """Do it; what is refused is said on the request's page, and nothing is lost."""
        self.check_posted()
        if not api.user.has_permission(ASSIGN_REPORTERS, obj=self.context):
            raise Unauthorized("Assigning reporters is the office's.")
        if asked := self.ask_about_button():
            return asked
        self.next_url, kind = self.context.absolute_url(), "info"
        if self.has_decided:
            self.decide()
            return self.lead_to(f"{self.next_url}#pbgdpl-marks")
        try:
            message = self.act()
        except InvalidInput as refused:
            message, kind = refused.message, "error"
        self.show_message(message, kind)
        return self.lead_to(self.next_url)

    next_url: str
    """Where to go on."""

    def act(self) -> Message:
        """Do what the button that was pressed stands for; return what to say."""
        actions = {
            "assign": self.assign,
            "accepted": self.note_answer,
            "declined": self.note_answer,
            "withdraw": self.withdraw,
            "judge": self.judge,
            "activity": self.make_activity,
            "erase": self.erase,
        }
        for name, action in actions.items():
            if name in self.request.form:
                return action()
        raise InvalidInput(MSG_NOBODY)

    def assign(self) -> Message:
        """Assign those who are ticked, if the law lets them speak on that day."""
        require_open(self.context)
        people = people_by_uid(self.context, values_of(self.request.form.get("uid")))
        if not people:
            raise InvalidInput(MSG_NOBODY)
        day = read_typed_day(self.typed("day"))
        day_of_talks(day)
        matching = Matching(self.context, day)
        for person in people:
            against = set(FORBIDDING).intersection(matching.fit(person).obstacles)
            for one in sorted(against):
                why = api.portal.translate(OBSTACLES[one])
                values = {"name": person.Title(), "why": why}
                raise InvalidInput(Message(MSG_UNABLE, mapping=values))
        made = assign(self.context, people, day)
        notify_invited(self.context, made)
        names = ", ".join(person.Title() for person in people)
        return Message(ASSIGNED, mapping={"names": names})

    def note_answer(self) -> Message:
        """Note what somebody said by telephone, or came to say."""
        accepts = "accepted" in self.request.form
        asked = self.typed("accepted" if accepts else "declined")
        found = answer(self.context, asked, accepts, self.typed("reason"), BY_OFFICE)
        notify_answered(self.context, found, self.person(found))
        return Message(NOTED, mapping={"name": found["name"]})

    def withdraw(self) -> Message:
        """Take an assignment back."""
        asked = self.typed("withdraw")
        found = withdraw(self.context, asked, self.typed("reason"))
        notify_released(self.context, self.person(found))
        return Message(DONE_WITHDRAW, mapping={"name": found["name"]})

    def judge(self) -> Message:
        """Note whether the managing body takes a reason for good; tell of the third that is not."""
        asked = self.typed("judge")
        verdict = VERDICTS.get(self.typed(f"verdict-{asked}"))
        found = judge_reason(self.context, asked, verdict)
        person = self.person(found)
        if person is not None and new_notice(person):
            change(self.context, asked, {"is_noticed": True})
            notify_refusals(self.context, person, refusals_that_count(person))
        return DONE_JUDGE

    def make_activity(self) -> Message:
        """Make an activity of the talk, and go there."""
        place = place_for(self.context)
        if state_in_history(self.context) != ACCEPTED:
            raise InvalidInput(MSG_CLOSED)
        if place is None:
            raise InvalidInput(MSG_NO_PLACE)
        activity = make_activity(self.context, place)
        self.next_url = f"{activity.absolute_url()}/edit"
        if activity.title == self.context.title and stored_value(
            activity, "location"
        ) == stored_value(self.context, "location"):
            return DONE_ACTIVITY
        return DONE_ACTIVITY_COVERED

    @property
    def asked_at(self) -> str:
        """The page of the request: this one is no page."""
        return str(self.context.absolute_url())

    def erase(self) -> Message:
        """Forget how who asked is reached, as they wished."""
        store = getUtility(IPersonalDataStore, name="requests")
        store.erase(IUUID(self.context))
        return DONE_ERASE

    def person(self, assignment: Assignment) -> Any | None:
        """Return whom an assignment is about; None when they are gone."""
        return next(people_of([assignment["uid"]]), None)


class RequestTransition(StepForm):
    """Ask for the comment of a step of a request, as for one of a text."""

    workflow_id = REQUEST_WORKFLOW
    not_now = _(
        "msg_request_step_not_now",
        default="This step is not possible now, or it is for others.",
    )

    @property
    def comment_help(self) -> Message:
        """Who reads the comment."""
        return HELP_ASKER if self.transition in ("refuse", "cancel") else HELP_OFFICE
