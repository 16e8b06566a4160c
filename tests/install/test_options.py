"""Two portals of one process, one with all options and one with none, and a portal that switches."""

from at_once import at_once
from BTrees.Length import Length
from BTrees.LOBTree import LOBTree
from BTrees.LOBTree import LOBucket
from BTrees.OOBTree import OOBucket
from itertools import chain
from itertools import combinations
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.base.interfaces.siteroot import IPloneSiteRoot
from plone.dexterity.utils import iterSchemataForType
from plone.supermodel.utils import mergedTaggedValueList
from plone.testing.zope import login
from public_content import make_section
from requests_content import ask_for
from requests_content import talk_day
from secured_portal import make_one_of_each
from sonla.pbgdpl.contributions.interfaces import IPeriodFile
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from sonla.pbgdpl.core.interfaces import IPlace
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import IOption
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.options import options_gone
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.options import options_used
from sonla.pbgdpl.core.options import RECORD
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.core.options import USED
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.core.resting_fields import rests_without
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import all_checks
from sonla.pbgdpl.editorial.checks import IContentCheck
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.interfaces import IDeskSection
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.interfaces import IWorkflowFacts
from sonla.pbgdpl.editorial.pages.desk_sections import sections_for
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.search.interfaces import ITopicPart
from sonla.pbgdpl.settings.records import ISettingsFields
from sonla.pbgdpl.settings.records import shown_settings
from sonla.pbgdpl.statistics.counting import counter_named
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.interfaces import ISourceMapping
from sonla.pbgdpl.sync.vocabularies import known_formats
from sonla.pbgdpl.sync.vocabularies import send_formats
from sonla.pbgdpl.sync.vocabularies import source_drivers
from sonla.pbgdpl.ui.admin_pages import admin_pages
from sonla.pbgdpl.ui.control_panel import panels
from sonla.pbgdpl.ui.interfaces import IAdminPage
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.section_pages import ISectionPages
from sonla.pbgdpl.ui.section_pages import section_pages
from two_portals import second_site
from urllib.parse import quote
from web_requests import Person
from zope.component import getGlobalSiteManager
from zope.component import getUtilitiesFor
from zope.component.hooks import setSite
from zope.event import notify
from zope.globalrequest import setRequest
from zope.interface import Interface
from zope.schema import getFieldNames
from zope.traversing.interfaces import BeforeTraverseEvent

import pytest
import re
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}
BARE = "khong-chuc-nang"
FOLDERS = {
    "finance": ("options.finance",),
    "learning": ("options.learning",),
    "requests": ("options.requests",),
    "moving": ("options.moving",),
    "mappings": ("options.mappings",),
    "forms": ("options.forms",),
}
"""Option → the packages and modules that it consists of."""
GATED = (
    *(IAdminPage, IContentCheck, ICounter, IDeskSection, IDeskTab, IFurtherHelp),
    *(IMailKind, IPeriodFile),
    *(IScheduledJob, ISectionPages, ISettingsFields, ITopicPart),
    *(ISettingsPanel, ISourceDriver, ISourceMapping),
)
ALWAYS = {"request-retention"}
"""Names of what protects or forgets, and goes on while the option is off."""
LISTS = ("pbgdpl-banks", "pbgdpl-expenditures", "pbgdpl-requests", "verify")
"""Pages that list or prove what is stored."""


def of_option(option):
    """Yield what the packages of an option register: interface, name, component, layers asked for."""
    prefixes = tuple(f"sonla.pbgdpl.{one}." for one in FOLDERS[option])

    def is_part(one):
        return f"{getattr(one, '__module__', '')}.".startswith(prefixes)

    manager = getGlobalSiteManager()
    for one in manager.registeredAdapters():
        classes = getattr(one.factory, "__mro__", (one.factory,))
        if any(map(is_part, classes)):
            yield one.provided, one.name, one.factory, one.required
    for one in manager.registeredUtilities():
        belongs_to = getattr(one.component, "belongs_to", "")
        if one.provided in GATED and belongs_to == option:
            yield one.provided, one.name, one.component, ()


def gated(option):
    """Return interface and name of what must be gone when the option is off."""
    return {
        (provided, name)
        for provided, name, _component, _layers in of_option(option)
        if provided in GATED and name not in ALWAYS
    }


def enter(portal, app):
    """Be in a portal as its owner, with a request that has come into it."""
    request = app.REQUEST.clone()
    setRequest(request)
    setSite(portal)
    login(app["acl_users"], SITE_OWNER_NAME)
    notify(BeforeTraverseEvent(portal, request))
    return request


