"""What the profile makes: true facts, samples marked as such, every state, three accounts."""

from collections import Counter
from collections import defaultdict
from content_types import EVENT_TYPES
from lxml.html import fromstring
from made_once import made_once
from plone import api
from plone.app.testing import applyProfile
from plone.browserlayer.utils import registered_layers
from plone.dexterity.utils import iterSchemata
from plone.formwidget.namedfile.converter import b64decode_file
from plone.i18n.utility import setLanguageBinding
from sonla.demonstration import create
from sonla.demonstration import LOOK_PROFILE
from sonla.demonstration import PROFILE
from sonla.demonstration.create import DEMO_ACCOUNTS
from sonla.demonstration.create import DemoRefused
from sonla.demonstration.look import FILES
from sonla.demonstration.look import THEME
from sonla.demonstration.values import DATA
from sonla.pbgdpl.activities import ACTIVITY_TYPE as ACTIVITY
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.pages.listing import DialoguesView
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learning import steps_of
from sonla.pbgdpl.options.learning.opening import why_not_open
from sonla.pbgdpl.options.learning.results import standings
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.questions.workflow import writers_of
from sonla.pbgdpl.settings.getters import FIELDS
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.schema import ISectionSettings
from sonla.pbgdpl.situations.rules import average_syllables
from sonla.pbgdpl.situations.rules import long_sentences
from sonla.pbgdpl.situations.rules import MAX_AVERAGE
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.names import read_new_form
from sonla.pbgdpl.texts.sound import sound_length
from sonla.pbgdpl.texts.versions import versions_of
from sonla.pbgdpl.vocabularies.factories import stored_tokens
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from source_tree import load_tool
from typing import Any
from vietnamese_portal import speak_vietnamese
from zope.component import getMultiAdapter
from zope.contentprovider.interfaces import IContentProvider
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.schema import getFieldsInOrder
from zope.schema import getValidationErrors

import csv
import pytest

LOGINS = [row[0] for row in DEMO_ACCOUNTS]
MARK = "mẫu"
COMMUNES = 75
FEW = 2
"""So many communes get a unit beside those of the texts: what is made in each is alike."""


def with_demo(portal: Any) -> None:
    """Import the profile with the units of a few communes, for `made_once`."""
    every = create.other_communes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(create, "other_communes", lambda codes: every(codes)[:FEW])
        applyProfile(portal, PROFILE)


@pytest.fixture(scope="class")
def demo(integration_class):
    """Import the profile once for all that only look at it."""
    integration_class.testSetUp()
    portal = integration_class["portal"]
    made_once(portal, with_demo)
    yield portal
    integration_class.testTearDown()


def items(portal):
    """Return each item of the section."""
    path = "/".join(portal["pho-bien-giao-duc-phap-luat"].getPhysicalPath())
    brains = portal.portal_catalog.unrestrictedSearchResults(path=path, sort_on="path")
    return [brain._unrestrictedGetObject() for brain in brains]


def texts(portal):
    """Return each text of the demonstration; the page in English is of the structure."""
    skipped = (
        *("LegalEducationSection", "ContributingUnit", "Collection", "Document"),
        *(
            "File",
            "Folder",
            "ReporterRequest",
            "Expenditure",
            *PERSON_TYPES,
            REPORT_TYPE,
        ),
    )
    return [obj for obj in items(portal) if obj.portal_type not in skipped]


def own_words(obj):
    """Return what a text says by itself."""
    found = [obj.title, obj.description, getattr(obj, "transcript", None)]
    found += [value.raw for value in (getattr(obj, "text", None),) if value]
    found.append(getattr(obj, "publisher", None))
    return " ".join(filter(None, found)).lower()


def footer(portal):
    """Return the footer of a page."""
    view = getMultiAdapter((portal, portal.REQUEST), name="plone")
    asked = (portal, portal.REQUEST, view)
    renderer = getMultiAdapter(asked, IContentProvider, "plone.footerportlets")
    renderer.update()
    return renderer.render()


def states(portal, creator):
    """Count the states of the texts that an account owns."""
    owned = (obj for obj in texts(portal) if obj.getOwnerTuple()[1] == creator)
    return Counter(api.content.get_state(obj) for obj in owned)


def known_documents():
    """Read the facts of the data file by number."""
    with (DATA / "legal_documents.csv").open(encoding="utf-8", newline="") as stream:
        return {row["number"]: row for row in csv.DictReader(stream)}


