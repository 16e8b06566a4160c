"""Effective and expiry dates: who sets them, and what they do to visitors."""

from DateTime import DateTime
from made_once import made_once
from new_items import create
from plone import api
from rich_texts import linking
from sonla.pbgdpl.editorial.effective_dates import expired_on
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.effective_dates import is_expired
from sonla.pbgdpl.editorial.states import state_of

import pytest

pytestmark = pytest.mark.usefixtures("served_alone")

CHAIN = [("contributor", "submit"), ("editor", "forward")]


def rest(site, text, user, step, **data):
    return site.rest("POST", text, f"/@workflow/{step}", user, json=data)


def classic(site, text, user, step, **data):
    data |= {"workflow_action": step, "_authenticator": site.token(user)}
    return site.http("POST", text, "/content_status_modify", user, data=data)


def bulk(site, text, user, step):
    data = {
        "transition": step,
        "selection": f'["{text.UID()}"]',
        "_authenticator": site.token(user),
    }
    return site.http("POST", site.unit, "/@@fc-workflow", user, data=data)


@pytest.mark.parametrize("road", [rest, classic, bulk])
class TestAutomaticDate:
    def test_only_approval_sets_it(self, site, road):
        text = site.make("contributor")
        for user, step in CHAIN:
            road(site, text, user, step)
            assert text.effective_date is None, step
        assert state_of(text) == "pending_approval"
        road(site, text, "approver", "approve")
        assert state_of(text) == "published"
        assert 0 <= DateTime() - text.effective_date < 0.001

    def test_going_back_sets_none(self, site, road):
        text = site.make("contributor")
        site.do("contributor", text, "submit")
        road(site, text, "contributor", "retract")
        assert text.effective_date is None

    def test_chosen_date_is_kept(self, site, road):
        text = site.make("contributor")
        chosen = DateTime("2030/05/19 08:00:00 Asia/Ho_Chi_Minh")
        text.effective_date = chosen
        for user, step in [*CHAIN, ("approver", "approve")]:
            road(site, text, user, step)
        assert state_of(text) == "published"
        assert text.effective_date == chosen

    def test_second_publication_keeps_the_first_date(self, site, road):
        text = site.published()
        first = text.effective_date
        site.withdraw(text)
        site.do("editor", text, "reopen")
        text.effective_date = first = first - 10
        for user, step in [*CHAIN, ("approver", "approve")]:
            road(site, text, user, step)
        assert text.effective_date == first

    def test_catalog_agrees(self, site, road):
        text = site.make("contributor")
        road(site, text, "contributor", "submit")
        site.save()
        catalog = api.portal.get_tool("portal_catalog")
        brain = catalog.unrestrictedSearchResults(UID=text.UID())[0]
        assert str(brain.EffectiveDate) in ("None", "1969-12-31T00:00:00+00:00")


def test_date_given_with_the_transition(site):
    text, sent = site.make("contributor"), {"effective": "2030-05-19T08:00:00"}
    answer = rest(site, text, "contributor", "submit", **sent)
    assert answer.status_code == 400, "the form of an author has no dates either"
    assert (state_of(text), text.effective_date) == ("draft", None)
    site.do("contributor", text, "submit")
    answer = rest(site, text, "editor", "forward", **sent)
    assert answer.status_code == 200, answer.text
    assert text.effective_date.year() == 2030


SENT_DATES = {"effective": "2030-05-19T08:00", "expires": "2031-05-19T08:00"}


def steps_form(site, text, user):
    names = {"effective": "effective_date", "expires": "expiration_date"}
    sent = {names[name]: value for name, value in SENT_DATES.items()}
    sent |= {f"form.widgets.{name}": value for name, value in sent.items()}
    classic(site, text, user, "none", **sent)


def properties(site, text, user, **data):
    names = {"effective": "effectiveDate", "expires": "expirationDate"}
    data |= {names[name]: value for name, value in SENT_DATES.items()}
    data |= {"selection": f'["{text.UID()}"]', "_authenticator": site.token(user)}
    return site.http("POST", site.unit, "/@@fc-properties", user, data=data)


@pytest.mark.parametrize("road", [steps_form, properties])
@pytest.mark.parametrize("user", ["contributor", "editor"])
def test_dates_of_core_s_forms_are_for_the_office(site, road, user):
    text = site.make("contributor")
    if user == "editor":
        site.do("contributor", text, "submit")
    road(site, text, user)
    found = [text.effective_date is None, text.expiration_date is None]
    assert found == [user == "contributor"] * 2