def there(portal, section, request):
    """Return interface and name of all that the seams of a portal give."""
    found = {(IScheduledJob, name) for name, _job in jobs(portal)}
    found |= {(IAdminPage, link.name) for link in admin_pages(request)}
    found |= {(IDeskSection, name) for name, _one in sections_for(section, request)}
    found |= {(IContentCheck, name) for name, _check in all_checks(section)}
    found |= {
        (ICounter, name)
        for name, _one in getUtilitiesFor(ICounter)
        if counter_named(f"{name}.records")[0] is not None
    }
    found |= {(IPeriodFile, name) for name in offered_names(IPeriodFile)}
    found |= {(ISettingsPanel, name) for name, _panel in panels(portal, request)}
    found |= {(ISourceDriver, name) for name, _driver in source_drivers()}
    found |= {(ISourceMapping, name) for name in {**known_formats(), **send_formats()}}
    shown = shown_settings()
    found |= {
        (ISettingsFields, name)
        for name, one in getUtilitiesFor(ISettingsFields)
        if one in shown
    }
    classes = {type(one) for one in section_pages(section)}
    found |= {
        (ISectionPages, name)
        for provided, name, factory, _layers in everything()
        if provided is ISectionPages and factory in classes
    }
    return found


def offered_names(interface):
    """Return the names of the utilities that belong to no option that is off here."""
    return [name for name, _one in offered(getUtilitiesFor(interface))]


def everything():
    """Yield all adapters as `of_option` does."""
    for one in getGlobalSiteManager().registeredAdapters():
        yield one.provided, one.name, one.factory, one.required


@pytest.fixture
def app(functional):
    return functional["app"]


@pytest.fixture
def full(functional_portal):
    """Return the portal of the layer, which has all options, with a section."""
    return functional_portal, make_section(functional_portal)


@pytest.fixture
def bare(app, full):
    """Yield a second portal in which every option is off, with a section."""
    site = second_site(app, BARE)
    setSite(site)
    login(app["acl_users"], SITE_OWNER_NAME)
    for name, _option in all_options():
        switch(name, on=False)
    section = make_section(site)
    transaction.commit()
    yield site, section
    setSite(full[0])


def test_what_belongs_to_an_option_is_gone_where_it_is_off(app, full, bare):
    """With all, with none, with each and with any two; the rest is always the same."""
    everything = there(*full, enter(full[0], app))
    parts = {option: gated(option) & everything for option in FOLDERS}
    for option, found in parts.items():
        others = (ITopicPart, IFurtherHelp, IMailKind)
        assert found == {one for one in gated(option) if one[0] not in others}, option
        assert found, option
    for on in chain.from_iterable(combinations(FOLDERS, number) for number in range(3)):
        request = enter(bare[0], app)
        switch_to(on)
        gone = set().union(*(parts[option] for option in FOLDERS if option not in on))
        assert there(*bare, request) == everything - gone, on


def test_public_pages_and_those_that_bring_something_in_answer_only_where_it_is_on(
    full, bare
):
    places = [portal.absolute_url_path() for portal, _section in (full, bare)]
    sections = [section.absolute_url_path() for _portal, section in (full, bare)]
    transaction.commit()
    for paths in (
        [f"{one}/@@request-reporter" for one in places],
        [f"{one}/@@request-reporter" for one in sections],
        [f"{one}/@@pbgdpl-coverage" for one in sections],
        [f"{one}/@@pbgdpl-content-import" for one in sections],
        [f"{one}/@@pbgdpl-expenditures-import" for one in sections],
        [f"{one}/@@pbgdpl-royalties.xlsx?part=year&year=2026" for one in sections],
        [f"{one}/@@btp-sync-mappings" for one in places],
        [f"{one}/@@btp-sync-reconciliation" for one in places],
    ):
        assert [OWNER.ask(path).status for path in paths] == [200, 404], paths


def test_forms_have_fields_of_an_option_only_where_it_is_on(full, bare):
    fields = {
        portal_type: [
            f"form.widgets.{schema.__name__}.{name}"
            for schema in iterSchemataForType(portal_type)
            if mergedTaggedValueList(schema, rests_without.key)
            for name in getFieldNames(schema)
        ]
        for portal_type in types_with("is_own")
    }
    assert len(fields["TrainingCourse"]) == 4
    transaction.commit()
    for portal, section in (full, bare):
        for portal_type, names in fields.items():
            path = f"{section.absolute_url_path()}/++add++{portal_type}"
            page = OWNER.ask(path) if names else None
            assert page is None or page.status == 200
            shown = [name for name in names if f'"{name}' in page.text]
            assert shown == (names if portal is full[0] else []), portal_type


