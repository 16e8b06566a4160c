"""The add-on enters a portal that is not ours, changes nothing else, and leaves it."""

from content_types import OWN_TYPES
from foreign_content import OWN_CHAIN
from foreign_portal import centre
from foreign_portal import change_settings
from foreign_portal import install
from foreign_portal import manager_browser
from foreign_portal import OWN_TERM
from foreign_portal import SECTION
from foreign_portal import SITE_ID
from foreign_portal import uninstall
from foreign_portal import VOCABULARY
from foreign_portal import with_addon
from made_once import made_once
from new_items import create
from plone import api
from plone.registry.interfaces import IRegistry
from plone.testing.zope import Browser
from portal_difference import compare
from portal_difference import DEPENDENCIES
from portal_snapshot import take
from section_snapshot import facts
from section_snapshot import make_question_folders
from section_snapshot import reload
from sonla.demonstration.create import DEMO_ACCOUNTS
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.install.content_types import DISPLAYED
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder
from sonla.pbgdpl.units.group_lists import VOCABULARIES
from zope.component import getUtility

import pytest
import re
import transaction

STRUCTURE = "profile-sonla.pbgdpl:structure"
NAVIGATION = f"registry: {DISPLAYED}"
BROUGHT = ("registry: plone.app.iterate.interfaces.IIterateSettings.",)
"""Records of core without which no working copy can be made; they go with us."""

GROUP_LISTS = tuple(
    f"components: utility IVocabularyFactory {name}" for name in VOCABULARIES
)
"""Lists of core that tell the same but for our groups (`tests/security/test_what_was_done.py`)."""

OURS = re.compile(
    rf"pbgdpl|portlets\.LegalEducation|\b({'|'.join(OWN_TYPES)})\b", re.IGNORECASE
)
"""What an entry of ours is recognised by: our prefix, our portlet, one of our types."""


@pytest.fixture(scope="module")
def snapshots():
    """Keep what one test took of the portal for those that find it the same."""
    return {}


@pytest.fixture()
def before(foreign_portal, snapshots):
    """Describe the portal as we find it."""
    if "before" not in snapshots:
        snapshots["before"] = take(foreign_portal)
    return snapshots["before"]


