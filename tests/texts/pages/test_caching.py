"""With plone.app.caching: copies are good while nothing changes, and of nobody else."""

from DateTime import DateTime
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from dialogues import make_dialogue
from made_once import made_once
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make
from questions_content import answer
from questions_content import ask
from questions_content import MAIL
from questions_content import put
from sample_values import LAND_LAW
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.legal_documents.jobs import ValidityJob
from z3c.caching.interfaces import ILastModified

import pytest
import re
import requests
import transaction

OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PAGES = (
    *("", "luat-doi-song", "to-gap-mau", "@@materials?kind=to-gap", "@@activities"),
    *("tuoi-ket-hon", "@@questions?q=tuoi", "doi-thoai", "@@dialogues"),
)


@pytest.fixture(params=["with-caching-proxy", "without-caching-proxy"])
def cached(request, article):
    """Return a section in a portal that keeps copies."""
    place = article.aq_parent.getPhysicalPath()
    section = made_once(api.portal.get(), keep_copies, place, request.param)
    transaction.commit()
    return section


def keep_copies(portal, place, profile):
    """Let the portal keep copies, and make some content in the section."""
    section = portal.unrestrictedTraverse(place)
    make(section, "EducationMaterial", "Tờ gấp mẫu", kind="to-gap")
    question = put(answer(ask(section, id="tuoi-ket-hon")), "published")
    for one in (question, make_dialogue(section, id="doi-thoai")):
        one.reindexObject()
    applyProfile(portal, "plone.app.caching:default")
    applyProfile(portal, f"plone.app.caching:{profile}")
    for name in ("plone.caching", "plone.app.caching"):
        registry = portal.portal_registry
        if f"{name}.interfaces.ICacheSettings.enabled" in registry:
            registry[f"{name}.interfaces.ICacheSettings.enabled"] = True
    for operation in ("weakCaching", "moderateCaching"):
        record = f"plone.app.caching.{operation}.ramCache"
        if record in portal.portal_registry:
            portal.portal_registry[record] = True
    return section


def get(section, path, **options):
    return requests.get(f"{section.absolute_url()}/{path}", timeout=60, **options)


@pytest.mark.parametrize("path", PAGES)
def test_a_copy_is_good_until_something_changes(cached, path):
    first = get(cached, path)
    assert first.status_code == 200
    tag = first.headers.get("ETag")
    assert tag, dict(first.headers)
    again = get(cached, path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    item = cached[path] if path in cached else cached["to-gap-mau"]
    item.title = "Tên mới"
    item.setModificationDate(DateTime() + 1)
    item.reindexObject()
    transaction.commit()
    fresh = get(cached, path, headers={"If-None-Match": tag})
    assert fresh.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_nobody_gets_a_colleague_s_page(cached, path):
    theirs = get(cached, path, auth=OWNER)
    assert "logout" in theirs.text
    ours = get(cached, path)
    assert "logout" not in ours.text
    tag = theirs.headers.get("ETag", "none")
    assert get(cached, path, headers={"If-None-Match": tag}).status_code == 200
    assert "public" not in theirs.headers.get("Cache-Control", "")
    assert "s-maxage" not in theirs.headers.get("Cache-Control", "")
    assert "logout" in get(cached, path, auth=OWNER).text


def test_one_state_of_a_list_is_not_another(cached):
    assert "Tờ gấp mẫu" in get(cached, "@@materials?kind=to-gap").text
    assert "Tờ gấp mẫu" not in get(cached, "@@materials?kind=sach").text
    assert "Tờ gấp mẫu" in get(cached, "@@materials?kind=to-gap").text


def test_preview_and_drafts_are_kept_nowhere(cached):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(cached, "LegalNews", "nhap", "Nháp kín")
    transaction.commit()
    assert "Nháp kín" in get(cached, "nhap", auth=OWNER).text
    assert "Nháp kín" in get(cached, "nhap/@@pbgdpl-preview", auth=OWNER).text
    for path in ("nhap", "nhap/@@pbgdpl-preview", "nhap/@@pbgdpl-save"):
        assert "Nháp kín" not in get(cached, path).text


@pytest.mark.parametrize(
    "expires,turned", [(-1, True), (0, False), (1, False)], ids=str
)
def test_a_page_is_new_from_the_midnight_on_which_a_document_expired(
    article, expires, turned
):
    row = {**LAND_LAW, "expires_on": today() + timedelta(days=expires)}
    text = make(
        article.aq_parent,
        "LegalIntroduction",
        "Giới thiệu",
        kind="khac",
        legal_documents=[row],
    )
    text.setModificationDate(DateTime() - 9)
    fresh = ILastModified(text)() == midnight(today()).asdatetime()
    assert fresh is turned


class Run:
    """Stand for a run of the clock at some moment, of which a job asks but this."""

    options, dry_run = {}, False

    def __init__(self, moment):
        self.moment = moment

    def today(self):
        return today(self.moment)


def test_copies_grow_old_at_midnight(cached):
    portal = api.portal.get()
    make_job_store(portal).done_on.clear()
    before = get(cached, "luat-doi-song").headers["ETag"]
    job, run = ValidityJob(portal), Run(datetime(2026, 11, 26, 5, tzinfo=UTC))
    assert job.due(run)
    job.work(run)
    transaction.commit()
    answer = get(cached, "luat-doi-song", headers={"If-None-Match": before})
    assert answer.status_code == 200
    make_job_store(portal).done_on["validity"] = run.today()
    assert not job.due(run)
    assert job.due(Run(datetime(2026, 11, 26, 18, tzinfo=UTC)))


def test_portal_without_copies_is_not_written_for_them(article):
    assert not ValidityJob(api.portal.get()).due(Run(datetime.now(UTC)))


@pytest.mark.parametrize("name", ["@@ask-question", "@@question-status"])
def test_forms_of_questions_are_kept_nowhere(cached, name):
    answers = [get(cached, name) for _ in range(2)]
    for one in answers:
        assert one.status_code == 200
        assert one.headers["Cache-Control"] == "no-store"
        assert "ETag" not in one.headers and "X-RAMCache" not in one.headers
    if name == "@@ask-question":
        stamps = {
            re.search(r'name="stamp"[^>]*value="([^"]+)"', a.text)[1] for a in answers
        }
        assert len(stamps) == 2


def test_the_office_page_of_a_question_reaches_nobody_else(cached):
    theirs = get(cached, "tuoi-ket-hon", auth=OWNER)
    assert MAIL in theirs.text
    for headers in ({}, {"If-None-Match": theirs.headers.get("ETag", "none")}):
        ours = get(cached, "tuoi-ket-hon", headers=headers)
        assert ours.status_code == 200 and MAIL not in ours.text


@pytest.mark.parametrize("path", PAGES)
def test_a_second_visitor_gets_the_copy(cached, path):
    for _ in range(2):
        answer = get(cached, path)
    assert answer.headers.get("X-RAMCache"), dict(answer.headers)
