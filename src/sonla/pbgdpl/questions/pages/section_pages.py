"""The ways to the form for questions and to those that were answered."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.pages.labels import ASK_TITLE
from sonla.pbgdpl.questions.pages.listing import QuestionsView
from sonla.pbgdpl.questions.settings import get_question_settings
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

ASK_FORM = "ask-question"
ASK_LEAD = _(
    "help_ask_question",
    default="The agencies of the province answer, by e-mail, by telephone or here.",
)
ASK_AGENCY = _("button_ask_agency", default="Ask the agency in charge")
ASK_FREE = _(
    "help_ask_after_search",
    default="The agency in charge answers you, free of charge.",
)
ASK_FILLED_IN = _(
    "help_ask_filled_in",
    default="What you typed is filled in there already. The agency in charge answers you, free of charge.",
)
LIST_LEAD = _(
    "help_questions",
    default="What citizens asked and agencies answered, by field, agency and year.",
)
MAX_FILLED_IN = 500
"""Characters of a search that become the beginning of a question."""

QUESTION_LISTING = ListingPage(
    order=40,
    key="hoi-dap",
    title="Hỏi đáp, tư vấn pháp luật",
    description="Câu hỏi của công dân, tổ chức và trả lời của cơ quan có thẩm quyền.",
    criteria={"portal_type": (QUESTION_TYPE,)},
)


class QuestionPages(SectionPages):
    """Lead to form and list; both are there from the first day."""

    order = 80
    component = QUESTION_LISTING.key

    def links(self) -> Iterator[PageLink]:
        """Yield the way to the form and to the list, whatever the list holds."""
        place, view = self.place, QuestionsView
        yield link_to(place, ASK_FORM, ASK_TITLE, ASK_LEAD, always=True)
        title = view.page_title
        yield link_to(place, view.name, title, LIST_LEAD, self.component, always=True)

    def actions(self) -> Iterator[PageLink]:
        """Yield the form, which is open to everybody."""
        url = f"{self.place.absolute_url()}/@@{ASK_FORM}"
        days = str(get_question_settings().working_days)
        promise = _(
            "help_ask_authority",
            default="Free of charge. Answered within ${days} working days.",
            mapping={"days": days},
        )
        title = api.portal.translate(ASK_AGENCY)
        yield PageLink(url, title, api.portal.translate(promise), primary=True)


@implementer(IFurtherHelp)
class AskAfterSearching:
    """Lead readers from the search to the form, with their words filled in."""

    order = 10

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place

    def links(self, words: str) -> Iterator[PageLink]:
        """Yield the form."""
        filled_in = urlencode({"question": words[:MAX_FILLED_IN]}) if words else ""
        url = f"{self.place.absolute_url()}/@@{ASK_FORM}"
        yield PageLink(
            f"{url}?{filled_in}" if filled_in else url,
            api.portal.translate(ASK_AGENCY),
            api.portal.translate(ASK_FILLED_IN if words else ASK_FREE),
            primary=True,
        )