def communes():
    """Return the codes of today's communes and wards."""
    return {
        term.token
        for term in all_terms("sonla.pbgdpl.AdministrativeUnits")
        if term.is_valid_on(today()) and term.token != create.PROVINCE
    }


class TestDemo:
    def test_every_state_of_a_contributor(self, demo):
        assert set(states(demo, "contributor")) == {
            "draft",
            "pending_edit",
            "pending_approval",
            "published",
            "withdrawn",
        }

    def test_a_dozen_introductions(self, demo):
        kinds = Counter(obj.portal_type for obj in texts(demo))
        assert kinds["LegalIntroduction"] >= 12
        assert min(kinds[name] for name in ("Guidance", "EducationMaterial")) >= 3

    def test_activities_of_each_organiser_and_a_course(self, demo):
        found = [obj for obj in items(demo) if obj.portal_type in EVENT_TYPES]
        assert {obj.organiser_kind for obj in found if obj.portal_type == ACTIVITY} == {
            "agency",
            "council",
            "reporters",
        }
        assert {api.content.get_state(obj) for obj in found} == {"published"}
        assert sum(obj.portal_type == "TrainingCourse" for obj in found) == 2

    def test_states_came_by_the_chain(self, demo):
        """Nobody approved what they wrote, and each step has its actor."""
        for obj in texts(demo):
            (steps,) = obj.workflow_history.values()
            assert steps[0]["action"] is None
            for step in steps[1:]:
                assert step["actor"] in LOGINS, (obj.getId(), step)
                if step["action"] == "approve":
                    assert step["actor"] != obj.getOwnerTuple()[1]
                if step["action"] == "approve_answer":
                    assert step["actor"] not in writers_of(obj)

    def test_returned_with_a_comment(self, demo):
        section = demo["pho-bien-giao-duc-phap-luat"]
        last = section["phuong-to-hieu"]["bi-tra-lai"].workflow_history[
            EDITORIAL_WORKFLOW
        ][-1]
        assert (last["action"], last["actor"]) == ("return_to_author", "editor")
        assert last["comments"]

    def test_content_is_valid(self, demo):
        """What the forms would refuse must not come in by this door."""
        for obj in items(demo):
            for schema in iterSchemata(obj):
                adapted = schema(obj, None)
                if adapted is None:
                    continue
                writable = [n for n, f in getFieldsInOrder(schema) if not f.readonly]
                with api.env.adopt_roles(["Manager"]):
                    found = getValidationErrors(schema, adapted)
                errors = [
                    (name, error)
                    for name, error in found
                    if name is None or name in writable
                ]
                assert errors == [], (obj.absolute_url(), schema)

    def test_terms_are_choosable(self, demo):
        """Stored tokens are always valid for their item, so they are looked up here."""
        day, found = today(), items(demo)
        for name in VOCABULARY_FIELDS:
            vocabulary = f"sonla.pbgdpl.{name}"
            good = {t.token for t in all_terms(vocabulary) if t.is_valid_on(day)}
            for obj in found:
                assert stored_tokens(obj, vocabulary) <= good, obj.absolute_url()

    def test_laws_are_those_of_the_file(self, demo):
        known = known_documents()
        for obj in texts(demo):
            for row in getattr(obj, "legal_documents", None) or ():
                fact = known[row["number"]]
                assert row["issuer"] == fact["issuer"]
                assert row["summary"] == fact["title"]
                assert str(row["issued_on"]) == fact["issued_on"]
                assert str(row["effective_on"] or "") == fact["effective_on"]

    def test_decision_218(self, demo):
        section = demo["pho-bien-giao-duc-phap-luat"]
        decision = section["so-tu-phap"]["218-qd-ubnd"]
        assert (decision.number, decision.issuer) == ("218/QĐ-UBND", "UBND tỉnh Sơn La")
        assert str(decision.issued_on) == "2020-02-05"
        assert decision.signer is None
        assert is_public(decision)

    def test_what_is_invented_says_so_in_its_own_words(self, demo):
        types = (
            *("LegalNews", "EducationMaterial", "LegalIntroduction"),
            *("CoordinationCouncil", "LifeSituation"),
        )
        for obj in texts(demo):
            invented = obj.portal_type in types or (
                obj.portal_type == "Guidance" and obj.number not in known_documents()
            )
            assert MARK in own_words(obj) or not invented, obj.title
        for _login, _password, name, email in DEMO_ACCOUNTS:
            assert name.endswith("(mẫu)") and email.endswith("@example.org")

    def test_a_banner_on_each_page_says_that_all_is_sample_data(self, demo):
        speak_vietnamese(demo)
        request = demo.REQUEST
        alsoProvides(request, *registered_layers())
        setLanguageBinding(request)
        with api.env.adopt_roles(["Anonymous"]):
            html = getMultiAdapter(
                (demo["pho-bien-giao-duc-phap-luat"], request), name="view"
            )()
        assert "Dữ liệu mẫu:" in html
        assert "nội dung pháp luật chưa được thẩm định" in html

    def test_forty_items_for_citizens_are_public(self, demo):
        public = Counter(obj.portal_type for obj in texts(demo) if is_public(obj))
        kinds = ("LifeSituation", "LegalIntroduction", "LegalQuestion", "LegalNews")
        assert min(public[name] for name in (*kinds, "EducationMaterial")) >= 9
        assert sum(public[name] for name in (*kinds, "EducationMaterial")) >= 40

    def test_an_introduction_says_what_a_citizen_needs(self, demo):
        for obj in texts(demo):
            if obj.portal_type == "LegalIntroduction" and is_public(obj):
                for name in ("in_brief", "affected", "changes", "to_do"):
                    assert getattr(obj, name), (obj.getId(), name)

    def test_one_text_is_heard_and_can_be_read_in_english(self, demo):
        (heard,) = (obj for obj in texts(demo) if getattr(obj, "recording", None))
        assert sound_length(heard.recording) == 2
        (version,) = versions_of(heard)
        assert (version.tag, version.is_heard) == ("en", False)

    def test_each_commune_that_has_a_unit_held_something(self, demo):
        found = [obj for obj in items(demo) if obj.portal_type == ACTIVITY]
        section = demo["pho-bien-giao-duc-phap-luat"]
        units = {code for code in create.units_by_code(section) if code.isdigit()}
        named = {one["code"] for one in create.read_data("texts.json")["units"]}
        assert len(units - named) == FEW
        assert units <= {code for obj in found for code in obj.territory}
        assert max(obj.end for obj in found).date() <= today()

    def test_each_commune_gets_a_unit(self, demo):
        proposed = {one.code for one in create.other_communes(())}
        assert proposed == communes() and len(proposed) == COMMUNES

    def test_the_accounts_are_those_of_which_make_start_tells(self, demo):
        accounts = load_tool("serve").demo_accounts()
        assert [login for login, _password in accounts] == LOGINS
        for login, password in accounts:
            assert demo.acl_users.authenticate(login, password, demo.REQUEST)

    def test_the_profiles_that_make_start_imports_exist(self, demo):
        profiles = load_tool("create_site").PROFILES
        assert {PROFILE, LOOK_PROFILE} < set(profiles)
        for name in profiles:
            assert demo.portal_setup.profileExists(f"profile-{name}"), name

    def test_the_council_has_had_another_composition(self, demo):
        unit = demo["pho-bien-giao-duc-phap-luat"]["so-tu-phap"]
        council = unit["hoi-dong-phoi-hop-mau"]
        assert is_public(council) and all(map(is_public, council.objectValues()))
        assert len(council.objectIds()) == 7
        ended = [row for row in council.members if row.get("ended_on")]
        invited = [row for row in council.members if row.get("invited")]
        assert ended and invited and council.secretariat

    def test_the_register_is_of_invented_people_in_each_state(self, demo):
        people = [obj for obj in items(demo) if obj.portal_type in PERSON_TYPES]
        for obj in people:
            for row in obj.recognitions:
                assert row["decision_number"].endswith(f"({MARK})"), obj.title
        found = Counter((obj.portal_type, api.content.get_state(obj)) for obj in people)
        assert set(found) == {
            ("LegalReporter", "recognised"),
            ("LegalReporter", "ended"),
            ("LegalPropagandist", "recognised"),
        }

    def test_a_dialogue_in_each_phase(self, demo):
        dialogues = [obj for obj in items(demo) if obj.portal_type == DIALOGUE_TYPE]
        assert sorted(map(phase, dialogues)) == ["closed", "coming", "open"]
        assert all(map(is_public, dialogues))
        by_phase = {phase(obj): obj for obj in dialogues}
        assert "mẫu" in by_phase["closed"].summary.raw
        states = {api.content.get_state(q) for q in by_phase["open"].objectValues()}
        assert states == {"published", "accepted"}

    def test_no_name_on_the_sections_page_leads_to_two_places(self, demo):
        """As the component's page and the list of dialogues would, called alike."""
        section = demo["pho-bien-giao-duc-phap-luat"]
        speak_vietnamese(demo)
        setLanguageBinding(demo.REQUEST)
        with api.env.adopt_roles(["Anonymous"]):
            page = fromstring(getMultiAdapter((section, demo.REQUEST), name="view")())
        targets = defaultdict(set)
        for link in page.get_element_by_id("content").iter("a"):
            name = link.get("aria-label") or " ".join(link.text_content().split())
            targets[name].add(link.get("href"))
        assert translate(DialoguesView.page_title, target_language="vi") in targets
        assert {name: one for name, one in targets.items() if len(one) > 1} == {}

    def test_the_page_in_english_is_there_to_read(self, demo):
        page = demo["pho-bien-giao-duc-phap-luat"]["english"]
        assert is_public(page)
        assert "Trần Thị Mẫu" in page.text.raw

    def test_a_report_waits_for_approval(self, demo):
        reports = {
            api.content.get_state(obj): obj
            for obj in items(demo)
            if obj.portal_type == REPORT_TYPE
        }
        assert set(reports) == {"submitted", "approved", "draft"}
        counted = (row["counted"] or 0 for row in reports["submitted"].rows)
        assert sum(counted) > 0

    def test_requests_for_reporters_in_several_states(self, demo):
        found = {
            api.content.get_state(obj)
            for obj in items(demo)
            if obj.portal_type == "ReporterRequest"
        }
        assert found == {"new", "introduced", "accepted", "refused"}

    def test_a_form_is_being_written_down_that_could_be_put_in_force(self, demo):
        (draft,) = drafts()
        form = read_new_form(write_form(draft.raw))
        assert (len(form.columns), form.offered) == (12, False)
        assert form.groups and form.checks

    def test_expenditures_planned_and_spent_one_above_its_rate(self, demo):
        found = [obj for obj in items(demo) if obj.portal_type == "Expenditure"]
        assert {obj.stage for obj in found} == {"thuc-chi", "du-toan"}
        assert sum(bool(warnings_of(obj)) for obj in found) == 1

    def test_imprint_is_filled_and_marked(self, demo):
        settings = get_settings()
        for name in FIELDS:
            value = getattr(settings, name)
            assert MARK in str(value), name
            assert ISectionSettings[name].bind(settings).validate(value) is None
        (officer,) = settings.contact_officers
        assert officer["official_email"].endswith("@example.org")

    def test_every_listing_page_shows_something(self, demo):
        section = demo["pho-bien-giao-duc-phap-luat"]
        for page in section.listFolderContents({"portal_type": "Collection"}):
            with api.env.adopt_roles(["Anonymous"]):
                assert len(page.results(batch=False)) > 0, page.getId()

    def test_attachment_is_public_with_its_text(self, demo):
        unit = demo["pho-bien-giao-duc-phap-luat"]["so-tu-phap"]
        assert is_public(unit["to-gap-mau.pdf"])

    def test_accounts_have_rights_only_here(self, demo):
        unit = demo["pho-bien-giao-duc-phap-luat"]["phuong-to-hieu"]
        for login, role in zip(
            LOGINS,
            ("PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver"),
            strict=True,
        ):
            user = api.user.get(username=login)
            assert set(user.getRoles()) <= {"Member", "Authenticated"}
            assert role in user.getRolesInContext(unit)

    def test_no_login_name_in_public(self, demo):
        for obj in items(demo):
            assert not set(obj.creators) & set(LOGINS), obj.absolute_url()


