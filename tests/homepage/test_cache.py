"""Kept HTML: right for every visitor, gone as soon as something shown changes."""

from DateTime import DateTime
from datetime import date
from new_items import create
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sonla.pbgdpl.homepage import cache
from sonla.pbgdpl.homepage import change_counter
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.recent import next_effective
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.legal_documents.decisions import undo
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.texts.pages.block import NewsBlock
from ZODB.POSException import ConflictError
from zope.component import getMultiAdapter

import public_content
import pytest
import transaction


@pytest.fixture
def rendered(monkeypatch):
    """Count how often the block of news is really rendered."""
    calls = []
    original = NewsBlock.render

    def counting(self, options):
        calls.append(options)
        return original(self, options)

    monkeypatch.setattr(NewsBlock, "render", counting)
    return calls


@pytest.fixture
def news(section):
    """Return one published news item."""
    return public_content.make(section, "LegalNews", "Tin đầu tiên")


@pytest.fixture
def show(site, http_request, render):
    """Render a portlet of news alone."""
    return lambda: render(site, http_request, homepage_blocks=("news",))


def test_decisions_on_the_register_show(site, section, http_request, render):
    """They send no event, and no block may say what they changed."""
    item = public_content.make(
        section,
        "Guidance",
        "Hướng dẫn",
        document_type="quyet-dinh",
        number="218/QĐ-UBND",
        issuer="Ủy ban nhân dân tỉnh Sơn La",
        issued_on=date(2025, 1, 25),
        validity="CHL",
    )
    identity = document_identity(cited_rows(item)[0])
    decision = Decision(identity, "218", {"validity": "HHL"})
    assert "is-good" in render(site, http_request, homepage_blocks=("guidance",))
    with api.env.adopt_roles(["Manager"]):
        entry = decide(section, decision)
    assert "is-bad" in render(site, http_request, homepage_blocks=("guidance",))
    with api.env.adopt_roles(["Manager"]):
        undo(section, entry.number)
    assert "is-good" in render(site, http_request, homepage_blocks=("guidance",))


class TestKept:
    def test_second_visit_renders_nothing(self, news, show, rendered):
        assert show() == show() != ""
        assert len(rendered) == 1

    def test_emptiness_is_kept_too(self, section, show, rendered):
        assert show() == show() == ""
        assert len(rendered) == 1

    def test_per_language(self, site, news, show, rendered, monkeypatch):
        show()
        state = getMultiAdapter((site, site.REQUEST), name="plone_portal_state")
        monkeypatch.setattr(type(state), "language", lambda self: "xx")
        show()
        assert len(rendered) == 2

    def test_per_choice(self, site, news, render, http_request, rendered):
        render(site, http_request, homepage_blocks=("news",), count=1)
        render(site, http_request, homepage_blocks=("news",), count=2)
        assert len(rendered) == 2

    def test_per_visitor(self, news, show, rendered):
        show()
        logout()
        show()
        show()
        assert len(rendered) == 2


class TestInvalidation:
    def test_published(self, site, section, news, show):
        assert "Tin thứ hai" not in show()
        public_content.make(section, "LegalNews", "Tin thứ hai")
        assert "Tin thứ hai" in show()

    def test_withdrawn(self, site, news, show):
        assert "Tin đầu tiên" in show()
        setRoles(site, TEST_USER_ID, ["Manager"])
        api.content.transition(news, "withdraw", comment="Có sai sót")
        assert "Tin đầu tiên" not in show()

    def test_renamed(self, site, news, show):
        before = show()
        setRoles(site, TEST_USER_ID, ["Manager"])
        news.aq_parent.manage_renameObject(news.getId(), "ten-khac")
        assert "ten-khac" in show() != before

    def test_deleted(self, site, news, show):
        assert "Tin đầu tiên" in show()
        setRoles(site, TEST_USER_ID, ["Manager"])
        api.content.delete(news)
        assert show() == ""

    def test_moved_with_its_container(self, site, section, news, show):
        before = show()
        setRoles(site, TEST_USER_ID, ["Manager"])
        site.manage_renameObject(section.getId(), "phap-luat")
        assert "/phap-luat/" in show() != before

    def test_edited(self, news, show):
        from zope.event import notify
        from zope.lifecycleevent import ObjectModifiedEvent

        assert "Tin đầu tiên" in show()
        news.title = "Tin đã sửa"
        notify(ObjectModifiedEvent(news))
        assert "Tin đã sửa" in show()

    def test_settings(self, news, show, rendered):
        show()
        api.portal.set_registry_record("sonla.pbgdpl.homepage.centre_pages", ["/a"])
        show()
        assert len(rendered) == 2

    def test_other_records_change_nothing(self, news, show, rendered):
        show()
        api.portal.set_registry_record("plone.site_title", "Cổng")
        show()
        assert len(rendered) == 1


