"""How learners come in: invited from the register, by a link or a code."""

from collections.abc import Iterator
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import key_of_person
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.learners import renew_code
from sonla.pbgdpl.options.learning.mail import INVITATION as INVITATION_MAIL
from sonla.pbgdpl.options.learning.mail import mail_of
from sonla.pbgdpl.options.learning.mail import post
from sonla.pbgdpl.options.learning.mail import recipients_of
from sonla.pbgdpl.options.learning.pages.learner_list import CODES
from sonla.pbgdpl.options.learning.pages.learner_list import LearnerList
from sonla.pbgdpl.options.learning.pages.learner_list import LEARNERS_SHOWN
from sonla.pbgdpl.options.learning.pages.learner_list import NOT_BEGUN
from sonla.pbgdpl.people.name_lookup import people_called
from sonla.pbgdpl.people.name_lookup import people_with
from sonla.pbgdpl.people.name_lookup import recognised_near
from sonla.pbgdpl.training.attendees import facts_of
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any

MAX_CANDIDATES, MAX_NEAR = 20, 200
"""People of the register who are offered at a time, out of those near by: a name finds others."""
MSG_INVITED = _(
    "msg_learners_invited",
    default="${count} people were added. ${mailed} of them get the link by mail; give the others their code.",
)
MSG_RENEWED = _(
    "msg_learner_renewed",
    default="${name} has another code now: ${code}. The old code and links with it open nothing any more.",
)
MSG_SENT = _("msg_learner_sent", default="The link is being sent to ${name} again.")
ASK_RENEW = Confirmation(
    _("button_learner_renew", default="New code"),
    _(
        "msg_ask_renew",
        default="${name} gets another code. The one they have now, and each link with it, opens nothing any more, on no device; what they have done is kept.",
    ),
)


class Codes(AsksOnce, LearnerList):
    """Show codes; give others, send links again, invite people of the register."""

    @property
    def learn_url(self) -> str:
        """The address at which codes are typed."""
        return f"{self.context.absolute_url()}/@@learn"

    @property
    def last_day(self) -> str:
        """The last day of the course."""
        return format_day(self.context.end)

    @property
    def is_printed(self) -> bool:
        """Whether all codes are asked for at once, as a sheet to be handed out."""
        return bool(self.typed("print"))

    @property
    def sheet_url(self) -> str:
        """The address of the sheet of codes of those who have not begun."""
        return self.tab_url(CODES, far=NOT_BEGUN, print="1")

    @property
    def codes_part(self) -> PageSlice:
        """Which of the codes are shown."""
        total = len(self.matching)
        size = max(total, 1) if self.is_printed else LEARNERS_SHOWN
        return self.part_of("learners", total, size)

    def codes(self) -> Iterator[dict[str, Any]]:
        """Yield the code of each learner, which who learns by an account doesn't have."""
        shown = self.codes_part.of(self.matching)
        reachable = recipients_of(dict(shown))
        for code, learner in shown:
            yield {
                "key": code,
                "name": learner.name,
                "unit": learner.unit,
                "code": "" if code.startswith(MEMBER) else code_words(code),
                "begun": format_day(learner.begun) if learner.begun else "",
                "has_mail": code in reachable,
            }

    @property
    def asked(self) -> str:
        """The name that is looked for in the register."""
        return " ".join(self.typed("q").split())

    def candidates(self) -> list[dict[str, str]]:
        """List who may be invited: those with the name that was typed, or recognised near by."""
        learning = {one.person for one in learners_of(self.context).values()}
        found = (
            people_called(self.asked, self.context)
            if self.asked
            else recognised_near(self.context, MAX_NEAR)
        )
        new = (person for person in found if person.UID() not in learning)
        return [
            {
                "uid": person.UID(),
                "name": person.title,
                "facts": place_words(person),
                "mail": mail_of(person),
            }
            for person in islice(new, MAX_CANDIDATES)
        ]

    # What is done

    def invite(self) -> None:
        """Let people of the register learn; who does so already is passed over."""
        people = people_with(values_of(self.request.form.get("person")))
        new = [one for one in people if not key_of_person(self.context, one.UID())]
        learners = [
            Learner(person.title, place_words(person), person.UID()) for person in new
        ]
        invited = {add_learner(self.context, one): one for one in learners}
        mailed = post(INVITATION_MAIL, self.context, invited)
        self.say(MSG_INVITED, count=len(new), mailed=len(mailed))

    def renew(self) -> str | None:
        """Replace the code of somebody, for one that others have got hold of.

        Who learns by an account has none.
        """
        learner = self.learner
        if learner is None or self.code.startswith(MEMBER):
            return None
        if asked := self.ask_first(ASK_RENEW, name=learner.name):
            return asked
        code = renew_code(self.context, self.code)
        self.say(MSG_RENEWED, name=learner.name, code=code_words(code))
        return None

    def send(self) -> None:
        """Send somebody the link once more."""
        learner = self.learner
        if learner is not None and post(
            INVITATION_MAIL, self.context, {self.code: learner}
        ):
            self.say(MSG_SENT, name=learner.name)


def place_words(person: Any) -> str:
    """Return office and place of somebody of the register."""
    return ", ".join(filter(None, facts_of(person)))
