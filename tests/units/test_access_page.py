"""The page that says by group and number who may read and do what."""

from browser_fixtures import PHONE
from dataclasses import replace
from host_people import make_account
from host_people import PASSWORD
from made_once import made_once
from page_checks import overflow
from plone import api
from public_content import make
from public_content import make_section
from questions_content import ask
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.questions.privacy import PRIVATE_QUESTIONS
from sonla.pbgdpl.units import access
from sonla.pbgdpl.units import access_roles as roles_module
from sonla.pbgdpl.units.access_roles import EVERYBODY_TITLE
from sonla.pbgdpl.units.access_roles import GLOBALLY
from sonla.pbgdpl.units.access_roles import MAY
from vietnamese_portal import speak_vietnamese
from web_requests import Person
from web_requests import UNTHEMED

import lxml.html
import pytest
import transaction

EVERYBODY_BELOW = "Hồ sơ: Everybody with an account"
AS_BROWSER = UNTHEMED | {"Accept": "text/html"}


def person(name, *groups, roles=()):
    make_account(name, *roles)
    for group in groups:
        api.group.add_user(groupname=group, username=name)
    return name


def make_staff(portal):
    section = make_section(portal, "Chuyên trang")
    make(section, UNIT_TYPE, "Sở Y tế", code="yt")
    person("bien-tap", "pbgdpl-editors")
    person("phe-duyet", "pbgdpl-approvers")
    person("ca-hai", "pbgdpl-editors", "pbgdpl-approvers")
    person("nguoi-viet", "pbgdpl-unit-yt")
    person("cua-cong", roles=("Editor", "Reviewer"))
    person("quan-tri", roles=("Site Administrator",))
    person("nhom-quan-tri", "Administrators")
    person("duoc-trao")
    section.manage_setLocalRoles("duoc-trao", [APPROVER_ROLE, "Reader"])
    return section


@pytest.fixture
def staffed(functional_portal):
    """Return a portal with its own people, and a section with ours."""
    section = made_once(functional_portal, make_staff)
    transaction.commit()
    return functional_portal, section


def readers_of_questions():
    """Return the accounts that read private questions of any section."""
    questions, *_others = access.Access().private()
    return questions.people


def everybody_reads_questions():
    """Return whether everybody with an account reads private questions."""
    questions, *_others = access.Access().private()
    return questions.is_everybody


def lines(place):
    return {str(line.title): line.people for line in place.lines}


