"""`@@pbgdpl-jobs` and `@@pbgdpl-run`: every job, what it is for, and a button to run it."""

from App.config import getConfiguration
from browser_fixtures import PHONE
from datetime import timedelta
from new_items import create
from page_checks import faults
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sample_jobs import elsewhere
from sample_jobs import raises
from sample_jobs import write_description
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.store import KEY
from sync_pages import Visitor
from vietnamese_portal import speak_vietnamese
from web_requests import CONTENT_ALONE
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

import lxml.html
import pytest
import requests
import sys
import transaction

MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PASSWORD = "mat-khau-cua-may-1"
JSON = {"Content-Type": "application/json"}
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def url(site):
    return f"{site.absolute_url()}/@@pbgdpl-jobs"


@pytest.fixture
def machine(site):
    """An account that is in the group for machines and in nothing else."""
    with api.env.adopt_roles(["Manager"]):
        create(site, "LegalEducationSection", title="PBGDPL")
        api.user.create(email="a@example.vn", username="may", password=PASSWORD)
        api.group.add_user(groupname="pbgdpl-sync", username="may")
    transaction.commit()
    return ("may", PASSWORD)


class OtherJob(Job):
    """A job that has nothing to do with the exchange."""

    def run(self, context):
        write_description(context)


class TestRun:
    def test_all_that_is_due_in_a_portal_without_exchange(self, site, machine, add_job):
        add_job("other", OtherJob)
        answer = requests.post(
            f"{site.absolute_url()}/@@pbgdpl-run", auth=machine, headers=JSON
        )
        assert answer.status_code == 200
        assert answer.json()["parts"]["other"] == {"state": "done"}
        with elsewhere(site, commit=False) as other:
            assert other.description == "written"
            assert job_store_of(other).run_times.last is not None
            assert KEY not in IAnnotations(other)

    def test_the_exchange_leaves_the_others(self, site, machine, add_job):
        add_job("other", OtherJob)
        answer = requests.post(
            f"{site.absolute_url()}/@@btp-sync", auth=machine, headers=JSON
        )
        assert answer.json()["state"] == "idle"

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PROPFIND"])
    @pytest.mark.parametrize("view", ["pbgdpl-run", "btp-sync"])
    def test_other_methods_are_refused(self, site, method, view):
        answer = requests.request(method, f"{site.absolute_url()}/@@{view}")
        assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)

    def test_strangers_and_members(self, site, machine, add_job):
        add_job("other", OtherJob)
        api.user.create(email="b@example.vn", username="ai-do", password=PASSWORD)
        transaction.commit()
        url = f"{site.absolute_url()}/@@pbgdpl-run"
        assert requests.post(url, headers=JSON).status_code == 401
        who = ("ai-do", PASSWORD)
        assert requests.post(url, headers=JSON, auth=who).status_code == 403
        assert requests.post(url, auth=machine).status_code == 403, "no word of JSON"
        with elsewhere(site, commit=False) as other:
            assert other.description != "written"


def visitor(name="", password=""):
    """Somebody who has the content of pages alone."""
    found = Visitor(name, password)
    found.session.headers.update(CONTENT_ALONE)
    return found