def test_nothing_leads_a_visitor_to_what_is_off(full, bare):
    transaction.commit()
    words = quote("mời báo cáo viên")
    for portal, section in (full, bare):
        path = section.absolute_url_path()
        pages = [
            Person().ask(one) for one in (path, f"{path}/@@pbgdpl-search?q={words}")
        ]
        assert [page.status for page in pages] == [200, 200]
        shown = ["request-reporter" in page.text for page in pages]
        assert shown == [portal is full[0]] * 2


def test_every_page_of_an_option_asks_for_its_layer_or_opens_what_is_stored():
    """What is neither would answer in every portal."""
    stored = {
        "IBankQuestion": "a question",
        "IExpenditure": "an expenditure",
        "Interface": "what goes with courses, asked before anything is deleted",
        "IQuestionBank": "a bank",
        "ITrainingCourse": "who learned a course",
        "IReporterRequest": "a request",
        "IRequestsFolder": "a folder of requests",
        "IPlace": "the lists of banks and of expenditures, what proves a certificate",
        "ISectionRoot": "the list of requests",
        "IPloneSiteRoot": "the list of requests, and what proves a certificate",
    }
    options = dict(getUtilitiesFor(IOption))
    for option in FOLDERS:
        for provided, name, _component, required in of_option(option):
            if provided is not Interface or len(required) != 2 or not name:
                continue
            if options[option].layer in required:
                continue
            assert required[0].__name__ in stored, (option, name)
            if required[0] in (ISectionRoot, IPlace, IPloneSiteRoot):
                assert name.startswith(LISTS), (option, name)


def test_what_packages_of_options_register_says_to_which_it_belongs(full):
    for option in FOLDERS:
        for provided, name, component, _layers in of_option(option):
            if provided in GATED and name not in ALWAYS:
                said = component.belongs_to
                if isinstance(said, property):
                    said = component(full[0]).belongs_to
                assert said == option, (provided, name)


def test_what_protects_and_forgets_is_there_without_any_option(app, full, bare):
    names = []
    for portal, _section in (full, bare):
        enter(portal, app)
        names.append(
            (
                [name for name, _store in stores()],
                sorted(name for name, _facts in getUtilitiesFor(IWorkflowFacts)),
                types_with("is_own"),
                ALWAYS & {name for name, _job in jobs(portal)},
            )
        )
    assert names[0] == names[1]
    assert names[1][-1] == ALWAYS


# One portal


@pytest.fixture
def portal(app, full):
    enter(full[0], app)
    return full[0]


def test_nothing_of_its_types_can_be_added_and_what_is_there_opens(portal, full):
    section = full[1]
    kept = ask_for(section)
    switch("requests", on=False)
    transaction.commit()
    with pytest.raises(AdditionRefused, match="switched off in this portal"):
        ask_for(section, "Luật Hộ tịch")
    transaction.abort()
    path = section.absolute_url_path()
    body = {
        "@type": "ReporterRequest",
        "title": "Luật Hộ tịch",
        "organisation": "Trường THCS Ví Dụ",
        "legal_fields": ["dat-dai"],
        "territory": ["03646"],
        "location": "Hội trường",
        "day": talk_day().isoformat(),
        "hours": "8 giờ",
        "contact_name": "Cầm Thị Liên Hệ",
    }
    refused = OWNER.ask(path, "POST", json=body)
    assert refused.status == 400
    assert "switched off in this portal" in refused.text
    assert OWNER.ask(kept.absolute_url_path()).status == 200
    assert OWNER.ask(f"{path}/@@pbgdpl-requests").status == 200
    types = [f"{path}/@types", f"{path}?expand=types"]
    listed = [OWNER.ask(one, headers=JSON).text for one in types]
    assert ["/@types/ReporterRequest" in one for one in listed] == [False] * 2
    assert OWNER.ask(f"{path}/@types/ReporterRequest", headers=JSON).status == 200
    switch("requests", on=True)
    transaction.commit()
    assert OWNER.ask(f"{path}/@@request-reporter").status == 200
    assert OWNER.ask(path, "POST", json=body).status == 201


