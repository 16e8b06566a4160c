"""A decision reaches every item, changes nothing else, and can be taken back."""

from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from plone.locking.interfaces import ILockable
from plone.protect.authenticator import createToken
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.legal_documents.decisions import undo
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.query import row_of
from zope.i18n import translate

import pytest

DECISION_218 = "218/QD-UBND|uy ban nhan dan tinh son la|2025-01-25"


@pytest.fixture
def editor(portal, section):
    """Log in somebody with the Editor role on the section only."""
    api.user.create(email="b@example.vn", username="bien-tap", password="Bien-tap-1234")
    api.user.grant_roles(username="bien-tap", roles=["PBGDPL Editor"], obj=section)
    login(portal, "bien-tap")
    yield "bien-tap"
    login(portal, TEST_USER_NAME)


def values(section, identity, name):
    return {
        item.getId(): (row_of(item, identity) or {}).get(name)
        for item in section.objectValues()
        if row_of(item, identity)
    }


def test_decision_reaches_every_item(section, editor, land_law):
    decision = Decision(land_law, "31/2024/QH15", {"validity": "HHL1P"})
    entry = decide(section, decision)
    assert values(section, land_law, "validity") == {
        "gioi-thieu-luat": "HHL1P",
        "de-cuong": "HHL1P",
        "ban-nhap": "HHL1P",
    }
    assert {item.status for item in entry.items} == {"changed"}
    assert (entry.user, entry.number) == ("bien-tap", 1)


def test_nothing_else_changes(section, editor, land_law):
    items = {item.getId(): item for item in section.objectValues()}
    before = {
        name: (
            i.modified(),
            i.title,
            api.content.get_state(i, None),
            dict(i.__ac_local_roles__ or {}),
        )
        for name, i in items.items()
    }
    other = row_of(items["de-cuong"], DECISION_218)
    decide(section, Decision(land_law, "31", {"expires_on": date(2030, 1, 1)}))
    after = {
        name: (
            i.modified(),
            i.title,
            api.content.get_state(i, None),
            dict(i.__ac_local_roles__ or {}),
        )
        for name, i in items.items()
    }
    assert before == after
    assert row_of(items["de-cuong"], DECISION_218) == other


def test_history_of_the_item_names_the_register(section, editor, land_law):
    decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    text = section["gioi-thieu-luat"]
    history = api.portal.get_tool("portal_repository").getHistoryMetadata(text)
    last = history.retrieve(history.getLength(countPurged=False) - 1, countPurged=False)
    metadata = last["metadata"]["sys_metadata"]
    assert metadata["principal"] == "bien-tap"
    assert metadata["comment"]


def test_replacement_sets_guidance_field_and_line(section, editor, view):
    changes = {"replaced_by": "300/QĐ-UBND", "validity": "HHL"}
    decide(section, Decision(DECISION_218, "218/QĐ-UBND", changes))
    assert section["quyet-dinh-218"].replaced_by == ("300/QĐ-UBND",)
    line = next(view("pbgdpl-documents", section, document=DECISION_218).lines())
    assert line["replacement"] == "300/QĐ-UBND"


def test_locked_item_is_left_and_said(portal, section, editor, land_law):
    login(portal, TEST_USER_NAME)
    text = section["gioi-thieu-luat"]
    ILockable(text).lock()
    login(portal, "bien-tap")
    entry = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    status = {item.path.rsplit("/")[-1]: item.status for item in entry.items}
    assert status["gioi-thieu-luat"] == "locked"
    assert values(section, land_law, "validity")["gioi-thieu-luat"] == "CHL"
    login(portal, TEST_USER_NAME)
    ILockable(text).clear_locks()
    login(portal, "bien-tap")
    again = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    status = {item.path.rsplit("/")[-1]: item.status for item in again.items}
    assert status == {
        "gioi-thieu-luat": "changed",
        "de-cuong": "unchanged",
        "ban-nhap": "unchanged",
    }


def test_undo_restores_each_items_own_value(section, editor, land_law):
    section["ban-nhap"].legal_documents = [
        {**section["ban-nhap"].legal_documents[0], "validity": None}
    ]
    before = values(section, land_law, "validity")
    entry = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    back = undo(section, entry.number)
    assert values(section, land_law, "validity") == before
    assert read_journal(section).undone() == {1: back.number}