class TestImport:
    @pytest.mark.long
    def test_each_commune_held_something_and_the_figures_reach_back_a_year(
        self, portal
    ):
        applyProfile(portal, PROFILE)
        found = [obj for obj in items(portal) if obj.portal_type == ACTIVITY]
        assert len(communes()) == COMMUNES
        assert communes() <= {code for obj in found for code in obj.territory}
        assert len({(obj.start.year, obj.start.month) for obj in found}) >= 14
        assert max(obj.end for obj in found).date() <= today()

    @pytest.mark.long
    def test_imprint_that_was_entered_stays(self, portal):
        api.portal.set_registry_record("sonla.pbgdpl.licence", "Số 12/GP")
        applyProfile(portal, PROFILE)
        assert get_settings().licence == "Số 12/GP"
        assert MARK in get_settings().managing_agency

    def test_twice_changes_nothing(self, portal):
        made_once(portal, with_demo)
        before = [(obj.absolute_url(), obj.UID()) for obj in items(portal)]
        applyProfile(portal, PROFILE)
        assert [(obj.absolute_url(), obj.UID()) for obj in items(portal)] == before

    @pytest.mark.parametrize("login", LOGINS)
    def test_takes_over_no_account(self, portal, login):
        user = api.user.create("ai-do@example.org", login, "Mat-khau-rieng-1")
        with pytest.raises(DemoRefused, match=login):
            applyProfile(portal, PROFILE)
        assert user.getProperty("email") == "ai-do@example.org"
        assert api.user.get(username=next(n for n in LOGINS if n != login)) is None
        assert texts(portal) == []