def test_rest_names_it_to_the_office_alone(full):
    path = full[1].absolute_url_path()
    types = "plone.app.vocabularies.ReallyUserFriendlyTypes?b_size=99"
    named = re.compile('Request"|QuestionBank|Expenditure"|Funds"|UsableBanks|Royalty')
    addresses = [f"{path}/{one}" for one in ("@querystring", "@vocabularies")]
    addresses += [f"{path}/@vocabularies/{types}"]
    banks = f"{path}/@vocabularies/sonla.pbgdpl.UsableBanks"
    for on in (False, True):
        switch_to(FOLDERS if on else ())
        transaction.commit()
        for person, told in ((OWNER, True), (Person(), on)):
            texts = [person.ask(one, headers=JSON).text for one in addresses]
            assert [bool(named.search(text)) for text in texts] == [told] * 3
            assert person.ask(banks, headers=JSON).status == (200 if told else 404)


def test_its_mails_rest_and_leave_a_trace(portal):
    """Those of all others are kept, and so are its own once it is on again."""
    told = Recipient("", "Lò Thị Ví Dụ", "lo@example.org")
    kinds = {name: kind.belongs_to for name, kind in getUtilitiesFor(IMailKind)}
    assert {"requests", "learning"} < set(kinds.values())
    notices = [Notice(one, told, "Luật Đất đai", "", "", concerns=one) for one in kinds]
    kept = current_outbox().items
    kept.clear()
    for off in ("", *FOLDERS):
        switch_to(FOLDERS.keys() - {off})
        enqueue(*notices)
        assert kept == [
            NotSent(one.kind, "off", one.concerns)
            if off and kinds[one.kind] == off
            else one
            for one in notices
        ]
        kept.clear()


def test_rights_and_words_of_what_is_stored_stay_as_they_are(portal):
    of_options = types_with("belongs_to")
    places = make_one_of_each(portal).values()
    kept = [one for one in places if getattr(one, "portal_type", "") in of_options]
    assert {one.portal_type for one in kept} == set(of_options)
    told = [what_is_told(portal, item) for item in kept]
    switch_to(())
    assert [what_is_told(portal, item) for item in kept] == told
    words, roles, _rights = zip(*told, strict=True)
    assert any(words) and not any("Anonymous" in one for one in roles)


def what_is_told(portal, item):
    """Return what search finds of an item and for whom, and who may do what with it."""
    item.reindexObject()
    found = portal.portal_catalog.getIndexDataForUID("/".join(item.getPhysicalPath()))
    rights = {
        name: [one["name"] for one in item.rolesOfPermission(name) if one["selected"]]
        for name, *_more in item.ac_inherited_permissions(1)
    }
    return found["SearchableText"], found["allowedRolesAndUsers"], rights


def test_switching_changes_a_record_and_the_log_of_operations_alone(portal, full):
    ask_for(full[1])
    transaction.commit()
    others = options_on() - {"requests"}
    switch("requests", on=False)
    assert options_on() == others
    changed = portal._p_jar._registered_objects
    (values,) = (one for one in changed if isinstance(one, OOBucket))
    assert RECORD in values
    others = {type(one) for one in changed} - {OOBucket}
    assert others <= {LOBTree, LOBucket, Length}, "more than the log was written"


def test_of_two_who_switch_at_once_both_have_it(app, portal):
    transaction.commit()
    before = options_on()
    for is_on in (False, True):
        tries = at_once(
            portal,
            lambda site, is_on=is_on: switch("forms", is_on),
            lambda site, is_on=is_on: switch("moving", is_on),
        )
        assert None not in tries and max(tries) > 1, "they have not met"
        enter(portal, app)
        assert options_on() == (before if is_on else before - {"forms", "moving"})


def test_what_was_ever_on_is_remembered(portal):
    switch_to(["forms"])
    assert options_used() == dict(all_options()).keys()
    portal.portal_registry[USED] = ()
    assert options_used() == {"forms"} and options_gone() == []
    portal.portal_registry[RECORD] = ("gone",)
    switch("forms", on=True)
    switch("gone", on=False)
    assert options_used() == {"forms", "gone"}
    assert [one.mapping["title"].default for one in options_gone()] == ["gone"]


def test_facts_name_options_that_there_are():
    known = {name for name, _option in all_options()}
    for _name, facts in getUtilitiesFor(IContentTypeFacts):
        assert facts.belongs_to in known | {""}


def test_a_record_that_is_missing_or_odd_switches_everything_off(portal):
    for value in (None, (), ("no-such-option",)):
        portal.portal_registry[RECORD] = value
        assert not options_on() & dict(all_options()).keys()
    del portal.portal_registry.records[RECORD]
    assert options_on() == frozenset()
