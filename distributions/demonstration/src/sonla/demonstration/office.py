"""What the office has on its desk: a round of reports, a form, requests for reporters, expenditures.

All of it is invented. Each state is reached by the steps of those who may take them.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from plone import api
from plone.dexterity.utils import createContentInContainer
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.options.forms.drafts import add_draft
from sonla.pbgdpl.options.forms.drafts import read_file
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.submission import submit
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.statistics import REPORT_TYPE
from typing import Any

OF_REQUEST = ("title", "organisation", "location", "hours", "people_expected")
TUPLES = ("legal_fields", "audiences", "territory")
CONTACT = {
    "contact_name": "Người Liên Hệ (mẫu)",
    "contact_phone": "0212 000 0000",
    "contact_email": "lien-he@example.org",
}
OF_EXPENDITURE = ("item", "amount", "quantity", "rate", "fund", "stage")
CONSENT = "Đồng ý để cơ quan liên hệ về buổi nói chuyện (mẫu)."
ACCEPTS = "accepts"


def create_round(
    units: dict[str, Any],
    data: dict[str, Any],
    people: dict[str, Any],
    make: Callable[..., Any],
) -> None:
    """Make reports of this year's round: approved, returned, begun; all other units lack theirs."""
    for facts in data["reports"]:
        fields = {
            "title": "Báo cáo mẫu",
            "form_code": "ket-qua-pbgdpl",
            "period_kind": "year",
            "year": 2026,
        }
        make(
            units[facts["unit"]], REPORT_TYPE, fields, {"by": "editor"} | facts, people
        )


def create_form_draft() -> None:
    """Keep a form that an administrator is writing down: invented, and nobody reports by it."""
    path = files(__package__) / "data" / "form_draft.toml"
    add_draft(read_file(path.read_bytes()))


def create_requests(section: Any, data: dict[str, Any], people: dict[str, Any]) -> None:
    """Make requests for reporters: new, asked, accepted after a refusal, refused by the office."""
    speakers = {
        person.Title(): person
        for person in (
            brain.getObject()
            for brain in api.content.find(
                unrestricted=True, portal_type=list(PERSON_TYPES)
            )
        )
    }
    for number, facts in enumerate(data["requests"]):
        day = today() + timedelta(days=facts["in_days"])
        values = {name: facts[name] for name in OF_REQUEST}
        values |= {name: tuple(facts[name]) for name in TUPLES}
        request = submit(
            section, {**values, **CONTACT, "day": day}, CONSENT, f"mau-{number}"
        )
        with api.env.adopt_user(user=people["editor"]):
            if facts["answers"] or "refused" in facts:
                api.content.transition(request, "receive")
            if "refused" in facts:
                api.content.transition(request, "refuse", comment=facts["refused"])
            for name, said in facts["answers"]:
                (invited,) = assign(request, [speakers[name]], day)
                if said:
                    accepts = said == ACCEPTS
                    reason = "" if accepts else said
                    answer(request, invited.assignment["id"], accepts, reason, "phone")


def create_expenditures(
    units: dict[str, Any], data: dict[str, Any], people: dict[str, Any]
) -> None:
    """Record expenditures, planned and spent, one of them above its rate."""
    for facts in data["expenditures"]:
        values = {name: facts[name] for name in OF_EXPENDITURE}
        day = today() - timedelta(days=facts["days_ago"])
        with api.env.adopt_user(user=people["editor"]):
            createContentInContainer(
                units[facts["unit"]],
                EXPENDITURE_TYPE,
                spent_on=day,
                purpose="pbgdpl",
                **values,
            )
