"""The quick form: one short page for units that enter many activities, on a phone too."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.access import may_enter
from sonla.pbgdpl.activities.access import QUICK_FORM
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.doubts import doubts
from sonla.pbgdpl.activities.pages.doubts import AsksAboutDoubts
from sonla.pbgdpl.activities.pages.form_data import ActivityForm
from sonla.pbgdpl.activities.pages.form_data import FORMS
from sonla.pbgdpl.activities.pages.photos import Photos
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.additions import why_not_here
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.editorial.query import SENDING
from sonla.pbgdpl.people.name_lookup import people_with
from sonla.pbgdpl.people.name_lookup import recognised_near
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

import re
import secrets

LIKE_LAST = "like_last"
"""Parameter of the form that is filled as the last activity was."""
OPENING = "opening"
"""Parameter that tells one opened form from all others."""
MADE_BY = "_pbgdpl_made_by"
"""Attribute of an activity: the opened form that made it."""
MAX_LAST = 20
"""Activities, the last of a user, among which that of a form sent again is looked for."""
MSG_SAVED_BEFORE = _(
    "msg_activity_saved_before",
    default="This form was saved already, as “${title}”: nothing was made a second time. Edit this activity, or open a new form for another one.",
)
MAX_PEOPLE = 12
"""More than that are quicker typed than found."""
FIRST_COUNTS = COUNTS[:4]
"""Shown at once; the others wait behind one press."""


@implementer(IWritingPage)
class QuickActivityView(AsksAboutDoubts, Page, BrowserView):
    """Show the form; save a draft, or submit it as well; go on to the next one."""

    page_title = _("heading_quick_activity", default="Enter an activity")
    form_id = "pbgdpl-quick"

    def __call__(self) -> str:
        """Save what was sent, or show the form with what was typed."""
        if section_of(self.context) is None:
            raise Forbidden(QUICK_FORM)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            url = self.save()
            if url:
                return self.lead_to(url)
        elif not self.request.form:
            self.begin()
        elif LIKE_LAST in self.request.form:
            self.begin()
            self.repeat()
        return self.index()

    @cached_property
    def typed(self) -> ActivityForm:
        return ActivityForm(self.request.form, self.context)

    @cached_property
    def photos(self) -> Photos:
        return Photos(self.request.form, self.context)

    @cached_property
    def opening(self) -> str:
        """What tells this form, as it was opened, from all others."""
        sent = str(self.request.form.get(OPENING, ""))
        return sent if re.fullmatch("[0-9a-f]{16}", sent) else secrets.token_hex(8)

    def saved_before(self) -> Any | None:
        """Return what this form has made: whoever goes back and saves again makes no second one.

        Among what the user entered here last: the form stood open not for long.
        """
        found = api.content.find(
            context=self.context,
            portal_type=ACTIVITY_TYPE,
            pbgdpl_author=keyed_hash(api.user.get_current().getId()),
            sort_on="created",
            sort_order="reverse",
            sort_limit=MAX_LAST,
        )
        made = (brain.getObject() for brain in found[:MAX_LAST])
        return next(
            (one for one in made if stored_value(one, MADE_BY) == self.opening), None
        )

    def begin(self) -> None:
        """Fill an empty form with what is probably right: today, and the unit's place."""
        unit = unit_of(self.context)
        territory = stored_value(unit, "territory") if unit is not None else ()
        self.request.form.update(
            day=today().isoformat(),
            organiser_kind="agency",
            territory=list(territory or ())[:1],
        )

    def repeat(self) -> None:
        """Fill the form as the last activity of the place was; day and numbers are new."""
        last = self.last
        if last is None:
            return
        form = self.request.form
        for name in ("dissemination_form", "organiser_kind", "location", "title"):
            form[name] = stored_value(last, name) or form.get(name, "")
        for name in ("territory", "audiences"):
            form[name] = list(stored_value(last, name) or form.get(name, ()))
        form["performer"] = [person.UID() for person in people_of(last)]
        if not stored_value(last, "whole_day"):
            form["starts_at"] = hour(last.start)
            form["ends_at"] = hour(last.end)

    @cached_property
    def last(self) -> Any | None:
        """The activity that was entered here last and that the user may see."""
        found = api.content.find(
            context=self.context,
            portal_type=ACTIVITY_TYPE,
            sort_on="created",
            sort_order="reverse",
            sort_limit=1,
        )
        return found[0].getObject() if found else None

    @property
    def like_last_url(self) -> str:
        """The address of the form filled as the last activity; empty without one."""
        return f"{self.url}?{LIKE_LAST}=1" if self.last is not None else ""

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """Whom to tick: who spoke last, and who is recognised for this place."""
        chosen = self.typed.chosen("performer")
        asked = [uid for uid in chosen if uid]
        last = people_of(self.last) if self.last is not None else []
        near = recognised_near(self.context, MAX_PEOPLE) if self.has_place else []
        known = {one.UID(): one for one in (*people_with(asked), *last, *near)}
        return [
            {"uid": uid, "name": one.title, "chosen": uid in chosen}
            for uid, one in list(known.items())[:MAX_PEOPLE]
        ]

    @property
    def has_place(self) -> bool:
        """Whether the form is that of a unit with a territory."""
        unit = unit_of(self.context)
        return unit is not None and bool(stored_value(unit, "territory"))

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
        before = self.saved_before()
        if before is not None:
            message = Message(MSG_SAVED_BEFORE, mapping={"title": before.title})
            self.show_message(message, "warning")
            return before.absolute_url()
        values = self.typed.values()
        attachments = self.photos.relations()
        if self.photos.error:
            self.typed.errors["photos"] = self.photos.error
        if self.typed.errors:
            return ""
        if self.must_ask(doubts(values, self.context)):
            return ""
        activity = api.content.create(
            self.context, ACTIVITY_TYPE, attachments=attachments, **values
        )
        setattr(activity, MADE_BY, self.opening)
        self.photos.name_after(activity.title)
        submitted = self.submits and submit(activity)
        note_saved()
        self.show_outcome(activity.title, submitted)
        return self.next_url if self.goes_on else activity.absolute_url()

    @property
    def pressed(self) -> str:
        """The button that was pressed."""
        return "send" if self.submits else "draft"

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

    def show_outcome(self, title: str, submitted: bool) -> None:
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
        self.show_message(message)

    # What the template asks

    def error(self, name: str) -> Message | str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.typed.errors.get(name, "")

    def forms(self) -> list[dict[str, Any]]:
        """List the forms of dissemination."""
        return terms(FORMS, [self.typed.text("dissemination_form")])

    def territories(self) -> list[dict[str, Any]]:
        """List communes and wards; of several typed the form keeps all."""
        return terms(TERRITORIES, self.typed.chosen("territory"))

    def audiences(self) -> list[dict[str, Any]]:
        return terms("sonla.pbgdpl.Audiences", self.typed.chosen("audiences"))

    def organisers(self) -> list[dict[str, Any]]:
        """List the kinds of organisers; an agency is chosen unless another kind was."""
        chosen = self.typed.text("organiser_kind") or "agency"
        return [
            {"token": token, "title": title, "chosen": token == chosen}
            for token, title in ORGANISER_KINDS.items()
        ]

    def first_counts(self) -> list[dict[str, Any]]:
        """List the numbers that most activities have."""
        return list(self.counts(FIRST_COUNTS))

    def other_counts(self) -> list[dict[str, Any]]:
        """List the numbers that few activities have; the form folds them away."""
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


def people_of(activity: Any) -> list[Any]:
    """List who of the register spoke at an activity, those the user may see."""
    relations = stored_value(activity, "performers") or ()
    people = (relation.to_object for relation in relations if not relation.isBroken())
    return [one for one in people if api.user.has_permission("View", obj=one)]


def hour(moment: datetime) -> str:
    """Write the time of day as the form takes it."""
    return f"{in_portal_zone(moment):%H:%M}"


def submit(activity: Any) -> bool:
    """Send an activity, if the user who entered it may; return whether it was."""
    offered = open_transitions(activity) & SENDING
    for step in offered:
        api.content.transition(activity, step)
    return bool(offered)


def terms(vocabulary: str, chosen: list[str]) -> list[dict[str, Any]]:
    """List the terms that are valid today, those chosen marked."""
    return [
        {"token": term.token, "title": term.title, "chosen": term.token in chosen}
        for term in choosable(vocabulary)
    ]