def test_undo_leaves_what_was_altered_since(section, editor, land_law):
    entry = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    text = section["gioi-thieu-luat"]
    text.legal_documents = [{**text.legal_documents[0], "validity": "KCPH"}]
    back = undo(section, entry.number)
    status = {item.path.rsplit("/")[-1]: item.status for item in back.items}
    assert status["gioi-thieu-luat"] == "differs"
    assert values(section, land_law, "validity")["gioi-thieu-luat"] == "KCPH"


def test_an_error_is_told_in_words_and_logged(
    section, editor, land_law, monkeypatch, caplog
):
    def fail(*_told):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("sonla.pbgdpl.legal_documents.decisions.keep_version", fail)
    entry = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    assert {item.status for item in entry.items} == {"failed"}
    assert {item.note for item in entry.items} == {"msg_item_not_changed"}
    assert "disk on fire" in caplog.text


def test_undo_survives_a_deleted_item_and_happens_once(section, editor, land_law):
    entry = decide(section, Decision(land_law, "31", {"validity": "HHL"}))
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(section["ban-nhap"], check_linkintegrity=False)
    back = undo(section, entry.number)
    (gone,) = [item for item in back.items if item.status == "failed"]
    assert "No longer there" in translate(gone.note)
    with pytest.raises(ValueError):
        undo(section, entry.number)


def test_undo_takes_the_replacement_back(section, editor):
    entry = decide(
        section, Decision(DECISION_218, "218", {"replaced_by": "300/QĐ-UBND"})
    )
    undo(section, entry.number)
    assert read_journal(section).replacement(DECISION_218) is None
    assert section["quyet-dinh-218"].replaced_by == ()


@pytest.mark.parametrize(
    "role, allowed",
    [
        ("PBGDPL Editor", True),
        ("PBGDPL Approver", True),
        ("PBGDPL Contributor", False),
        ("Reader", False),
    ],
)
def test_who_may_decide(portal, section, role, allowed):
    api.user.create(email="x@example.vn", username="nguoi-la", password="Xxxxxxxx-1234")
    api.user.grant_roles(username="nguoi-la", roles=[role], obj=section)
    login(portal, "nguoi-la")
    assert may_decide(section) is allowed
    login(portal, TEST_USER_NAME)


WRONG = "There were some errors."
"""What a form says above its fields; each says what is wrong in it."""


@pytest.mark.parametrize(
    "form, message",
    [
        ({}, "msg_nothing_to_set"),
        ({"validity": "XXX"}, WRONG),
        ({"expires_on": "31/2/2025"}, WRONG),
        ({"expires_on": "2024-01-01"}, "msg_guidance_expires_too_early"),
        ({"replaced_by": "31 / 2024 / QH15"}, "msg_replaces_itself"),
    ],
)
def test_bad_input_is_refused_and_kept(
    section, editor, view, land_law, layered, form, message
):
    page = view("pbgdpl-document-decision", section, document=land_law, **form)
    with pytest.raises(InvalidInput) as refused:
        page.read()
    assert refused.value.args[0] == message


def test_replaced_document_is_out_of_force(section, editor, view, land_law):
    page = view(
        "pbgdpl-document-decision",
        section,
        document=land_law,
        replaced_by="1/2030/QH16",
    )
    assert page.read().changes == {"replaced_by": "1/2030/QH16", "validity": "HHL"}


def test_pages_through_to_the_journal(section, editor, view, land_law, layered):
    form = {"document": land_law, "validity": "HHL", "_authenticator": createToken()}
    assert "preview-validity" in view("pbgdpl-document-decision", section, **form)()
    layered.method = "POST"
    layered.REQUEST_METHOD = layered.environ["REQUEST_METHOD"] = "POST"
    shown = view("pbgdpl-document-decision", section, preview="1", **form)()
    assert "ban-nhap" in shown
    assert set(values(section, land_law, "validity").values()) == {"CHL"}
    view("pbgdpl-document-decision", section, apply="1", **form)()
    assert set(values(section, land_law, "validity").values()) == {"HHL"}
    journal = view(
        "pbgdpl-documents-journal", section, undo="1", _authenticator=createToken()
    )()
    assert "entry-2" in journal
    assert set(values(section, land_law, "validity").values()) == {"CHL"}
    text = view("pbgdpl-documents-journal.csv", section)().decode("utf-8-sig")
    assert text.count("31/2024") == 6
