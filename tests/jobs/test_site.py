"""Working without a request from outside: as somebody who may, at the portal's address."""

from AccessControl import getSecurityManager
from new_items import create
from plone import api
from plone.base.utils import get_installer
from sample_jobs import elsewhere
from sample_jobs import stored
from sample_jobs import write_description
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.jobs import ticker as ticker_module
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.jobs.site import may_run
from sonla.pbgdpl.jobs.ticker import ClockThread
from sonla.pbgdpl.jobs.zope_conf import ClockSection
from zope.component.hooks import getSite
from zope.globalrequest import getRequest

import logging
import pytest
import transaction

PASSWORD = "mat-khau-cua-may-1"
URL = "https://pbgdpl.example.vn"


@pytest.fixture
def site(site):
    """The portal with a section, a machine in its group, and an editor."""
    with api.env.adopt_roles(["Manager"]):
        api.content.create(site, "LegalEducationSection", "pbgdpl", title="PBGDPL")
        for name in ("may", "bien-tap"):
            api.user.create(email="a@example.vn", username=name, password=PASSWORD)
        api.group.add_user(groupname="pbgdpl-sync", username="may")
        api.group.add_user(groupname="pbgdpl-editors", username="bien-tap")
    transaction.commit()
    return site


@pytest.fixture
def app(site):
    """The database's root as a thread finds it that has no request."""
    transaction.begin()
    connection = site._p_jar
    return connection.root()["Application"]


class TestActing:
    def test_brings_what_a_request_brings(self, app):
        with acting(app, "/plone", "may") as site:
            assert getSite() is site
            assert IBrowserLayer.providedBy(getRequest())
            assert getRequest() is site.REQUEST
            assert api.user.get_current().getId() == "may"
            assert "PBGDPL Sync" in api.user.get_roles(obj=site["pbgdpl"])
            assert api.portal.get_registry_record("sonla.pbgdpl.four_eyes") is True

    def test_takes_all_of_it_away(self, app, site):
        before = getSite()
        with acting(app, "/plone", "may"):
            pass
        assert getSite() is before
        assert getRequest() is None
        assert getSecurityManager().getUser().getId() is None

    def test_knows_the_accounts_of_the_whole_server(self, app):
        with acting(app, "plone", "admin"):
            assert api.user.get_current().getId() == "admin"

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (URL, URL),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://cong.example.vn/pbgdpl", "https://cong.example.vn/pbgdpl"),
        ],
    )
    def test_addresses_are_public_ones(self, app, url, expected):
        with acting(app, "/plone", "may", url) as site:
            assert site.absolute_url() == expected
            assert site["pbgdpl"].absolute_url() == f"{expected}/pbgdpl"

    @pytest.mark.parametrize(
        ("path", "user", "words"),
        [
            ("/khong-co", "may", "no portal at /khong-co"),
            ("/", "may", "no portal at /"),
            ("", "may", "no portal at /"),
            ("/plone/pbgdpl", "may", "no portal at /plone/pbgdpl"),
            ("/plone/plone", "may", "no portal at /plone/plone"),
            ("/acl_users", "may", "no portal at /acl_users"),
            ("/plone", "khong-co-ai", "no account 'khong-co-ai'"),
            ("/plone", "", "no account ''"),
            ("/plone", "bien-tap", "bien-tap has not the permission"),
        ],
    )
    def test_who_can_not(self, app, path, user, words):
        with pytest.raises(CannotAct, match=words), acting(app, path, user):
            raise AssertionError("nobody may come here")
        assert getRequest() is None


def test_a_portal_without_the_add_on(app, site):
    with api.env.adopt_roles(["Manager"]):
        site.portal_setup.runAllImportStepsFromProfile("profile-sonla.pbgdpl:uninstall")
    words = "sonla.pbgdpl is not installed in the portal at /plone"
    with pytest.raises(CannotAct, match=words), acting(app, "/plone", "admin"):
        raise AssertionError("nobody may come here")


ROLES = [
    (["Manager"], True),
    (["Site Administrator"], True),
    (["PBGDPL Sync"], True),
    (
        [
            "PBGDPL Approver",
            "PBGDPL Editor",
            "PBGDPL Contributor",
            "Owner",
            "Reader",
            "Member",
        ],
        False,
    ),
    (["Anonymous"], False),
]


class TestPermission:
    @pytest.mark.parametrize(("roles", "may"), ROLES)
    def test_by_role_on_the_portal(self, portal, roles, may):
        with api.env.adopt_roles(roles):
            assert may_run(portal) is may

    def test_by_role_on_a_section(self, portal):
        with api.env.adopt_roles(["Manager"]):
            section = create(portal, "LegalEducationSection", title="S")
            api.user.create(email="a@example.vn", username="may", password=PASSWORD)
        section.manage_setLocalRoles("may", ["PBGDPL Sync"])
        with api.env.adopt_user("may"):
            assert may_run(portal)


class Section:
    """A section of zope.conf as ZConfig hands it over."""

    def __init__(self, **values):
        known = {"method": "/plone/@@btp-sync", "user": "may", "period": 900}
        optional = {"budget": 20, "host": None, "password": None}
        self.__dict__.update({**known, **optional, **values})

    def getSectionName(self):
        return "pbgdpl-sync"


@pytest.fixture
def clock_thread(site):
    """A thread that isn't started: one run is asked of it at a time."""

    def make(**values):
        return ClockThread(ClockSection(Section(**values)), site._p_jar.db())

    return make


def errors(caplog):
    """List what the clock has logged as an error."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == ticker_module.__name__ and record.levelno >= logging.ERROR
    ]


class TestTicker:
    def test_runs_as_its_user_in_a_connection_of_its_own(
        self, site, add_job, clock_thread
    ):
        add_job("a", write_description)
        transaction.begin()
        assert clock_thread().run_once().state == "done"
        assert stored(site)[1] == "done"
        with elsewhere(site, commit=False) as other:
            assert other.description == "written"

    def test_a_section_that_is_left_after_an_uninstallation_says_so_once(
        self, site, add_job, clock_thread, caplog
    ):
        add_job("a", write_description)
        thread = clock_thread()
        transaction.begin()
        assert thread.run_safely() == "done"
        installer = get_installer(site)
        installer.uninstall_product(PACKAGE_NAME)
        transaction.commit()
        assert [thread.run_safely() for _number in range(3)] == ["", "", ""]
        assert len(errors(caplog)) == 1
        assert "is not installed in the portal at plone" in errors(caplog)[0]
        transaction.begin()
        installer.install_product(PACKAGE_NAME)
        transaction.commit()
        assert "has not the permission" not in caplog.text
        assert thread.run_safely() in ("done", "idle")
        assert len(errors(caplog)) == 1

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"user": "bien-tap"}, "bien-tap has not the permission"),
            ({"method": "/khac/@@btp-sync"}, "no portal at /khac"),
        ],
    )
    def test_what_is_wrong_stands_in_the_log(
        self, add_job, clock_thread, caplog, values, words
    ):
        add_job("a", write_description)
        clock_thread(**values).run_safely()
        assert words in caplog.text

    def test_no_error_ends_it(self, clock_thread, caplog, monkeypatch):
        broken = clock_thread()
        monkeypatch.setattr(broken, "database", None)
        broken.run_safely()
        assert "pbgdpl-sync failed" in caplog.text

    def test_stopping_ends_its_waiting(self, clock_thread):
        one = clock_thread()
        one.stopped.set()
        assert one.wait(3600) is False