class TestSituations:
    def test_twelve_samples_are_public(self, demo):
        found = [obj for obj in texts(demo) if obj.portal_type == "LifeSituation"]
        assert len(found) == 12
        assert all(map(is_public, found))
        assert all(obj.is_sample and obj.steps and obj.checked_on for obj in found)
        assert all("Căn cứ đã xem" in obj.text.raw for obj in found)

    def test_their_sentences_are_short(self, demo):
        for obj in texts(demo):
            if obj.portal_type == "LifeSituation":
                assert long_sentences(obj.summary) == [], obj.title
                assert average_syllables(obj.summary) <= MAX_AVERAGE, obj.title

    def test_that_on_violence_is_kept_from_who_looks_on(self, demo):
        found = [obj for obj in texts(demo) if obj.portal_type == "LifeSituation"]
        (sensitive,) = [obj for obj in found if obj.is_sensitive]
        assert "bao-luc" not in sensitive.getId()
        assert {row["number"] for row in sensitive.helplines} == {"111", "113", "115"}

    def test_so_is_the_introduction_to_the_law_on_it(self, demo):
        (found,) = [
            obj
            for obj in texts(demo)
            if obj.portal_type == "LegalIntroduction" and "Bạo lực" in obj.title
        ]
        assert found.is_sensitive and "bao-luc" not in found.getId()
        assert found.neutral_title and "bạo lực" not in found.neutral_title.lower()

    def test_a_commune_says_where_people_go(self, demo):
        unit = demo["pho-bien-giao-duc-phap-luat"]["xa-song-ma"]
        assert unit.office and unit.address and unit.opening_hours and unit.phone