class TestCounts:
    def test_groups_and_people_of_a_section(self, staffed):
        (place,) = access.Access().places
        counted = lines(place)
        assert counted["PBGDPL: biên tập viên"] == 2
        assert counted["PBGDPL: người phê duyệt"] == 2
        assert counted["PBGDPL: người đóng góp"] == 0
        assert counted["duoc-trao"] == 1

    def test_a_role_of_the_portal_gives_no_line(self, staffed):
        _portal, section = staffed
        section.manage_setLocalRoles("cua-cong", ["Editor", "Reader"])
        (place,) = access.Access().places
        assert "cua-cong" not in lines(place)

    def test_units(self, staffed):
        (place,) = access.Access().places
        assert [(line.title, line.people) for line in place.units] == [("Sở Y tế", 1)]
        assert place.people_of_units == 1

    def test_administrators_by_groups_and_of_the_server_too(self, staffed):
        managers, site = access.Access().everywhere()
        assert {"nhom-quan-tri", "admin"} <= roles_module.holders("Manager")
        assert roles_module.holders("Site Administrator") == {"quan-tri"}
        assert roles_module.holders("Manager") <= readers_of_questions()
        assert (managers.people, site.people) == (
            len(roles_module.holders("Manager")),
            1,
        )

    def test_a_role_of_ours_in_the_whole_portal_is_told(self, staffed):
        person("khap-noi", roles=(EDITOR_ROLE,))
        *_administrators, line = access.Access().everywhere()
        assert (line.title, line.people) == (GLOBALLY[EDITOR_ROLE], 1)
        assert "khap-noi" in readers_of_questions()

    def test_who_reads_questions_is_counted_once(self, staffed):
        readers = readers_of_questions()
        expected = {"bien-tap", "phe-duyet", "ca-hai", "duoc-trao", "quan-tri"}
        assert expected <= readers
        assert not {"nguoi-viet", "cua-cong"} & readers
        question = ask(staffed[1])
        for name in expected:
            with api.env.adopt_user(username=name):
                assert api.user.has_permission("View", obj=question)

    def test_people_of_the_portal(self, staffed):
        assert access.Access().people_of_the_portal() == 1

    def test_our_people_are_no_visitors(self, staffed):
        for name, group in (
            ("hai-vai", "pbgdpl-editors"),
            ("hai-noi", "pbgdpl-unit-yt"),
        ):
            person(name, group, roles=("Editor",))
        person("quan-tri-duyet", roles=("Reviewer", "Site Administrator"))
        assert access.Access().people_of_the_portal() == 1

    @pytest.mark.parametrize("below", ["section", "folder"])
    def test_everybody_with_an_account(self, staffed, below):
        _portal, section = staffed
        assert not everybody_reads_questions()
        place = section if below == "section" else make(section, "Folder", "Hồ sơ")
        place.manage_setLocalRoles("AuthenticatedUsers", [EDITOR_ROLE])
        ((title, line),) = [
            (str(one.title), one)
            for one in access.Access().places[0].lines
            if one.people is None
        ]
        assert MAY[EDITOR_ROLE] in line.may
        assert title == ("access_everybody" if below == "section" else EVERYBODY_BELOW)
        assert everybody_reads_questions()
        assert access.Access().people_of_the_portal() == 0

    def test_everybody_by_a_role_in_the_whole_portal(self, staffed):
        portal, _section = staffed
        roles = portal.acl_users.portal_role_manager
        roles.assignRoleToPrincipal("Manager", "AuthenticatedUsers")
        everybody = [
            line for line in access.Access().everywhere() if line.people is None
        ]
        assert [line.title for line in everybody] == [EVERYBODY_TITLE]
        assert everybody_reads_questions()

    @pytest.mark.parametrize("portal_type", ["PolicyDialogue", "Folder", UNIT_TYPE])
    def test_roles_on_a_single_place(self, staffed, portal_type):
        _portal, section = staffed
        facts = {"code": "tu"} if portal_type == UNIT_TYPE else {}
        place = make(section, portal_type, "Nơi riêng", **facts)
        person("mot-noi")
        assert "mot-noi" not in readers_of_questions()
        place.manage_setLocalRoles("mot-noi", [EDITOR_ROLE])
        assert "mot-noi" in readers_of_questions()
        assert lines(access.Access().places[0])["Nơi riêng: mot-noi"] == 1

    def test_a_role_on_a_single_question(self, staffed):
        _portal, section = staffed
        question = ask(section)
        person("mot-cau")
        question.manage_setLocalRoles("mot-cau", [EDITOR_ROLE])
        question.reindexObjectSecurity()
        assert "mot-cau" in readers_of_questions()
        assert "nguoi-viet" not in readers_of_questions()