def test_properties_reach_nothing_inside_that_the_user_may_not_change(site):
    folder = site.make("editor", "Folder")
    page = site.publish(site.make("contributor", "Document", container=folder))
    answer = properties(site, folder, "editor", recurse="yes", copyright="Khác")
    assert page.expiration_date is None
    assert (folder.rights, page.rights) == ("Khác", "")
    assert page.Title() in answer.json()["msg"], "what was left is named"


def test_refused_over_rest_leaves_no_date(site):
    text = site.make("contributor")
    for user, step in [("contributor", "approve"), ("editor", "forward")]:
        assert rest(site, text, user, step).status_code == 400
        assert text.effective_date is None
    site.do("contributor", text, "submit")
    assert rest(site, text, "editor", "return_to_author").status_code == 400
    assert text.effective_date is None


def test_children_over_rest(site):
    folder = site.make("contributor", "Folder")
    page = site.make("contributor", "Document", container=folder)
    answer = rest(site, folder, "contributor", "submit", include_children=True)
    assert answer.status_code == 200, answer.text
    assert state_of(page) == state_of(folder) == "pending_edit"
    assert page.effective_date is None


class TestEarly:
    @pytest.fixture
    def text(self, site):
        def make(_portal):
            file = site.make("contributor", "File", title="Tệp")
            text = site.make("contributor", text=linking(file))
            text.effective_date = DateTime() + 2
            return site.publish(text)

        return made_once(site.portal, make)

    def test_refused_to_visitors(self, site, text):
        assert is_embargoed_by_date(text)
        for user in ("", "member"):
            expected = 302
            for path in ("", "/view", "/@@plone_context_state/object_url"):
                answer = site.http("GET", text, path, user)
                assert answer.status_code == expected, (user, path)
                assert "login" in answer.headers["Location"] or user
        assert site.rest("GET", text).status_code == 401
        assert site.rest("GET", text, "/@workflow").status_code == 401

    def test_shown_to_those_inside(self, site, text):
        for user in ("contributor", "colleague", "editor", "approver", "manager"):
            assert site.http("GET", text, "", user).status_code == 200, user

    def test_its_file_waits_too(self, site, text):
        file = site.unit["tep"]
        assert state_of(file) == "visible"
        assert site.http("GET", file, "/@@download/file").status_code == 302
        assert site.http("GET", file, "/@@download/file", "editor").status_code == 200
        text.effective_date = DateTime() - 1
        from zope.event import notify
        from zope.lifecycleevent import ObjectModifiedEvent

        notify(ObjectModifiedEvent(text))
        assert site.http("GET", file, "/@@download/file").status_code == 200

    def test_file_of_an_effective_text_does_not_wait(self, site, text):
        file = site.unit["tep"]
        site.publish(site.make("contributor", text=linking(file)))
        assert site.http("GET", file, "/@@download/file").status_code == 200

    def test_below_an_early_folder(self, site):
        folder = site.make("contributor", "Folder")
        page = site.publish(site.make("contributor", "Document", container=folder))
        folder.effective_date = DateTime() + 2
        site.publish(folder)
        assert site.http("GET", page).status_code == 302

    def test_opens_when_the_time_comes(self, site, text):
        text.effective_date = DateTime() - 0.001
        assert site.http("GET", text).status_code == 200

    def test_not_in_listings(self, site, text):
        site.save()
        found = site.rest("GET", site.portal, "/@search?portal_type=LegalNews").json()
        assert found["items_total"] == 0

    def test_outside_nothing_changes(self, site):
        with api.env.adopt_roles(["Manager"]):
            page = create(site.portal, "Document", title="Ngoài")
            page.effective_date = DateTime() + 2
            api.content.transition(page, "publish")
        assert site.http("GET", page).status_code == 200


class TestExpired:
    @pytest.fixture
    def text(self, site):
        def make(_portal):
            file = site.make("contributor", "File", title="Tệp")
            text = site.make("contributor", text=linking(file))
            text.effective_date = DateTime() - 9
            text.expiration_date = DateTime() - 1
            return site.publish(text)

        return made_once(site.portal, make)

    def test_opens_with_its_files(self, site, text):
        assert is_expired(text)
        assert expired_on(text).utcoffset().total_seconds() == 0
        assert site.http("GET", text).status_code == 200
        assert site.http("GET", site.unit["tep"], "/@@download/file").status_code == 200

    def test_not_in_listings(self, site, text):
        text.reindexObject()
        site.save()
        found = site.rest("GET", site.portal, "/@search?portal_type=LegalNews").json()
        assert found["items_total"] == 0

    def test_without_date(self, office):
        text = office.make("contributor")
        assert not is_expired(text)
        assert expired_on(text) is None
        assert not is_embargoed_by_date(text)
