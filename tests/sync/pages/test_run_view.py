"""`@@btp-sync`: by POST, for those who may, and not for a page of somebody else."""

from contextlib import contextmanager
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sample_jobs import elsewhere
from sample_jobs import raises
from sample_jobs import stored
from sample_jobs import write_description
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.sync.store import KEY
from vietnamese_portal import speak_vietnamese
from ZODB.POSException import ConflictError

import pytest
import re
import requests
import transaction

PASSWORD = "mat-khau-cua-may-1"
JSON = {"Content-Type": "application/json"}
MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
RUNNER = ("may-dong-bo", PASSWORD)
EDITOR = ("bien-tap", PASSWORD)


@pytest.fixture
def people(site):
    """A machine in the group of the section, and somebody who only writes."""
    with api.env.adopt_roles(["Manager"]):
        create(site, "LegalEducationSection", title="PBGDPL")
        for name in ("may-dong-bo", "bien-tap"):
            api.user.create(email="a@example.vn", username=name, password=PASSWORD)
        api.group.add_user(groupname="pbgdpl-sync", username="may-dong-bo")
        api.group.add_user(groupname="pbgdpl-editors", username="bien-tap")
    transaction.commit()


@pytest.fixture
def url(site):
    return f"{site.absolute_url()}/@@btp-sync"


TOKEN = re.compile(r'name="_authenticator"[^>]*?value="(\w+)"')


def token_of(session, url):
    """Read the token of a form."""
    return TOKEN.search(session.get(url, timeout=60).text).group(1)


@pytest.fixture
def person(site):
    """An administrator who has logged in by the form, hence has cookies."""
    api.user.create(email="a@example.vn", username="quan-tri", password=PASSWORD)
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="quan-tri", roles=["Manager"])
    transaction.commit()
    session = requests.Session()
    login = f"{site.absolute_url()}/login"
    form = {
        "__ac_name": "quan-tri",
        "__ac_password": PASSWORD,
        "buttons.login": "Log in",
    }
    session.post(login, data=form, timeout=60)
    assert session.cookies.get("__ac")
    return session


def post(url, auth=None, headers=JSON, **how):
    return requests.post(
        url, auth=auth, headers=headers, allow_redirects=False, timeout=60, **how
    )


def untouched(site):
    with elsewhere(site, commit=False) as other:
        return KEY not in getattr(other, "__annotations__", {})


class TestRefusals:
    @pytest.mark.parametrize("auth", [None, MANAGER])
    def test_only_post(self, site, url, add_job, auth):
        add_job("a", write_description)
        answer = requests.get(url, auth=auth, timeout=60)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
        assert answer.json()["state"] == "refused"
        assert answer.json()["reason"] == "post_only"
        assert untouched(site)

    @pytest.mark.parametrize(
        ("auth", "status"),
        [
            (None, 401),
            (("may-dong-bo", "sai"), 401),
            (("khong-co-ai", PASSWORD), 401),
            (EDITOR, 403),
        ],
    )
    def test_only_who_may(self, site, url, add_job, people, auth, status):
        add_job("a", write_description)
        answer = post(url, auth)
        assert answer.status_code == status
        assert ("WWW-Authenticate" in answer.headers) is (status == 401)
        assert untouched(site)

    def test_strangers_are_not_led_to_the_login_form(self, url):
        assert post(url, headers={"Accept": "text/html"}).status_code == 401

    @pytest.mark.parametrize(
        "headers",
        [
            {"Content-Type": "application/x-www-form-urlencoded"},
            {"Content-Type": "text/plain"},
            {**JSON, "Cookie": "I18N_LANGUAGE=vi"},
        ],
    )
    def test_what_a_foreign_page_can_send(self, site, url, add_job, headers):
        """A browser adds the password of its dialogue, or cookies, by itself."""
        add_job("a", write_description)
        assert post(url, MANAGER, headers=headers).status_code == 403
        assert untouched(site)

    def test_cookie_without_token(self, site, url, add_job, person):
        add_job("a", write_description)
        answer = person.post(url, headers=JSON, timeout=60)
        assert answer.status_code == 403
        assert untouched(site)

    def test_cookie_with_a_false_token(self, site, url, add_job, person):
        add_job("a", write_description)
        answer = person.post(url, data={"_authenticator": "sai"}, timeout=60)
        assert answer.status_code == 403
        assert untouched(site)