class TestDates:
    @pytest.fixture
    def clock(self, monkeypatch):
        """Move the clock of the cache and of the queries forward by days."""

        def move(days):
            later = DateTime() + days
            monkeypatch.setattr(cache, "DateTime", lambda: later)
            monkeypatch.setattr("sonla.pbgdpl.homepage.recent.DateTime", lambda: later)

        return move

    def test_coming_item_appears_when_its_date_passes(self, section, news, show, clock):
        public_content.make(
            section, "LegalNews", "Tin ngày mai", effective_date=DateTime() + 1
        )
        assert "Tin ngày mai" not in show()
        clock(2)
        assert "Tin ngày mai" in show()

    def test_expiring_item_goes_when_its_date_passes(self, news, show, clock):
        news.expiration_date = DateTime() + 1
        news.reindexObject()
        change_counter.bump()
        assert "Tin đầu tiên" in show()
        clock(2)
        assert show() == ""

    def test_nothing_happens_before(self, section, news, show, clock, rendered):
        public_content.make(
            section, "LegalNews", "Tin ngày mai", effective_date=DateTime() + 1
        )
        show()
        clock(0.5)
        show()
        assert len(rendered) == 1

    def test_next_effective_of_the_types_asked_for(self, section):
        coming = DateTime() + 3
        public_content.make(section, "LegalNews", "Tin", effective_date=coming)
        assert next_effective({"Guidance"}) is None
        assert abs(next_effective({"LegalNews"}) - coming) < 0.001

    def test_broken_block_is_tried_again_after_a_minute(
        self, site, news, render, http_request, broken_block, clock, caplog
    ):
        def visit():
            return render(site, http_request, homepage_blocks=(broken_block, "news"))

        visit()
        visit()
        assert caplog.text.count("of the homepage centre failed") == 1
        clock(2 / 1440)
        visit()
        assert caplog.text.count("of the homepage centre failed") == 2


class TestVisibility:
    def test_anonymous_sees_no_draft(self, section, news, show):
        with api.env.adopt_roles(["Manager"]):
            create(section, "LegalNews", title="Bản nháp")
        logout()
        assert "Bản nháp" not in show()
        assert "Tin đầu tiên" in show()

    def test_editors_see_what_is_published_too(self, site, section, news, show):
        with api.env.adopt_roles(["Manager"]):
            create(section, "LegalNews", title="Bản nháp")
        setRoles(site, TEST_USER_ID, ["Manager"])
        assert "Bản nháp" not in show()

    def test_hidden_from_some(self, section, news, show):
        """A local permission that hides a published item hides it here."""
        news.manage_permission("Access contents information", ["Manager"], acquire=0)
        news.reindexObjectSecurity()
        change_counter.bump()
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        assert "Tin đầu tiên" in show()
        logout()
        assert show() == ""


class TestCounter:
    def test_two_editors_don_t_conflict(self, served):
        """Both count their change; neither has to try again."""
        database = served._p_jar.db()
        managers = [transaction.TransactionManager() for _ in range(2)]
        connections = [database.open(manager) for manager in managers]
        name = served.getId()
        counters = [
            connection.root()["Application"][name].__annotations__[
                change_counter.ANNOTATION
            ]
            for connection in connections
        ]
        before = counters[0]()
        try:
            for counter in counters:
                counter.change(1)
            for manager in managers:
                manager.commit()
            managers[0].begin()
            assert counters[0]() == before + 2
        except ConflictError:
            pytest.fail("two changes at once conflict")
        finally:
            for manager, connection in zip(managers, connections, strict=True):
                manager.abort()
                connection.close()

    def test_nothing_is_counted_where_we_are_not_installed(self, site):
        change_counter.remove_counter(site)
        change_counter.bump()
        assert change_counter.state() is None

    def test_without_counter_nothing_is_kept(self, site, http_request):
        change_counter.remove_counter(site)
        made = []

        def make():
            made.append(1)
            return BlockContent("x")

        cache.cached(site, http_request, "x", make)
        cache.cached(site, http_request, "x", make)
        assert len(made) == 2
