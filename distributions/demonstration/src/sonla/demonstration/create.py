"""Demonstration: units, texts in every state, and three accounts to try the chain with.

Only by choice (`make start`, or importing the profile by hand). What is said of laws is
taken from them, with numbers and dates of `data/legal_documents.csv`; people, figures and
events are invented, as a banner on each page says. Each state is reached by the
transitions of the workflow, done by those who may do them.
"""

from collections.abc import Collection
from importlib.resources import files
from persistent.mapping import PersistentMapping
from plone import api
from sonla.demonstration.council import content_values
from sonla.demonstration.council import council_values
from sonla.demonstration.dialogues import create_dialogues
from sonla.demonstration.figures import create_figures
from sonla.demonstration.learning import create_learned_course
from sonla.demonstration.office import create_expenditures
from sonla.demonstration.office import create_form_draft
from sonla.demonstration.office import create_requests
from sonla.demonstration.office import create_round
from sonla.demonstration.people import create_register
from sonla.demonstration.question_bank import create_question_bank
from sonla.demonstration.questions import create_questions
from sonla.demonstration.situations import create_situations
from sonla.demonstration.values import attachments
from sonla.demonstration.values import field_values
from sonla.demonstration.values import legal_document_rows
from sonla.demonstration.values import relation_to
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.editorial.states import publish
from sonla.pbgdpl.homepage.settings import PREFIX as HOMEPAGE
from sonla.pbgdpl.mail.outbox import without_mail
from sonla.pbgdpl.sections.english_page import PAGE_ID
from sonla.pbgdpl.sections.english_page import rich_body
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.units.proposals import from_territories
from sonla.pbgdpl.units.proposals import Proposal
from sonla.pbgdpl.vocabularies import TERRITORIES
from typing import Any
from zope.annotation.interfaces import IAnnotations

import json
import logging

logger = logging.getLogger(__name__)

MEMORY_KEY = "sonla.demonstration"
SEARCHES = ("làm sổ đỏ", "đăng ký kết hôn", "không đội mũ bảo hiểm")
PROVINCE = "14"
"""The unit of the whole province, which is no commune."""

DEMO_ACCOUNTS = (
    (
        "contributor",
        "Cong-tac-vien-1",
        "Người đóng góp (mẫu)",
        "contributor@example.org",
    ),
    ("editor", "Bien-tap-vien-1", "Biên tập viên (mẫu)", "editor@example.org"),
    ("approver", "Nguoi-phe-duyet-1", "Người phê duyệt (mẫu)", "approver@example.org"),
)
"""Login name, password, full name, e-mail. Known to everybody: never on a public host."""

TEXTS = ("texts.json", "introductions.json", "news.json", "materials.json")
PUBLISHED = (
    ("author", "submit", ""),
    ("editor", "forward", ""),
    ("approver", "approve", ""),
)
"""The steps of a text of which nothing else is said."""

GROUPS = {
    "contributor": group_name("03646"),
    "editor": "pbgdpl-editors",
    "approver": "pbgdpl-approvers",
}
"""Login name → the group through which alone the account has rights."""


class DemoRefused(Exception):
    """Refuse the demonstration: it would take over an account of the portal."""


def create_demonstration(context: Any) -> None:
    """Make the demonstration in the first section, unless it was made before.

    It shows all options, and leaves them on.
    """
    section = all_sections()[0]
    if MEMORY_KEY in IAnnotations(section):
        logger.info("The demonstration was made before; nothing is changed.")
        return
    refuse_taken_names()
    # Nothing can be made of what is off.
    switch_to(name for name, _option in all_options())
    fill_imprint()
    offer_searches()
    with api.env.adopt_roles(["Manager"]):
        units = create_units(section, read_data("texts.json")["units"])
        people = create_people()
    rows = legal_document_rows()
    texts = [facts for name in TEXTS for facts in read_data(name)["texts"]]
    with without_mail():
        for facts in texts:
            create_text(units[facts["unit"]], facts, people, rows)
        create_figures(units, people)
        create_council(units, people)
        create_register(units, read_data("people.json"))
        for facts in read_data("reports.json")["reports"]:
            make(units[facts["unit"]], facts["type"], facts["fields"], facts, people)
        office = read_data("office.json")
        create_round(units, office, people, make)
        create_form_draft()
        create_requests(section, office, people)
        create_expenditures(units, office, people)
        create_questions(section, read_data("questions.json"), people, rows)
        dialogues = read_data("dialogues.json")
        create_dialogues(units, dialogues, people, rows, make)
        create_situations(units, read_data("situations.json"), people, rows, make)
        bank = create_question_bank(section, people)
        course = read_data("learning.json")
        create_learned_course(units, course, bank, people, make)
    show_english_page(section)
    IAnnotations(section)[MEMORY_KEY] = PersistentMapping(texts=len(texts))


