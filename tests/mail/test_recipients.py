"""Who is told about a step: read from the outbox of the transaction."""

from desk_content import acting
from desk_content import make_unit
from desk_content import step
from desk_content import walk
from desk_content import write
from plone import api
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.mail.outbox import without_mail
from sonla.pbgdpl.mail.recipients import unit_people

import pytest


def told() -> list[tuple[str, str]]:
    """List kind and recipient of everything in the outbox, then empty it."""
    items = current_outbox().items
    found = [
        (item.kind, item.recipient.user_id) for item in items if type(item) is Notice
    ]
    items.clear()
    return found


TO_EDIT = (("tac-gia", "submit"),)
TO_APPROVE = (*TO_EDIT, ("bien-tap", "forward"))
TO_PUBLIC = (*TO_APPROVE, ("phe-duyet", "approve"))
STEPS = [
    ((), "tac-gia", "submit", {("waiting_edit", "bien-tap")}),
    (
        TO_EDIT,
        "bien-tap",
        "forward",
        {("waiting_approval", "phe-duyet"), ("forwarded", "tac-gia")},
    ),
    (TO_EDIT, "bien-tap", "return_to_author", {("returned", "tac-gia")}),
    (TO_EDIT, "tac-gia", "retract", set()),
    (TO_APPROVE, "phe-duyet", "return_to_author", {("returned", "tac-gia")}),
    (TO_APPROVE, "phe-duyet", "approve", {("approved", "tac-gia")}),
    (TO_PUBLIC, "phe-duyet", "withdraw", {("withdrawn", "tac-gia")}),
]


@pytest.mark.parametrize("before,user_id,transition,expected", STEPS)
def test_each_step_tells_the_right_people(text, before, user_id, transition, expected):
    walk(text, *before)
    told()
    step(text, user_id, transition, "Xin bổ sung nguồn.")
    assert set(told()) == expected


def test_notice_tells_text_unit_comment_and_actor(text, unit):
    walk(text, *TO_EDIT)
    current_outbox().items.clear()
    step(text, "bien-tap", "return_to_author", "Thiếu nguồn trích dẫn.")
    (notice,) = current_outbox().items
    assert notice.title == "Tập huấn Luật Đất đai"
    assert notice.url == text.absolute_url()
    assert notice.unit == "Sở Tư pháp"
    assert notice.comment == "Thiếu nguồn trích dẫn."
    assert notice.actor == "Cầm Văn Biên"
    assert notice.recipient.email == "tac-gia@sonla.example"


def test_members_of_groups_in_groups_are_told_once(section, text):
    with api.env.adopt_roles(["Manager"]):
        api.group.create("to-bien-tap")
        api.group.create("phong-bien-tap")
        api.group.add_user(groupname="to-bien-tap", username="nguoi-ngoai")
        api.group.add_user(groupname="to-bien-tap", username="bien-tap")
        api.portal.get_tool("acl_users").source_groups.addPrincipalToGroup(
            "to-bien-tap", "phong-bien-tap"
        )
        api.group.grant_roles(
            groupname="phong-bien-tap", roles=["PBGDPL Editor"], obj=section
        )
    walk(text, *TO_EDIT)
    assert sorted(told()) == [
        ("waiting_edit", "bien-tap"),
        ("waiting_edit", "nguoi-ngoai"),
    ]


def test_an_editor_beyond_a_block_of_local_roles_is_not_told(unit, text):
    unit.__ac_local_roles_block__ = True
    unit.reindexObjectSecurity()
    walk(text, *TO_EDIT)
    assert told() == []


def test_who_brought_it_there_is_not_told(section, unit):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="bien-tap", roles=["PBGDPL Editor", "PBGDPL Approver"], obj=section
        )
    text = write(unit, "tac-gia", "Tin")
    walk(text, *TO_APPROVE)
    assert ("waiting_approval", "bien-tap") not in told()


def test_an_approver_who_is_the_author_is_not_asked_to_approve(section):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="phe-duyet",
            roles=["PBGDPL Approver", "PBGDPL Contributor"],
            obj=section,
        )
    text = write(section, "phe-duyet", "Tin của người duyệt")
    step(text, "phe-duyet", "submit")
    told()
    step(text, "bien-tap", "forward")
    assert set(told()) == {("forwarded", "phe-duyet")}


def test_that_nobody_can_act_is_the_administrators_news(section, unit, text):
    with api.env.adopt_roles(["Manager"]):
        api.user.revoke_roles(username="bien-tap", roles=["PBGDPL Editor"], obj=section)
    step(text, "tac-gia", "submit")
    (problem,) = current_outbox().items
    assert isinstance(problem, DeliveryProblem)
    assert (problem.reason, problem.about) == ("nobody", text.Title())


def test_a_setting_silences_the_mails_of_steps(text):
    walk(text, *TO_EDIT)
    assert told()
    api.portal.set_registry_record("sonla.pbgdpl.mail_steps", False)
    step(text, "bien-tap", "forward")
    assert told() == []


def test_who_submitted_a_revision_hears_that_it_was_approved(unit, text):
    from sonla.pbgdpl.editorial.revisions import revise

    walk(text, *TO_PUBLIC)
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="nguoi-ngoai", roles=["PBGDPL Editor"], obj=unit)
    with acting("nguoi-ngoai"):
        copy = revise(text)
    walk(copy, ("nguoi-ngoai", "submit"), ("bien-tap", "forward"))
    told()
    step(copy, "phe-duyet", "approve")
    assert set(told()) == {("approved", "tac-gia"), ("approved", "nguoi-ngoai")}


def test_a_user_who_is_gone_stops_nothing(section, text):
    with api.env.adopt_roles(["Manager"]):
        section.manage_setLocalRoles("da-nghi-viec", ["PBGDPL Editor"])
    step(text, "tac-gia", "submit")
    assert told() == [("waiting_edit", "bien-tap")]


def test_people_of_a_unit_are_its_own_contributors(section, unit):
    other = make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    assert [person.user_id for person in unit_people(unit)] == ["tac-gia"]
    assert [person.user_id for person in unit_people(other)] == ["nguoi-ngoai"]


def test_sample_texts_tell_nobody(text):
    with without_mail():
        walk(text, *TO_EDIT)
    assert told() == []
    step(text, "bien-tap", "forward")
    assert told() != []