class TestLearning:
    """The course that is learned online has people at each place of it."""

    @pytest.fixture
    def course(self, demo):
        section = demo["pho-bien-giao-duc-phap-luat"]
        return section["so-tu-phap"]["hoc-truc-tuyen-mau"]

    def test_the_course_is_public_and_open(self, course):
        assert is_public(course) and why_not_open(course, utc_now()) is None
        kinds = [step.material is not None for step in steps_of(course)]
        assert kinds == [True, True, False, True, False]

    def test_people_have_not_begun_are_stuck_have_failed_or_finished(self, course):
        found = {
            one.learner.name: one
            for one in standings(course, learners_of(course).items())
        }
        assert {
            name: (one.done, one.question, one.best) for name, one in found.items()
        } == {
            "Cầm Thị Nắng Mai": (5, 0, 100),
            "Hoàng Thị Đồi Chè": (5, 0, 100),
            "Lò Văn Suối Trong": (0, 0, None),
            "Người Học Tự Do Mẫu": (4, 0, 100),
            "Quàng Văn Cọn Nước": (4, 4, 100),
            "Vàng A Sương Sớm": (1, 0, None),
        }
        codes = [one.learner.certificate for one in found.values()]
        assert sum(bool(certificate_by(code)) for code in codes) == 2
        # Both stand in the attendance, so figures count them
        assert (len(course.attendance), course.people_trained) == (2, 2)
        # All but one are in the register
        assert sum(not one.learner.person for one in found.values()) == 1


class TestLook:
    def test_the_portal_has_a_logo_and_colours_of_its_own(self, portal):
        applyProfile(portal, LOOK_PROFILE)
        _name, logo = b64decode_file(api.portal.get_registry_record("plone.site_logo"))
        assert logo == (FILES / "logo.svg").read_bytes()
        css = api.portal.get_registry_record(f"{THEME}.custom_css")
        assert "--bs-primary:" in css

    def test_the_footer_says_whose_portal_it_is_once(self, portal):
        for _time in range(2):
            applyProfile(portal, LOOK_PROFILE)
        html = footer(portal)
        assert html.count("không phải cổng chính thức") == 1
        assert "Plone" not in html
