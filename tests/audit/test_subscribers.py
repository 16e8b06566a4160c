"""What is noted by itself: who decided, who changed people, settings, rights, sources."""

from new_items import create
from people import enter
from plone import api
from plone.app.workflow.events import LocalrolesModifiedEvent
from public_content import make
from sample_values import LAND_LAW
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.settings.getters import PREFIX
from zope.event import notify
from zope.interface import noLongerProvides
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

IN_THE_HISTORY_ALONE = {
    "pbgdpl_editorial_workflow": {
        "submit",
        "retract",
        "forward",
        "return_to_author",
    },
    "pbgdpl_registry_workflow": {"submit", "retract", "return_to_author"},
    "pbgdpl_question_workflow": {
        "accept",
        "assign",
        "reassign",
        "draft_answer",
        "return_answer",
    },
    "pbgdpl_statistics_workflow": {"submit"},
    "pbgdpl_bank_workflow": {"submit", "retract", "return_to_author"},
    "pbgdpl_request_workflow": {
        "receive",
        "introduce",
        "accept",
        "seek_again",
        "expire",
    },
}


def noted(group):
    """Return the entries of a kind, the oldest first."""
    return list(log.newest_first(actions_of(group)))[::-1]


def put(text, state):
    workflow = api.portal.get_tool("portal_workflow")["pbgdpl_editorial_workflow"]
    set_state(text, workflow, state)


def test_each_step_is_noted_or_is_in_the_history_alone(portal):
    tool = api.portal.get_tool("portal_workflow")
    for name, others in IN_THE_HISTORY_ALONE.items():
        deciding = set(facts_of(name).deciding)
        assert deciding | others == set(tool[name].transitions)
        assert not deciding & others


def test_an_approval_is_noted_with_who_gave_it(section, acting):
    text = make(section, "LegalNews", "Tin")
    put(text, "pending_approval")
    before = log.count()
    with acting("PBGDPL Approver"):
        api.content.transition(text, "approve")
    assert log.count() == before + 1
    entry = noted("approvals")[-1]
    assert (entry.user, entry.facts["step"]) == ("has-pbgdpl-approver", "approve")
    assert entry.place.endswith("/tin") and entry.facts["title"] == "Tin"
    assert entry.address == "", "no request came from anywhere"


def test_a_step_that_decides_nothing_is_not_noted(section, acting):
    text = make(section, "LegalNews", "Tin")
    put(text, "pending_edit")
    before = log.count()
    with acting("PBGDPL Editor"):
        api.content.transition(text, "forward")
    assert log.count() == before


def test_the_approval_of_a_revision_names_the_public_text(section, acting):
    text = make(section, "LegalNews", "Tin")
    with acting("PBGDPL Editor"):
        copy = revise(text)
    put(copy, "pending_approval")
    with acting("PBGDPL Approver"):
        api.content.transition(copy, "approve")
    entry = noted("approvals")[-1]
    assert entry.place == "/".join(text.getPhysicalPath()[2:])


def test_people_are_noted_by_name_and_fields_never_by_what_stands_in_them(section):
    with api.env.adopt_roles(["Manager"]):
        person = enter(section, private_phone="0999888777")
        person.private_phone = "0911222333"
        notify(ObjectModifiedEvent(person, Attributes(None, "private_phone")))
        api.content.delete(person)
    entries = noted("register")
    assert [entry.action for entry in entries][-3:] == [
        "person_added",
        "person_changed",
        "person_removed",
    ]
    assert entries[-2].facts == {
        "title": "Lò Văn Ví Dụ",
        "fields": ["private_phone"],
    }
    assert "0999888777" not in repr(entries) and "0911222333" not in repr(entries)


def test_a_decision_on_a_document_is_noted(section):
    make(
        section,
        "LegalIntroduction",
        "Giới thiệu",
        kind="gioi-thieu-vbqppl",
        legal_documents=[LAND_LAW],
    )
    with api.env.adopt_roles(["Manager"]):
        decide(
            section,
            Decision(
                "31/2024/QH15|quoc hoi|2024-01-18", "31/2024/QH15", {"validity": "HHL"}
            ),
        )
    entry = noted("register")[-1]
    assert (entry.action, entry.count) == ("document", 1)
    assert entry.facts["title"] == "31/2024/QH15"


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("four_eyes", False, "True", "False"),
        ("register_warning", None, None, None),
        ("audit.audit_log_years", 7, "5", "7"),
    ],
)
def test_settings_are_noted(section, name, value, old, new):
    record = f"{PREFIX}.{name}"
    if old is None:  # a setting of the portal is none of ours
        record, value = "plone.site_title", "Cổng"
    if name == "four_eyes":
        api.portal.set_registry_record(record, True)
    before = log.count(actions_of("settings"))
    api.portal.set_registry_record(record, value)
    entries = noted("settings")[before:]
    if old is None:
        assert entries == []
    else:
        (entry,) = entries
        assert entry.facts == {"setting": record, "old": old, "new": new}
        api.portal.set_registry_record(record, value)
        assert noted("settings")[before:] == [entry], "nothing was changed"


def test_an_installation_notes_no_setting(portal, http_request, installer):
    installer.uninstall_product("sonla.pbgdpl")
    # As in a portal that had no request of ours before
    noLongerProvides(http_request, IBrowserLayer)
    installer.install_product("sonla.pbgdpl")
    assert log.count() == 0


def test_rights_are_noted_in_sections_alone(portal, section):
    with api.env.adopt_roles(["Manager"]):
        outside = create(portal, "Document", title="Ngoài")
    notify(LocalrolesModifiedEvent(outside, None))
    assert list(log.newest_first(["rights"])) == []
    notify(LocalrolesModifiedEvent(section, None))
    (entry,) = log.newest_first(["rights"])
    assert entry.place == section.getId()