class TestPage:
    def page(self, path):
        answer = Person("quan-tri", PASSWORD).ask(path, headers=AS_BROWSER)
        assert answer.status == 200
        return lxml.html.fromstring(answer.text)

    def test_one_look(self, staffed):
        (table,) = self.page("/plone/@@pbgdpl-access").xpath("//*[@id='pbgdpl-access']")
        words = " ".join(table.text_content().split())
        number = len(readers_of_questions())
        assert f"{number} people can read the private questions of citizens" in words
        rows = {
            row.xpath("string(th)").strip(): row.xpath("string(td[1])").strip()
            for row in table.xpath(".//tbody/tr")
        }
        assert rows["PBGDPL: biên tập viên"] == "2"
        assert rows["Sở Y tế"] == "1"

    def test_a_section_is_gone_through_once(self, staffed, monkeypatch):
        _portal, section = staffed
        make(section, "Folder", "Hồ sơ").manage_setLocalRoles("ca-hai", [EDITOR_ROLE])
        transaction.commit()
        looks, search = [], roles_module.SectionRoles.search

        def count(searching, **query):
            looks.append(sorted(query))
            return search(searching, **query)

        monkeypatch.setattr(roles_module.SectionRoles, "search", count)
        self.page("/plone/@@pbgdpl-access")
        assert len(looks) == 4, "the tree, questions, requests and banks"
        assert len(set(map(tuple, looks))) == 3

    @pytest.mark.parametrize(
        ("limit", "told"),
        [
            ("MAX_CONTAINERS", "folders and other places that hold something"),
            ("private_content", "questions wait that came in"),
        ],
    )
    def test_says_what_was_not_looked_at(self, staffed, monkeypatch, limit, told):
        _portal, section = staffed
        for _number in range(2):
            ask(section)
        make(section, "Folder", "Hồ sơ")
        transaction.commit()
        page = self.page("/plone/@@pbgdpl-access")
        assert not page.xpath("//*[@role='alert'][contains(., 'looked at')]")
        few = {
            "MAX_CONTAINERS": 1,
            "private_content": lambda: [replace(PRIVATE_QUESTIONS, most=1)],
        }
        monkeypatch.setattr(roles_module, limit, few[limit])
        (alert,) = self.page("/plone/@@pbgdpl-access").xpath(
            "//*[@id='pbgdpl-access']//*[@role='alert']"
        )
        assert told in alert.text_content() and "1 of them" in alert.text_content()

    def test_says_that_everybody_reads(self, staffed):
        _portal, section = staffed
        section.manage_setLocalRoles("AuthenticatedUsers", [EDITOR_ROLE])
        transaction.commit()
        (table,) = self.page("/plone/@@pbgdpl-access").xpath("//*[@id='pbgdpl-access']")
        words = " ".join(table.text_content().split())
        assert "Everybody with an account can read private questions" in words
        (row,) = table.xpath(".//tr[th[contains(., 'Everybody with an account')]]")
        assert row.xpath("string(td[1])").strip() == "…"

    def test_is_led_to_from_the_administration(self, staffed):
        page = self.page("/plone/@@pbgdpl-settings?page=tools")
        assert page.xpath("//a[contains(@href, '@@pbgdpl-access')]")
        assert not page.xpath("//*[@id='pbgdpl-access']")

    def test_is_shown_before_there_is_a_section(self, functional_portal):
        person("quan-tri", roles=("Site Administrator",))
        person("cua-cong", roles=("Editor",))
        transaction.commit()
        page = self.page("/plone/@@pbgdpl-settings?page=tools")
        (table,) = page.xpath("//*[@id='pbgdpl-access']")
        assert "PBGDPL: biên tập viên" in table.text_content()
        assert "In the section that will be made" in table.text_content()
        assert page.xpath("//button[@name='create_structure']")

    def test_every_table_has_its_caption_above_it(self, staffed):
        page = self.page("/plone/@@pbgdpl-access")
        captions = page.xpath("//*[@id='pbgdpl-access']//caption/@class")
        assert len(captions) == 2
        assert all("caption-top" in words.split() for words in captions)
        assert page.xpath("//a[contains(@href, '@@usergroup-groupprefs')]")

    def test_sharing_fits_on_a_phone(self, staffed, browser_context, log_in):
        portal, section = staffed
        speak_vietnamese(portal)
        transaction.commit()
        page = browser_context.new_page()
        page.set_viewport_size(PHONE)
        log_in(page, "quan-tri", PASSWORD)
        for place in (section, *section.objectValues(UNIT_TYPE)):
            page.goto(f"{place.absolute_url()}/@@sharing")
            words = page.locator("#user-group-sharing-head").inner_text()
            assert "Biên tập viên" in words
            assert overflow(page) <= 0
