"""`@@pbgdpl-coverage`: fields of law without a reporter, for the province and each nominating body."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.options.requests.coverage import Coverage
from sonla.pbgdpl.options.requests.coverage import remits
from sonla.pbgdpl.options.requests.coverage import set_remit
from sonla.pbgdpl.options.requests.labels import FIELDS
from sonla.pbgdpl.options.requests.pages.person import assigns
from sonla.pbgdpl.options.requests.pages.person import YearPage
from sonla.pbgdpl.options.requests.yearly import years_of_body
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Choice
from zope.schema import List
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

MSG_AGENCY = _("msg_coverage_agency", default="Choose an agency of the list.")
NO_AGENCY = _("label_coverage_no_agency", default="Without an agency")


class AgencyChoice(Mixin):
    """Choose one of the agencies by a field of the form."""

    @property
    def agency(self) -> str:
        """The agency asked for."""
        value = self.request.form.get("agency", "")
        return value[:60] if isinstance(value, str) else ""

    def agencies(self) -> list[dict[str, Any]]:
        """List the agencies to choose from."""
        return [
            {"token": one.token, "title": one.title, "chosen": one.token == self.agency}
            for one in choosable(AGENCIES)
        ]


@provider(IContextSourceBinder)
def fields_of_law(_context: Any) -> SimpleVocabulary:
    """Return the fields of law."""
    return choices_of({one.token: one.title for one in choosable(FIELDS)})


class CoveragePage(AgencyChoice, FormPage, Page, BrowserView):
    """Show where reporters lack; keepers of the register say which fields a body has."""

    page_title: Message = _(
        "heading_coverage", default="Fields of law without a reporter"
    )
    stylesheets = ("tables.css",)
    post_forms: ClassVar = {
        "save": PostForm(
            _("button_coverage_save", default="Save the fields"),
            (
                with_widget(
                    List(
                        __name__="fields",
                        title=_("label_coverage_remit", default="Fields of its remit"),
                        value_type=Choice(source=fields_of_law),
                        required=False,
                        missing_value=[],
                    ),
                    CheckBoxFieldWidget,
                ),
            ),
        )
    }
    saved = _("msg_coverage_saved", default="The fields of this agency are noted.")

    def check_access(self) -> None:
        """Raise `Unauthorized` for all but the office."""
        if not assigns(self.context):
            raise Unauthorized("The page is the office's.")

    def store_save(self, sent: dict[str, Any]) -> None:
        """Note the fields of an agency's remit."""
        if not self.may_change:
            raise Unauthorized("Remits are for who keeps the register.")
        if self.agency not in {term.token for term in choosable(AGENCIES)}:
            raise InvalidInput(MSG_AGENCY)
        set_remit(self.context, self.agency, sent["fields"])

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with the remit as it is noted."""
        return {"fields": remits(self.context).get(self.agency, ())}

    @property
    def may_change(self) -> bool:
        """Whether the user keeps the register."""
        return bool(api.user.has_permission(MANAGE_REGISTRY, obj=self.context))

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.context)

    def fields(self) -> list[dict[str, Any]]:
        """List the fields of law with the number of reporters, those without first."""
        found = [
            {"title": term.title, "number": self.coverage.province[term.token]}
            for term in choosable(FIELDS)
        ]
        return sorted(found, key=lambda one: one["number"])

    def bodies(self) -> Iterator[dict[str, Any]]:
        """Yield the nominating bodies, with the fields of their remit that lack somebody."""
        for one in self.coverage.bodies():
            yield {
                "title": term_title(AGENCIES, one.agency) if one.agency else NO_AGENCY,
                "reporters": one.reporters,
                "remit": ", ".join(term_titles(FIELDS, one.remit)),
                "missing": ", ".join(term_titles(FIELDS, one.missing)),
                "url": f"{self.url}?agency={one.agency}#pbgdpl-remit",
                "year_url": f"{self.context.absolute_url()}/@@pbgdpl-body-year?agency={one.agency}",
            }


class BodyYear(AgencyChoice, YearPage):
    """Print what the reporters and propagandists of a body did in a year, one line each."""

    page_title: Message = _("heading_body_year", default="Work of a body's reporters")

    @property
    def agency_title(self) -> str:
        return term_title(AGENCIES, self.agency)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The people of the body, with what they did."""
        if not self.agency:
            return []
        return [
            {
                "title": one.person.Title(),
                "url": f"{one.person.absolute_url()}/@@pbgdpl-year?year={self.year}",
                "talks": len(one.talks),
                "hours": one.hours,
                "people": one.people,
                "accepted": len(one.accepted),
                "refused": len(one.refusals),
                "courses": len(one.courses),
            }
            for one in years_of_body(self.context, self.agency, self.year)
            if api.user.has_permission("View", obj=one.person)
        ]

    def total(self, name: str) -> float:
        """Add a column up."""
        return sum(row[name] for row in self.rows)

    def copy_url(self, public: bool = False, year: int | None = None) -> str:
        """Return the address of the sheet of a year."""
        query = {"agency": self.agency, "year": year or self.year}
        if public:
            query["public"] = 1
        return f"{self.url}?{urlencode(query)}"