class TestForeignPortal:
    """One portal, each test from the beginning."""

    def test_portal_is_foreign(self, before):
        """The portal has what must not change: else the comparison proves little."""
        assert "collective.easyform:default" in before["profiles"]
        assert "collective.collectionfilter:default" in before["profiles"]
        assert before["workflow chains"]["Document"] == f"('{OWN_CHAIN}',)"
        assert "Công khai" in before["workflows"][OWN_CHAIN]
        assert before["homepage"]["default page"] == "'trang-chu'"
        assert not any(map(OURS.search, before["registry"]))

    def test_installation_only_adds(self, before, installed):
        difference = compare(before, take(installed)).without(*DEPENDENCIES)
        difference = difference.without(*BROUGHT, NAVIGATION, *GROUP_LISTS)
        foreign = difference.only(lambda name: not OURS.search(name))
        assert not foreign, f"not ours:\n{foreign}"
        assert not difference.removed, str(difference)

    def test_structure_adds_only_the_section(self, installed):
        """By choice, and nothing outside: neither the homepage nor another's settings."""
        plain = take(installed)
        installed.portal_setup.runAllImportStepsFromProfile(STRUCTURE)
        difference = compare(plain, take(installed))
        section = difference.without(f"content: /{SITE_ID}/{SECTION}")
        assert set(section.added) == {
            f"profiles: {STRUCTURE.removeprefix('profile-')}",
            f"tools: {SECTION}",
        }
        assert set(section.changed) == {"homepage: order"}
        assert not difference.removed

    def test_navigation_gains_the_section_type(self, foreign_portal):
        """The one record of core that is changed: at its end, by one type of ours."""
        shown = api.portal.get_registry_record(DISPLAYED)
        made_once(foreign_portal, with_addon)
        transaction.commit()
        assert api.portal.get_registry_record(DISPLAYED) == (*shown, SECTION_TYPE)

    def test_visitors_find_the_section_in_the_navigation(self, installed, foreign):
        installed.portal_setup.runAllImportStepsFromProfile(STRUCTURE)
        transaction.commit()
        browser = Browser(foreign["app"])
        browser.open(installed.absolute_url())
        assert "Chào mừng" in browser.contents
        tabs = browser.contents.partition('id="portal-globalnav"')[2]
        assert f"/{SECTION}" in tabs.partition("</ul>")[0]

    def test_navigation_with_a_type_that_is_gone(self, foreign_portal, manager):
        """What another add-on left behind does not stop the installation."""
        record = getUtility(IRegistry).records[DISPLAYED]
        getUtility(IRegistry).records._values[DISPLAYED] = (*record.value, "Gone")
        transaction.commit()
        install(manager, foreign_portal)
        transaction.begin()
        assert "sonla.pbgdpl:default" in take(foreign_portal)["profiles"]
        assert api.portal.get_registry_record(DISPLAYED)[-2:] == ("Gone", SECTION_TYPE)

    def test_uninstallation_takes_all_back(self, before, installed, manager):
        """But dependencies, each of which leaves something, or it would not be named."""
        uninstall(manager, installed)
        left = compare(before, take(installed))
        difference = left.without(*DEPENDENCIES)
        assert not difference, str(difference)
        names = left.added
        unused = [d for d in DEPENDENCIES if not any(n.startswith(d) for n in names)]
        assert unused == []

    def test_another_installation_brings_back_what_there_was(
        self, installed, manager, foreign
    ):
        """Of a few items; `test_reinstallation` says it of the whole demonstration."""
        installed.portal_setup.runAllImportStepsFromProfile(STRUCTURE)
        make_question_folders(installed)
        section = installed[SECTION]
        with api.env.adopt_roles(["Manager"]):
            unit = create(section, "ContributingUnit", "Phường Tô Hiệu")
            for portal_type in ("LegalNews", "LifeSituation", "LegalActivity"):
                create(unit, portal_type, portal_type)
            news = create(unit, "LegalNews", "Tin đã đăng", id="tin-da-dang")
            set_state(news, editorial_workflow(), "published")
        change_settings(installed)
        transaction.commit()
        before = facts(installed)
        assert {one["state"] for one in before.values()} >= {"draft", "published"}
        uninstall(manager, installed)
        install(manager, installed)
        reload(installed)
        assert facts(installed) == before
        tokens = [row["token"] for row in api.portal.get_registry_record(VOCABULARY)]
        assert tokens[-1] == OWN_TERM["token"]
        assert centre(installed)["legal-education"].count == 3
        assert IQuestionsFolder.providedBy(installed[SECTION]["cau-hoi"])
        chain = installed.portal_workflow.getChainFor(news)
        assert chain == (EDITORIAL_WORKFLOW,)
        browser = Browser(foreign["app"])
        browser.open(news.absolute_url())
        assert "Tin đã đăng" in browser.contents and "pbgdpl" in browser.contents

    @pytest.mark.long
    def test_uninstallation_after_all_profiles_leaves_content_alone(
        self, foreign_portal, manager, before
    ):
        """The section and the accounts of the report; nothing of the portal's set-up."""
        install(manager, foreign_portal)
        for profile in (
            *("sonla.pbgdpl:structure", "sonla.demonstration:default"),
            "sonla.pbgdpl:search",
        ):
            foreign_portal.portal_setup.runAllImportStepsFromProfile(
                f"profile-{profile}"
            )
        transaction.commit()
        assert compare(before, take(foreign_portal)).only(OURS.search)
        uninstall(manager, foreign_portal)
        difference = compare(before, take(foreign_portal)).without(*DEPENDENCIES)
        difference = difference.without(f"content: /{SITE_ID}/{SECTION}")
        accounts = tuple(f" user {row[0]}" for row in DEMO_ACCOUNTS)
        difference = difference.only(lambda name: not name.endswith(accounts))
        assert set(difference.added) == {f"tools: {SECTION}"}, str(difference)
        assert not difference.changed, str(difference)
        assert not difference.removed, str(difference)


def test_a_portal_made_for_volto_is_told_before_and_after_installation(
    foreign_portal, foreign
):
    browser = manager_browser(foreign["app"])
    panel = f"{foreign_portal.absolute_url()}/prefs_install_products_form"
    browser.open(panel)
    assert "pbgdpl-made-for-volto" not in browser.contents
    # What installing its profile leaves: loading the package would patch this process.
    setup = foreign_portal.portal_setup
    setup.setLastVersionForProfile("plone.volto:default", "1000")
    transaction.commit()
    browser.open(panel)
    assert "pbgdpl-made-for-volto" in browser.contents
    install(browser, foreign_portal)
    browser.open(f"{foreign_portal.absolute_url()}/@@pbgdpl-settings?page=tools")
    assert "Volto" in browser.contents
