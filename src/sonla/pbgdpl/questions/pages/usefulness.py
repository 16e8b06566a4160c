"""“Was this answer useful?”: two buttons for readers, and the numbers for the office.

The form on the page of an answer has no token, so that a proxy may keep the page for everybody.
"""

from AccessControl import Unauthorized
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.limiter import HOUR
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.rules import Usefulness
from sonla.pbgdpl.questions.spam_protection import may_judge
from sonla.pbgdpl.questions.usefulness import count
from sonla.pbgdpl.questions.usefulness import judged
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.paging import PageSlice
from sonla.pbgdpl.ui.security_headers import is_cross_site
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import alsoProvides

YES, NO = "yes", "no"
MSG_THANKS = _(
    "msg_useful_thanks",
    default="Thank you. The agency that answers reads how many found it useful.",
)
MSG_CHOOSE = _(
    "msg_useful_choose", default="Please say by one of the two buttons what you think."
)
MSG_CROSS_SITE = _(
    "msg_useful_foreign",
    default="This was not sent from the page of the answer. Please use the buttons there.",
)
MSG_OFTEN = _(
    "msg_useful_often",
    default="Your connection has said much within the last hour already. Thank you.",
)


class UsefulView(QuestionPlace, Page, BrowserView):
    """Count what a reader says of an answer, and thank them."""

    page_title: Message = _("heading_useful", default="Was this answer useful?")
    message: Message = MSG_THANKS

    def __call__(self) -> str:
        """Count, or say why not; by its bare address lead to the answer."""
        if state_in_history(self.context) != PUBLISHED:
            raise NotFound(self.__name__)
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method != "POST":
            return self.lead_to(self.context.absolute_url())
        self.judge()
        return self.index()

    def judge(self) -> None:
        """Count one answer; what can't be counted has its status, and writes nothing."""
        if self.said not in (YES, NO):
            self.refuse(400, MSG_CHOOSE)
        elif is_cross_site(self.request):
            self.refuse(403, MSG_CROSS_SITE)
        elif not may_judge(self.request, IUUID(self.context)):
            self.request.response.setHeader("Retry-After", str(int(HOUR)))
            self.refuse(429, MSG_OFTEN)
        else:
            # Whoever is logged in says no more by it than anybody else
            alsoProvides(self.request, IDisableCSRFProtection)
            count(self.context, self.said == YES)

    def refuse(self, status: int, message: Message) -> None:
        """Set the status and what is said."""
        self.request.response.setStatus(status)
        self.message = message

    @property
    def said(self) -> str:
        """What was chosen."""
        return str(self.request.form.get("useful", ""))


@dataclass(frozen=True)
class JudgedAnswer:
    """What the office sees of an answer that readers judged."""

    title: str
    url: str
    agency: str
    published: str
    said: Usefulness


ORDERS: dict[str, Callable[[JudgedAnswer], Any]] = {
    "no": lambda row: (-row.said.no, row.said.yes),
    "yes": lambda row: (-row.said.yes, row.said.no),
    "share": lambda row: (row.said.percent, -row.said.no),
    "title": lambda row: row.title.casefold(),
    "agency": lambda row: (row.agency.casefold(), -row.said.no),
}
"""Parameter of the address → what rows are put in order by."""
COLUMNS = {
    "title": _("label_question", default="Question"),
    "agency": _("label_agency_name", default="Agency"),
    "no": _("label_useful_no", default="Not useful"),
    "yes": _("label_useful_yes", default="Useful"),
    "share": _("label_useful_share", default="Share who found it useful"),
}
TITLE = _("heading_usefulness", default="What readers say of answers")


class JudgedAnswers(QuestionPlace, BrowserView):
    """Read what readers said; for those who answer."""

    def check_access(self) -> None:
        """Raise `Unauthorized` for others."""
        if not api.user.has_permission(ANSWER_QUESTIONS, obj=self.context):
            raise Unauthorized("What readers say is for those who answer.")

    @property
    def order(self) -> str:
        """The column by which the rows are put in order."""
        asked = str(self.request.form.get("sort", ""))
        return asked if asked in ORDERS else "no"

    @cached_property
    def rows(self) -> list[JudgedAnswer]:
        """The answers on which readers said something."""
        return sorted(map(row_of, judged(self.context)), key=ORDERS[self.order])


class UsefulnessPage(JudgedAnswers, Page):
    """List the answers with what readers said, those first that many found not useful."""

    stylesheets = ("tables.css",)
    page_title: Message = TITLE

    def __call__(self) -> str:
        """Show the list."""
        self.check_access()
        self.hide_columns()
        keep_private(self.request)
        return self.index()

    @cached_property
    def part(self) -> PageSlice:
        """The part of the list that the address asks for."""
        url = f"{self.url}?sort={self.order}"
        name = "usefulness"
        return PageSlice.asked_for(name, self.request.form, len(self.rows), url)

    @property
    def shown(self) -> list[JudgedAnswer]:
        """The answers of that part."""
        return self.rows[self.part.start : self.part.last]

    def columns(self) -> Iterator[dict[str, Any]]:
        """Yield title and address of the columns; each puts the rows in its order."""
        for name, title in COLUMNS.items():
            yield {
                "title": title,
                "url": f"{self.url}?sort={name}",
                "chosen": name == self.order,
                "is_number": name in ("no", "yes", "share"),
            }


class UsefulnessFile(JudgedAnswers):
    """Provide the same list as a CSV file."""

    def __call__(self) -> bytes:
        """Write the file."""
        self.check_access()
        titles = (*COLUMNS.values(), _("label_published_on", default="Published"))
        header = [*map(api.portal.translate, titles), "URL"]
        lines = [
            (
                *(row.title, row.agency, row.said.no, row.said.yes),
                *(row.said.percent, row.published, row.url),
            )
            for row in self.rows
        ]
        stem = "danh-gia-tra-loi"
        return offer_csv(self.request, stem, header, lines, office=self.context)


def row_of(found: tuple[Any, Usefulness]) -> JudgedAnswer:
    """Put an answer and what was said of it into words."""
    question, said = found
    return JudgedAnswer(
        title=question.title,
        url=question.absolute_url(),
        agency=term_title(AGENCIES, agency_of(question)),
        published=format_day(real_date(question.effective())),
        said=said,
    )
