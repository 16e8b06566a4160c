"""A text opens only the files that one of its authors may see."""

from made_once import made_once
from new_items import create
from plone import api
from rich_texts import linking
from rich_texts import rich
from sonla.pbgdpl.editorial.states import state_of

import pytest


@pytest.fixture
def units(office):
    """Return two people who contribute for one unit each, and nowhere else."""

    def make(_portal):
        with api.env.adopt_roles(["Manager"]):
            fields = {"title": "Sở Y tế", "code": "so-yt"}
            other = create(office.section, "ContributingUnit", **fields)
            for user_id, unit in (("tu_phap", office.unit), ("y_te", other)):
                api.user.create(email=f"{user_id}@example.org", username=user_id)
                unit.manage_addLocalRoles(user_id, ["PBGDPL Contributor"])
                unit.reindexObjectSecurity()
        return {"tu_phap": office.unit, "y_te": other}

    return made_once(office.portal, make)


def by_uid(office, unit, file):
    return office.make("tu_phap", container=unit, text=linking(file))


def by_path(office, unit, file):
    text = rich(f'<a href="../{file.aq_parent.getId()}/{file.getId()}">tệp</a>')
    return office.make("tu_phap", container=unit, text=text)


def by_relation(office, unit, file):
    text = office.make("tu_phap", container=unit)
    with office.acting("manager"):
        api.relation.create(text, file, "attachments")
    return text


def related(office, unit, file):
    text = office.make("tu_phap", container=unit)
    with office.acting("manager"):
        api.relation.create(text, file, "relatedItems")
    return text


ROADS = [by_uid, by_path, by_relation, related]


def publish(office, text, user_id="tu_phap"):
    office.do(user_id, text, "submit")
    return office.publish(text)


@pytest.mark.parametrize("portal_type", ["File", "Image"])
@pytest.mark.parametrize("link", ROADS)
class TestForeignFile:
    @pytest.mark.sample(2)
    def test_stays_hidden(self, office, units, link, portal_type):
        file = office.make("y_te", portal_type, container=units["y_te"])
        publish(office, link(office, units["tu_phap"], file))
        assert state_of(file) == "hidden"

    def test_own_file_opens(self, office, units, link, portal_type):
        file = office.make("tu_phap", portal_type, container=units["tu_phap"])
        publish(office, link(office, units["tu_phap"], file))
        assert state_of(file) == "visible"

    @pytest.mark.sample(2)
    def test_hides_with_the_text_of_its_own_unit(
        self, office, units, link, portal_type
    ):
        file = office.make("y_te", portal_type, container=units["y_te"])
        own = office.make("y_te", container=units["y_te"], text=linking(file))
        publish(office, own, "y_te")
        publish(office, link(office, units["tu_phap"], file))
        assert state_of(file) == "visible"
        office.withdraw(own)
        assert state_of(file) == "hidden"


def test_file_shared_with_a_group_of_the_author_opens(office, units):
    file = office.make("y_te", "File", container=units["y_te"])
    with office.acting("manager"):
        api.group.create("ban_doc")
        api.group.add_user(groupname="ban_doc", username="tu_phap")
        file.manage_addLocalRoles("ban_doc", ["PBGDPL Contributor"])
    publish(office, by_uid(office, units["tu_phap"], file))
    assert state_of(file) == "visible"


class TestAuthorIsGone:
    """Nobody can be asked: owner, unit and what was open before decide."""

    def leave(self, office):
        office.portal.acl_users.userFolderDelUsers(["tu_phap"])
        assert api.user.get(userid="tu_phap") is None

    @pytest.mark.parametrize(
        "place, maker, state",
        [
            ("tu_phap", "colleague", "visible"),
            ("y_te", "y_te", "hidden"),
        ],
    )
    def test_unit_decides(self, office, units, place, maker, state):
        file = office.make(maker, "File", container=units[place])
        text = by_uid(office, units["tu_phap"], file)
        office.do("tu_phap", text, "submit")
        self.leave(office)
        office.publish(text)
        assert state_of(file) == state

    def test_own_file_in_another_unit_opens(self, office, units):
        with office.acting("manager"):
            units["y_te"].manage_addLocalRoles("tu_phap", ["PBGDPL Contributor"])
        file = office.make("tu_phap", "File", container=units["y_te"])
        text = by_uid(office, units["tu_phap"], file)
        office.do("tu_phap", text, "submit")
        self.leave(office)
        office.publish(text)
        assert state_of(file) == "visible"

    def test_what_was_opened_stays(self, office, units):
        file = office.make("y_te", "File", container=units["y_te"])
        with office.acting("manager"):
            file.manage_addLocalRoles("tu_phap", ["PBGDPL Contributor"])
        text = by_uid(office, units["tu_phap"], file)
        publish(office, text)
        second = office.make("y_te", container=units["y_te"], text=linking(file))
        publish(office, second, "y_te")
        self.leave(office)
        office.withdraw(second)
        assert state_of(file) == "visible"
        office.withdraw(text)
        assert state_of(file) == "hidden"


def test_author_from_above_the_portal_is_asked(office, units):
    from plone.app.testing import SITE_OWNER_NAME

    file = office.make("y_te", "File", container=units["y_te"])
    text = office.make("manager", text=linking(file))
    root = office.portal.aq_parent.acl_users.getUserById(SITE_OWNER_NAME)
    with office.acting("manager"):
        text.changeOwnership(root)
        text.manage_delLocalRoles(["manager"])
    office.do("manager", text, "submit")
    office.publish(text)
    assert state_of(file) == "visible"
