"""The log of what went out and came in: its page, how long it stays, what outlives it."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from people_lists import GOOD
from people_lists import workbook
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.plan import ImportOptions
from zope.annotation.interfaces import IAnnotations
from zope.interface import alsoProvides

import lxml.html


def page(portal, group="data", **form):
    request = portal.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(form, group=group)
    view = api.content.get_view("pbgdpl-audit", portal, request)
    return lxml.html.fromstring(view())


def lines(source):
    return [
        " ".join(line.text_content().split())
        for line in source.cssselect("#pbgdpl-audit tbody tr")
    ]


def test_the_page_says_who_when_and_what(portal, section, acting):
    with acting("PBGDPL Approver"):
        api.user.get_current().setMemberProperties({"fullname": "Người Thử"})
        log.note(
            "export",
            "LegalReporter",
            section,
            12,
            format="xlsx",
            filters={"q": "an", "agency": "so-tu-phap", "unit": "gone"},
        )
    with api.env.adopt_roles(["Manager"]):
        api.user.delete(username="has-pbgdpl-approver")
        (line,) = lines(page(portal))
    for part in ("Người Thử", "has-pbgdpl-approver", "Legal reporter", "12", "xlsx"):
        assert part in line
    for part in ("Words: an", "Agency: Sở Tư pháp", "Territory: gone", section.Title()):
        assert part in line


def test_lists_are_counted_in_words(portal, section):
    with api.env.adopt_roles(["Manager"]):
        log.note("setting", "", None, setting="sonla.pbgdpl.x", old="#0", new="#12")
        line = lines(page(portal, "settings"))[0]
    assert "Before: 0 lines" in line
    assert "After: 12 lines" in line


def test_an_empty_log_says_so(portal):
    with api.env.adopt_roles(["Manager"]):
        assert "Nothing yet" in page(portal, group="").text_content()


def test_old_entries_go_when_their_time_is_over(section):
    api.portal.set_registry_record("sonla.pbgdpl.audit.audit_log_years", 2)
    for number in (1, 2, 3):
        log.note("import", "LegalReporter", section, number)
    kept = IAnnotations(api.portal.get())[log.KEY]
    now = datetime.now(UTC)
    first, second, _third = list(kept.keys())[-3:]
    for number, days in ((first, 740), (second, 720)):
        kept[log.key_of(now - timedelta(days=days))] = kept.pop(number)
    assert log.forget_old() == 1
    assert [entry.count for entry in log.newest_first(actions_of("data"))] == [3, 2]
    log.note("import", "LegalReporter", section, 4)
    assert [entry.count for entry in log.newest_first(actions_of("data"))] == [4, 3, 2]


def test_the_log_outlives_the_add_on(portal, section, installer):
    log.note("export", "LegalReporter", section, 12, format="csv")
    with api.env.adopt_roles(["Manager"]):
        pending_lists.keep(
            section, "a.xlsx", workbook([GOOD]), ImportOptions("LegalReporter")
        )
        installer.uninstall_product("sonla.pbgdpl")
        left = IAnnotations(portal)
        assert log.KEY not in left and pending_lists.KEY not in left
        installer.install_product("sonla.pbgdpl")
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.count, entry.facts) == (12, {"format": "csv"})
    assert pending_lists.KEY not in IAnnotations(portal)


def test_without_a_section_it_stays_with_the_portal(portal, installer):
    log.note("export", "LegalReporter", portal, 12)
    installer.uninstall_product("sonla.pbgdpl")
    assert len(IAnnotations(portal)[log.KEY]) == 1
    installer.install_product("sonla.pbgdpl")
    assert log.count(actions_of("data")) == 1
