"""The REST service of transitions: who may not take a step changes and learns nothing.

Core's service writes the dates that it is sent before it asks whether the step is possible,
commits them with its refusal, and answers a step to the state in which an item is with the
last line of its history, to everybody. That nothing is committed, each test is asked by its
layer.
"""

from dialogues import make_dialogue
from itertools import product
from made_once import made_once
from new_items import create
from people import enter
from plone import api
from plone.namedfile.file import NamedBlobFile
from public_content import make
from public_content import publish
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of

import pytest
import transaction

TAKEDOWN = {"effective": "2099-01-01T00:00:00", "expires": "2001-01-01T00:00:00"}
LATER = {"effective": "2099-01-01T00:00:00"}
OLD_NAMES = {
    "effectiveDate": "2099-01-01T00:00:00",
    "expirationDate": "2001-01-01T00:00:00",
}
BODIES = {
    "takedown": TAKEDOWN,
    "later": LATER,
    "old-names": OLD_NAMES,
    "nothing": {},
    "children": {"include_children": True, **LATER},
}
STEPS = ("approve", "publish", "recognise", "submit", "no-such-step")
STRANGERS = ("", "member")


def dates_of(item):
    return str(item.effective_date), str(item.expiration_date)


@pytest.fixture
def public_items(site):
    """Return one item of each kind that has an address in a section."""

    def make_items(_portal):
        section, unit = site.section, site.unit
        publish(section)
        with api.env.adopt_roles(["Manager"]):
            file = create(
                section,
                "File",
                title="Tệp",
                file=NamedBlobFile(b"%PDF", filename="a.pdf"),
            )
        return {
            "section": section,
            "file": file,
            "news": make(unit, "LegalNews", "Tin"),
            "guidance": make(unit, "Guidance", "Kế hoạch", document_type="ke-hoach"),
            "course": make(unit, "TrainingCourse", "Tập huấn"),
            "council": make(section, "CoordinationCouncil", "Hội đồng"),
            "dialogue": make_dialogue(section),
            "person": enter(section),
            "question": put(answer(ask(section)), "published"),
            "page": make(section, "Document", "Trang"),
            "folder": make(section, "Folder", "Thư mục"),
            "event": make(section, "Event", "Sự kiện"),
            "link": make(section, "Link", "Liên kết", remoteUrl="https://example.org"),
        }

    items = made_once(site.portal, make_items)
    transaction.commit()
    return items


@pytest.mark.sample(1)
@pytest.mark.parametrize("user", STRANGERS)
def test_strangers_change_nothing_and_learn_nothing(site, public_items, user):
    for name, item in public_items.items():
        before = dates_of(item)
        for step, (said, body) in product(STEPS, BODIES.items()):
            case = (name, step, said)
            got = site.rest("POST", item, f"/@workflow/{step}", user, json=body)
            assert got.status_code in (400, 401, 403), (case, got.text)
            assert "actor" not in got.text and "comments" not in got.text, case
        assert dates_of(item) == before, name
    assert site.http("GET", site.section).status_code == 200


def test_who_works_on_a_text_learns_its_last_step_again(site):
    text = site.published()
    steps = len(history_of(text))
    got = site.rest("POST", text, "/@workflow/approve", "editor", json={})
    assert got.status_code == 200 and got.json()["actor"] == "approver"
    assert len(history_of(text)) == steps


def test_dates_are_for_those_who_may_change_the_item(site):
    text = site.published()
    before = dates_of(text)
    for user in ("contributor", "editor", "approver"):
        got = site.rest("POST", text, "/@workflow/withdraw", user, json=TAKEDOWN)
        assert got.status_code == 400, user
        got = site.rest("POST", text, "/@workflow/approve", user, json=TAKEDOWN)
        assert got.status_code == 400, user
    assert dates_of(text) == before and state_of(text) == "published"
    got = site.rest("POST", text, "/@workflow/approve", "manager", json=LATER)
    assert got.status_code == 200 and not is_public(text)


def test_a_refused_child_takes_its_parent_back(site):
    folder = site.make("contributor", "Folder")
    text = site.make("editor", "Document", container=folder)
    text.manage_setLocalRoles("contributor", ["PBGDPL Contributor"])
    site.publish(text)
    site.save()
    got = site.rest(
        "POST",
        folder,
        "/@workflow/submit",
        "contributor",
        json={"include_children": True, **LATER},
    )
    assert got.status_code == 400
    assert state_of(folder) == "draft" and folder.effective_date is None


@pytest.mark.parametrize("children", [True, False])
def test_what_a_folder_holds_takes_the_step_that_the_folder_has_taken(site, children):
    folder = site.make("contributor", "Folder")
    text = site.make("contributor", "Document", container=folder)
    site.rest("POST", folder, "/@workflow/submit", "contributor", json={})
    assert (state_of(folder), state_of(text)) == ("pending_edit", "draft")
    steps = len(history_of(folder))
    body = {"include_children": children}
    got = site.rest("POST", folder, "/@workflow/submit", "contributor", json=body)
    assert got.status_code == 200, got.text
    assert state_of(text) == ("pending_edit" if children else "draft")
    assert len(history_of(folder)) == steps and folder.effective_date is None


def test_files_below_a_folder_follow_their_texts(site):
    folder = site.make("contributor", "Folder")
    file = site.make("contributor", "File", container=folder, title="Tệp")
    state = state_of(file)
    body = {"include_children": True}
    got = site.rest("POST", folder, "/@workflow/submit", "contributor", json=body)
    assert got.status_code == 200, got.text
    assert (state_of(folder), state_of(file)) == ("pending_edit", state)
    assert file.effective_date is None


def test_a_section_that_is_hidden_by_its_date_is_noted(site):
    publish(site.section)
    site.save()
    before = log.count()
    changed = site.rest("PATCH", site.section, "", "manager", json=LATER)
    assert changed.status_code == 204
    entries = list(log.newest_first(["dates"]))
    assert log.count() == before + 1 and len(entries) == 1
    (entry,) = entries
    assert (entry.user, entry.place) == ("manager", "phap-luat")
    assert entry.facts["new"].startswith("2099-01-01")
    site.rest("PATCH", site.section, "", "manager", json={"effective": None})
    lifted = next(log.newest_first(["dates"]))
    assert lifted.facts["old"].startswith("2099-01-01") and not lifted.facts["new"]


def test_what_is_no_json_is_refused(site):
    text = site.published()
    site.save()
    for body in ("[]", "{", '"x"', "[" * 200000):
        answer = site.rest("POST", text, "/@workflow/approve", "", data=body)
        assert answer.status_code == 400, body[:20]