class TestPage:
    def test_every_job_is_listed_in_vietnamese(self, site, url):
        speak_vietnamese(site)
        transaction.commit()
        text = visitor(*MANAGER).read(url)
        for name, _job in jobs(site):
            assert f'id="job-{name}"' in text
        for words in ("Xóa dữ liệu của người hỏi", "hằng ngày", "chưa chạy"):
            assert words in text
        assert "Chưa thiết lập lịch chạy" in text
        assert "method /plone/@@pbgdpl-run" in text

    def test_the_lines_of_the_clock_can_be_copied(self, site, url, monkeypatch):
        configuration = getConfiguration()
        home = "/srv/plone/parts/client1"
        monkeypatch.setattr(configuration, "instancehome", home)
        address = "sonla.pbgdpl.public_address"
        api.portal.set_registry_record(address, "https://pbgdpl.example.gov.vn")
        transaction.commit()
        page = lxml.html.fromstring(visitor(*MANAGER).read(url))
        cron, section = page.xpath("//*[@id='pbgdpl-clock']//pre/code/text()")
        command = "bin/pbgdpl-run parts/client1/etc/zope.conf /plone"
        assert cron == f"*/5 * * * *  cd /srv/plone && {command} >/dev/null"
        assert section.startswith("[client1]\nzope-conf-additional +=\n    %import")
        assert "\n      host https://pbgdpl.example.gov.vn\n" in section
        assert page.xpath("//a[contains(@href, '@@usergroup-userprefs')]")
        monkeypatch.setattr(configuration, "instancehome", "/srv/instance")
        api.portal.set_registry_record(address, "http://127.0.0.1:8080/plone")
        transaction.commit()
        page = lxml.html.fromstring(visitor(*MANAGER).read(url))
        cron, section = page.xpath("//*[@id='pbgdpl-clock']//pre/code/text()")
        assert f"cd {sys.prefix} && bin/pbgdpl-run /srv/instance/etc/zope.conf" in cron
        assert section.startswith("%import sonla.pbgdpl\n<clock-server pbgdpl>\n")
        assert "host" not in section, "the setting is to mend it"

    def test_what_failed_stands_on_top_then_what_is_late(self, site, url, add_job):
        add_job("late", OtherJob)
        add_job("broken", raises(TransientFailure("no line")))
        manager = visitor(*MANAGER)
        manager.press(url, "job", "broken")
        two_days_ago = utc_now() - timedelta(days=2)
        make_job_store(site).note_due({"late"}, ["late"], two_days_ago)
        transaction.commit()
        page = lxml.html.fromstring(manager.read(url))
        rows = page.xpath("//tbody/tr")
        assert [row.get("id") for row in rows[:2]] == ["job-broken", "job-late"]
        assert "could not be reached" in rows[0].text_content()
        assert "Late" in rows[1].text_content()
        assert f"1 failed, 1 late, {len(rows) - 2} others." in page.text_content()

    def test_one_is_run_and_its_result_told(self, site, url, add_job):
        add_job("other", OtherJob)
        detail = Message("no-line", "sample", default="No line")
        add_job("another", raises(TransientFailure(detail)))
        manager = visitor(*MANAGER)
        answer = manager.press(url, "job", "other")
        assert answer.url.endswith("#job-other") or "#job-other" in answer.url
        assert "Done" in answer.text and "statusmessage-info" in answer.text
        assert job_store_of(site).results["other"].state == "done"
        assert "another" not in job_store_of(site).results
        assert job_store_of(site).run_times.last is None, "a clock called"
        answer = manager.press(url, "job", "another")
        assert "ask the operators of the other side. No line" in answer.text
        assert "statusmessage-error" in answer.text
        assert "statusmessage-error" in manager.press(url, "all").text

    def test_all_that_is_due(self, site, url, add_job):
        add_job("other", OtherJob)
        manager = visitor(*MANAGER)
        assert "not set up yet" in manager.read(url)
        manager.press(url, "all")
        assert job_store_of(site).results["other"].state == "done"
        assert "not set up yet" in manager.read(url), "a button is no clock"
        requests.post(f"{site.absolute_url()}/@@pbgdpl-run", auth=MANAGER, headers=JSON)
        text = manager.read(url)
        assert "The clock works" in text and "pbgdpl-runner" not in text

    def test_what_is_not_due_is_run_and_says_so(self, site, url, add_job):
        add_job("other", write_description, due=lambda context: False)
        answer = visitor(*MANAGER).press(url, "job", "other")
        assert "It was not due and was run all the same. Done" in answer.text
        assert job_store_of(site).results["other"].state == "done"
        with elsewhere(site, commit=False) as other:
            assert other.description == "written"

    def test_what_the_settings_switched_off_is_not_run(self, site, url):
        api.portal.set_registry_record("sonla.pbgdpl.people.mail_register", False)
        transaction.commit()
        answer = visitor(*MANAGER).press(url, "job", "register-mail")
        assert "the settings have switched it off" in answer.text
        assert "statusmessage-warning" in answer.text
        assert "register-mail" not in job_store_of(site).results

    def test_another_run_goes_on(self, site, url, add_job):
        add_job("other", OtherJob)
        make_job_store(site).lease.acquire("another", utc_now())
        transaction.commit()
        answer = visitor(*MANAGER).press(url, "job", "other")
        assert "Another run is going on" in answer.text
        assert "statusmessage-warning" in answer.text

    def test_another_run_took_over(self, site, url, add_job):
        """The run ends without a result of the job; the page says what happened."""

        def lose(context):
            with elsewhere(site) as other:
                make_job_store(other).lease.revoke()
            context.keep_lease()

        add_job("other", lose)
        answer = visitor(*MANAGER).press(url, "job", "other")
        assert answer.status_code == 200
        assert "Another run took over" in answer.text

    def test_a_job_named_twice_or_not_at_all(self, url, add_job):
        add_job("other", OtherJob)
        manager = visitor(*MANAGER)
        fields = manager.hidden(url)
        for names in (["other", "mail"], ["other", "other"], "", "\x00", ["a", "b"]):
            answer = manager.session.post(url, data={**fields, "job": names})
            assert answer.status_code == 400, names
        answer = manager.session.post(url, data={**fields, "job:record": "other"})
        assert answer.status_code == 400

    def test_not_without_a_token_nor_for_others(self, site, url, add_job, machine):
        add_job("other", OtherJob)
        answer = requests.post(url, data={"job": "other"}, auth=MANAGER)
        assert answer.status_code == 403
        api.user.create(email="b@example.vn", username="ai-do", password=PASSWORD)
        transaction.commit()
        assert 'id="pbgdpl-clock"' not in visitor("ai-do", PASSWORD).read(url)
        assert 'id="pbgdpl-clock"' not in visitor().read(url)
        assert 'id="pbgdpl-clock"' in visitor(*machine).read(url)
        unknown = visitor(*MANAGER).press(url, "job", "nothing")
        assert unknown.status_code == 400

    def test_administration_says_that_the_clock_is_a_step(self, site):
        tools = f"{site.absolute_url()}/@@pbgdpl-settings?page=tools"
        manager = visitor(*MANAGER)
        text = manager.read(tools)
        assert "The clock is not set up yet" in text and "@@pbgdpl-jobs#" in text
        requests.post(f"{site.absolute_url()}/@@pbgdpl-run", auth=MANAGER, headers=JSON)
        assert "The clock works" in manager.read(tools)

    def test_on_a_phone(self, site, url, chromium, log_in, add_job):
        add_job("other", raises(TransientFailure("no line")))
        context = chromium.new_context(viewport=PHONE)
        page = context.new_page()
        log_in(page, *MANAGER)
        page.goto(url)
        assert faults(page) == []
        page.locator("#pbgdpl-clock summary").click()
        copied = page.locator("#pbgdpl-clock pre").nth(1).inner_text().strip()
        assert copied.startswith(
            "%import sonla.pbgdpl\n<clock-server pbgdpl>\n  method"
        )
        page.click("button[name=all]")
        requests.post(f"{site.absolute_url()}/@@pbgdpl-run", auth=MANAGER, headers=JSON)
        page.goto(url)
        assert page.locator("#pbgdpl-clock").count() == 0
        assert page.locator("tbody tr").first.get_attribute("id") == "job-other"
        assert faults(page) == []
        page.set_viewport_size({"width": 1366, "height": 900})
        assert page.evaluate(HEIGHT) <= 1500
        assert faults(page) == []
        rows = page.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => row.offsetHeight)"
        )
        assert len(set(rows[1:])) == 1, "one that didn't fail takes more than a line"
        page.goto(f"{site.absolute_url()}/@@pbgdpl-settings?page=tools")
        assert page.evaluate(HEIGHT) <= 2000
        assert faults(page) == []
        context.close()
