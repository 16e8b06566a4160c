"""The quick form: one short page for units that enter many activities, on a phone too."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.access import may_enter
from sonla.pbgdpl.activities.access import QUICK_FORM
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.pages.form_data import ActivityForm
from sonla.pbgdpl.activities.pages.form_data import FORMS
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.additions import why_not_here
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.vocabularies import TERRITORIES
from typing import Any
from urllib.parse import urlencode
from zExceptions import Forbidden
from zope.i18nmessageid import Message
from zope.interface import implementer

SUBMIT = "submit"
FIRST_COUNTS = COUNTS[:4]
"""Shown at once; the others wait behind one press."""


@implementer(IWritingPage)
class QuickActivityView(Page, BrowserView):
    """Show the form; save a draft, or submit it as well; go on to the next one."""

    page_title = _("heading_quick_activity", default="Enter an activity")

    def __call__(self) -> str:
        """Save what was sent, or show the form with what was typed."""
        if section_of(self.context) is None:
            raise Forbidden(QUICK_FORM)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            url = self.save()
            if url:
                self.request.response.redirect(url)
                return ""
        elif not self.request.form:
            self.begin()
        return self.index()

    @cached_property
    def typed(self) -> ActivityForm:
        return ActivityForm(self.request.form, self.context)

    def begin(self) -> None:
        """Fill an empty form with what is probably right: today, and the unit's place."""
        unit = unit_of(self.context)
        territory = stored_value(unit, "territory") if unit is not None else ()
        self.request.form.update(
            day=today().isoformat(),
            organiser_kind="agency",
            territory=list(territory or ())[:1],
        )

    @property
    def closed(self) -> Message | None:
        """Why nothing can be entered here; None if something can."""
        reason = why_not_here(self.context, ACTIVITY_TYPE)
        if reason is None and not may_enter(self.context):
            return _(
                "msg_no_activities_here", default="Activities can't be added here."
            )
        return reason

    def save(self) -> str:
        """Make the activity; return the address to go on to, empty where something is wrong."""
        if self.closed is not None:
            self.typed.errors[""] = self.closed
            return ""
        values = self.typed.values()
        if self.typed.errors:
            return ""
        activity = api.content.create(self.context, ACTIVITY_TYPE, **values)
        submitted = self.submits and submit(activity)
        note_saved()
        self.tell(activity.title, submitted)
        return self.next_url if self.goes_on else activity.absolute_url()

    @property
    def submits(self) -> bool:
        """Whether it shall be submitted as well."""
        return "send" in self.request.form

    @property
    def goes_on(self) -> bool:
        """Whether another one shall be entered."""
        return bool(self.request.form.get("again"))

    @property
    def next_url(self) -> str:
        """The address of a form that has what stays equal."""
        kept = urlencode([*self.typed.kept(), ("again", "1")])
        return f"{self.url}?{kept}"

    def tell(self, title: str, submitted: bool) -> None:
        """Show the status message of what was stored."""
        message = (
            _(
                "msg_activity_submitted",
                default="“${title}” was saved and submitted.",
                mapping={"title": title},
            )
            if submitted
            else _(
                "msg_activity_saved",
                default="“${title}” was saved as a draft.",
                mapping={"title": title},
            )
        )
        api.portal.show_message(message, self.request)

    # What the template asks

    def error(self, name: str) -> Message | str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.typed.errors.get(name, "")

    @property
    def full_form_url(self) -> str:
        """The address of the form with all fields."""
        return f"{self.context.absolute_url()}/++add++{ACTIVITY_TYPE}"

    def forms(self) -> list[dict[str, Any]]:
        return terms(FORMS, [self.typed.text("dissemination_form")])

    def territories(self) -> list[dict[str, Any]]:
        """List communes and wards; of several typed the form keeps all."""
        return terms(TERRITORIES, self.typed.chosen("territory"))

    def audiences(self) -> list[dict[str, Any]]:
        return terms("sonla.pbgdpl.Audiences", self.typed.chosen("audiences"))

    def organisers(self) -> list[dict[str, Any]]:
        chosen = self.typed.text("organiser_kind") or "agency"
        return [
            {"token": token, "title": title, "chosen": token == chosen}
            for token, title in ORGANISER_KINDS.items()
        ]

    def first_counts(self) -> list[dict[str, Any]]:
        """List the numbers that most activities have."""
        return list(self.counts(FIRST_COUNTS))

    def other_counts(self) -> list[dict[str, Any]]:
        return list(self.counts(COUNTS[len(FIRST_COUNTS) :]))

    def counts(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield what the form shows of numbers."""
        for name in names:
            yield {
                "name": name,
                "title": ILegalActivity[name].title,
                "value": self.typed.text(name),
                "error": self.error(name),
            }

    @property
    def more_open(self) -> bool:
        """Whether the folded part holds something typed or wrong."""
        return any(one["value"] or one["error"] for one in self.other_counts())


def submit(activity: Any) -> bool:
    """Submit an activity, if the user who entered it may; return whether it was."""
    tool = api.portal.get_tool("portal_workflow")
    offered = {one["id"] for one in tool.listActions(object=activity)}
    if SUBMIT not in offered:
        return False
    api.content.transition(activity, SUBMIT)
    return True


def terms(vocabulary: str, chosen: list[str]) -> list[dict[str, Any]]:
    """List the terms that are valid today, those chosen marked."""
    return [
        {"token": term.token, "title": term.title, "chosen": term.token in chosen}
        for term in choosable(vocabulary)
    ]