def refuse_taken_names() -> None:
    """Refuse if somebody has one of the names, before anything is made."""
    taken = [row[0] for row in DEMO_ACCOUNTS if api.user.get(username=row[0])]
    if taken:
        raise DemoRefused(f"accounts of these names exist: {', '.join(taken)}")


def existing_accounts() -> list[str]:
    """List the accounts of the demonstration that exist, by login name.

    An account of the portal may have the name by chance; ours has our address, too.
    """
    return [
        login
        for login, _password, _name, email in DEMO_ACCOUNTS
        if (user := api.user.get(username=login)) is not None
        and user.getProperty("email") == email
    ]


def read_data(name: str) -> dict[str, Any]:
    """Read what is to be made: `units` and `texts`, the council, or the imprint."""
    path = files(__package__) / "data" / name
    return json.loads(path.read_text(encoding="utf-8"))


def fill_imprint() -> None:
    """Show what an imprint looks like; what an administrator entered stays."""
    settings = get_settings()
    for name, value in read_data("imprint.json").items():
        if not getattr(settings, name):
            api.portal.set_registry_record(f"{PREFIX}.{name}", value)


def offer_searches() -> None:
    """Offer searches below the box, as a portal does that knows what people look for."""
    name = f"{HOMEPAGE}.search_hints"
    if not api.portal.get_registry_record(name):
        api.portal.set_registry_record(name, list(SEARCHES))


def show_english_page(section: Any) -> None:
    """Publish the page in English with the sample imprint, as if somebody had read it."""
    page = section.get(PAGE_ID)
    if page is not None:
        page.text = rich_body()
        publish(page)


def create_units(section: Any, proposed: list[dict[str, Any]]) -> dict[str, Any]:
    """Make the units as the page for many units does, with their offices; gives code → unit."""
    proposals = [
        Proposal(
            facts["code"],
            facts["title"],
            agency=facts.get("agency"),
            territory=tuple(facts.get("territory", ())),
        )
        for facts in proposed
    ]
    make_units(section, proposals, publish=True)
    codes = [facts["code"] for facts in proposed]
    make_units(section, other_communes(codes), publish=True)
    units = units_by_code(section)
    for facts in proposed:
        for name, value in facts.get("offices", {}).items():
            setattr(units[facts["code"]], name, value)
    return units


def other_communes(codes: Collection[str]) -> list[Proposal]:
    """Propose a unit for each commune and ward of today whose code is not among `codes`."""
    tokens = {term.token for term in choosable(TERRITORIES)}
    return from_territories(tokens - {PROVINCE, *codes})


def create_people() -> dict[str, Any]:
    """Make the accounts and put each into its group; gives login name → member."""
    people = {}
    for login, password, name, email in DEMO_ACCOUNTS:
        user = api.user.create(
            email=email,
            username=login,
            password=password,
            properties={"fullname": name},
        )
        api.group.add_user(groupname=GROUPS[login], user=user)
        # Asked for again: the one at hand doesn't know its group yet.
        people[login] = api.user.get(userid=user.getId())
    return people


def create_text(
    unit: Any, facts: dict[str, Any], people: dict[str, Any], rows: dict[str, Any]
) -> None:
    """Make one text of the data file in its unit."""
    with api.env.adopt_user(user=people[facts["by"]]):
        fields = field_values(facts, rows)
        if facts.get("attachments"):
            fields["attachments"] = attachments(unit, facts["attachments"])
        if facts.get("version_of"):
            fields["other_versions"] = [relation_to(unit[facts["version_of"]])]
    make(unit, facts["type"], fields, facts, people)


def create_council(units: dict[str, Any], people: dict[str, Any]) -> None:
    """Make the council and what stands in it."""
    data = read_data("council.json")
    fields = council_values(data)
    council = make(units[data["unit"]], data["type"], fields, data, people)
    for portal_type, fields in content_values(data):
        make(council, portal_type, fields, data, people)


def make(
    container: Any,
    portal_type: str,
    fields: dict[str, Any],
    facts: dict[str, Any],
    people: dict[str, Any],
) -> Any:
    """Make one item as its author, then take it through its steps."""
    with api.env.adopt_user(user=people[facts["by"]]):
        item = api.content.create(container, portal_type, **fields)
    for who, transition, comment in facts.get("steps", PUBLISHED):
        person = people[facts["by"] if who == "author" else who]
        with api.env.adopt_user(user=person):
            api.content.transition(item, transition, comment=comment)
    return item
