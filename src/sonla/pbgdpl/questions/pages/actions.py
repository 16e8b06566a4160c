"""What the office does with a question besides the steps of the workflow."""

from abc import ABC
from abc import abstractmethod
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.protect import CheckAuthenticator
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.personal_data import IPersonalDataStore
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.merging import merge
from sonla.pbgdpl.questions.merging import MergeRefused
from sonla.pbgdpl.questions.merging import MSG_NO_OTHER
from sonla.pbgdpl.questions.situations import MATERIAL_TYPE
from sonla.pbgdpl.questions.situations import place_for
from sonla.pbgdpl.questions.situations import situation_of
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import urlsplit
from zExceptions import Forbidden
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component import getUtility
from zope.i18nmessageid import Message

ERASE = _("button_question_erase", default="Delete the data")


class Action(AsksOnce, BrowserView, ABC):
    """Do something by POST alone, then lead back to where one can see it."""

    def __call__(self) -> str:
        """Do it; what is refused is said on the question's page."""
        if self.request.method != "POST":
            raise Forbidden("POST")
        CheckAuthenticator(self.request)
        if self.question and (asked := self.ask_first(self.question)):
            return asked
        message, url = self.process_form()
        self.show_message(message, self.kind)
        return self.lead_to(url)

    kind = "info"
    question: Confirmation | None = None
    """What is asked first; None for what can be undone."""

    @property
    def asked_at(self) -> str:
        """The page of the question: this one is no page."""
        return str(self.context.absolute_url())

    @abstractmethod
    def process_form(self) -> tuple[Message, str]:
        """Do it; return what to say, and where to go."""

    def refused(self, message: Message) -> tuple[Message, str]:
        """Return why not."""
        self.kind = "error"
        return message, self.context.absolute_url()


class MergeView(Action):
    """Let another question have the answer to this one."""

    def process_form(self) -> tuple[Message, str]:
        """Merge them; the other one is told by its UID."""
        into = self.other()
        if into is None:
            return self.refused(MSG_NO_OTHER)
        try:
            merge(self.context, into)
        except MergeRefused as refusal:
            return self.refused(refusal.message)
        message = _(
            "msg_question_was_merged",
            default="The question is answered together with “${title}”.",
            mapping={"title": into.title},
        )
        return message, into.absolute_url()

    def other(self) -> Any | None:
        """Find the other question, if the user may see it: by its address, or as chosen."""
        address = str(self.request.form.get("address", "")).strip()[:1000]
        if address:
            found = self.at(address)
        else:
            found = uuidToObject(str(self.request.form.get("into", ""))[:40])
        return found if ILegalQuestion.providedBy(found) else None

    def at(self, address: str) -> Any | None:
        """Return what stands at an address of this portal; None for any other."""
        try:
            path = urlsplit(address).path.removesuffix("/view").rstrip("/")
            physical = self.request.physicalPathFromURL(
                f"{self.request['SERVER_URL']}{path}"
            )
            return api.portal.get().restrictedTraverse(physical, None)
        except (ValueError, NotFound, Unauthorized):
            return None


class EraseView(Action):
    """Forget who asked, as they wished."""

    question = Confirmation(
        ERASE,
        _(
            "help_question_erase",
            default="E-mail, telephone, name, commune, files, tracking code and the comments of all steps are deleted for ever. Question and answer stay: take out by hand what they tell of the asker.",
        ),
    )

    def process_form(self) -> tuple[Message, str]:
        """Erase; the log says who did it."""
        store = getUtility(IPersonalDataStore, name="questions")
        store.erase(IUUID(self.context))
        message = _(
            "msg_question_erased",
            default="E-mail, telephone, name, commune, files, code and the comments of all steps were deleted. The log has a line about it.",
        )
        return message, self.context.absolute_url()


class SituationView(Action):
    """Make a draft of a situation (tình huống) from question and answer."""

    def process_form(self) -> tuple[Message, str]:
        """Make it where the user may write; it goes through the approval chain."""
        place = place_for(self.context)
        if place is None:
            return self.refused(
                _(
                    "msg_question_no_place",
                    default="You can't add materials in this section or in one of its units.",
                )
            )
        try:
            with_values = situation_of(self.context)
        except InvalidInput as refusal:
            return self.refused(refusal.message)
        made = api.content.create(place, MATERIAL_TYPE, **with_values)
        message = _(
            "msg_question_situation",
            default="A draft was made of it. Look it over, then submit it for approval.",
        )
        return message, f"{made.absolute_url()}/edit"