class TestRun:
    @pytest.mark.parametrize("auth", [MANAGER, RUNNER])
    def test_machine(self, site, url, add_job, people, auth):
        add_job("a", write_description)
        answer = post(url, auth)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.json()["parts"] == {"a": {"state": "done"}}
        assert stored(site)[:2] == (None, "done")
        with elsewhere(site, commit=False) as other:
            assert other.description == "written"
            assert job_store_of(other).journal.latest().user == auth[0]

    def test_machine_that_asks_for_json(self, url, add_job):
        add_job("a", write_description)
        answer = post(url, MANAGER, headers={**JSON, "Accept": "application/json"})
        assert (answer.status_code, answer.json()["state"]) == (200, "done")

    def test_machine_with_a_bearer_token(self, site, url, add_job, people):
        add_job("a", write_description)
        credentials = {"login": RUNNER[0], "password": PASSWORD}
        asked = {"headers": {"Accept": "application/json"}, "timeout": 60}
        login = f"{site.absolute_url()}/@login"
        token = requests.post(login, json=credentials, **asked).json()["token"]
        answers = [
            post(url, headers={"Authorization": f"Bearer {sent}"})
            for sent in (f"{token}x", token)
        ]
        assert [answer.status_code for answer in answers] == [401, 200]
        assert answers[1].json()["state"] == "done"

    def test_person_at_a_form(self, site, url, add_job, person):
        add_job("a", write_description)
        token = token_of(person, f"{site.absolute_url()}/@@pbgdpl-settings")
        answer = person.post(url, data={"_authenticator": token}, timeout=60)
        assert (answer.status_code, answer.json()["state"]) == (200, "done")

    def test_nothing_due(self, site, url):
        answer = post(url, MANAGER)
        assert (answer.status_code, answer.json()["state"]) == (200, "idle")
        assert untouched(site)

    def test_busy(self, site, url, add_job):
        inner = []
        add_job("a", lambda context: inner.append(post(url, MANAGER)))
        assert post(url, MANAGER).status_code == 200
        assert (inner[0].status_code, inner[0].json()["state"]) == (409, "busy")

    def test_failure_tells_the_class_and_no_detail(self, url, add_job):
        add_job("a", raises(TransientFailure("10.1.2.3 refused")))
        answer = post(url, MANAGER)
        assert answer.status_code == 500
        part = answer.json()["parts"]["a"]
        assert (part["state"], part["code"]) == ("failed", "T")
        assert part["message"].startswith("The other side could not be reached")
        assert "10.1.2.3" not in answer.text

    def test_words_are_those_of_the_portal(self, site, url, add_job, people):
        speak_vietnamese(site)
        transaction.commit()
        add_job("a", raises(TransientFailure("refused")))
        answers = [requests.get(url, timeout=60), post(url), post(url, EDITOR)]
        assert [(one.json()["reason"], one.json()["message"]) for one in answers] == [
            ("post_only", "Hãy gửi yêu cầu bằng phương thức POST."),
            ("unknown", "Hãy đăng nhập bằng tài khoản được phép chạy."),
            ("forbidden", "Tài khoản này không được phép chạy."),
        ]
        answer = post(url, MANAGER).json()
        assert answer["message"] == "Lỗi"
        assert answer["parts"]["a"]["message"].startswith("Không kết nối được")

    def test_never_waits_in_a_thread_that_serves_visitors(self, url, add_job):
        said = []
        add_job("a", lambda context: said.append(context.wait(3600)))
        assert post(url, MANAGER).status_code == 200
        assert said == [False]


class TestRunsOnce:
    """The publisher runs a request anew at a conflict; a run must not be run anew."""

    def test_with_changes_that_were_left(self, site, url, add_job):
        calls = []

        def run(context):
            calls.append(1)
            write_description(context)
            context.site.title = "left"
            with elsewhere(context.site) as other:
                other.title = "theirs"

        add_job("a", run)
        assert post(url, MANAGER).status_code == 200
        assert calls == [1]
        with elsewhere(site, commit=False) as other:
            assert (other.title, other.description) == ("theirs", "written")
            assert len(job_store_of(other).journal.runs) == 1

    def test_with_a_conflict_that_was_raised(self, site, url, add_job):
        calls = []

        def run(context):
            calls.append(1)
            raise ConflictError

        add_job("a", run)
        answer = post(url, MANAGER)
        assert (answer.status_code, answer.json()["state"]) == (200, "partial")
        assert calls == [1]

    def test_the_request_itself_commits_nothing(self, site, url, add_job):
        """The last transaction is the one that closed the run."""
        last = []
        add_job("a", write_description)
        with watched(site, last):
            assert post(url, MANAGER).status_code == 200
        with elsewhere(site, commit=False) as other:
            finished = job_store_of(other).journal.latest()
        assert last[-1] == finished._p_serial


@contextmanager
def watched(site, tids):
    """Note the number of each transaction that is committed meanwhile."""
    storage = site._p_jar.db().storage
    finish = storage.tpc_finish

    def note(transaction, function=lambda tid: None):
        tids.append(finish(transaction, function))
        return tids[-1]

    storage.tpc_finish = note
    try:
        yield
    finally:
        del storage.tpc_finish
