"""What was uploaded for a text that nobody saved goes; whatever anything refers to stays."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.app.textfield.value import RichTextValue
from sample_values import PNG
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.unsaved_uploads import GRACE
from sonla.pbgdpl.jobs.runner import run_jobs
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

DRAFT_DAYS = timedelta(days=30)
PAGES = {
    "add form": "/++add++LegalNews",
    "edit form": "/tin/edit",
    "folder contents": "/folder_contents",
    "nowhere": None,
}


@pytest.fixture
def upload(site):
    """Return a function that uploads a picture from a page of the unit, as core's script does."""

    def done(page="add form"):
        path = PAGES[page]
        headers = {"X-CSRF-TOKEN": site.token("contributor")}
        if path is not None:
            headers["Referer"] = f"{site.unit.absolute_url()}{path}?x=1"
        answer = site.http(
            "POST",
            site.unit,
            "/@@fileUpload",
            "contributor",
            files={"file": ("anh.png", PNG)},
            headers=headers,
        )
        return api.content.get(UID=answer.json()["UID"])

    return done


def rename(image, name):
    api.content.rename(image, new_id=name)


def copy(image, name):
    api.content.copy(image, id=name)


def run(site, days):
    """Let the jobs run some days from now; return the names in the unit."""
    transaction.commit()
    run_jobs(site.portal, now=lambda: datetime.now(UTC) + timedelta(days=days))
    transaction.begin()
    return site.unit.objectIds()


def body_with(image):
    return RichTextValue(
        f'<p><img src="resolveuid/{image.UID()}/@@images/image/large" alt="Họp"/></p>',
        "text/html",
        "text/x-html-safe",
    )


def test_what_was_never_saved_goes_after_the_days_of_drafts(site, upload):
    image = upload()
    name = image.getId()
    assert state_of(image) == "hidden"
    assert GRACE > DRAFT_DAYS
    assert name in run(site, 31)
    assert name not in run(site, 70)


@pytest.mark.parametrize("page", ["folder contents", "nowhere"])
def test_what_was_put_into_a_folder_stays(site, upload, page):
    name = upload(page).getId()
    assert name in run(site, 70)


def test_what_a_draft_shows_stays(site, upload):
    image = upload()
    site.make("contributor", text=body_with(image))
    assert image.getId() in run(site, 70)


def test_what_a_text_was_changed_to_show_stays_even_when_taken_out_again(site, upload):
    text = site.make("contributor")
    image = upload("edit form")
    for body in (body_with(image), None):
        text.text = body
        notify(ObjectModifiedEvent(text))
    assert image.getId() in run(site, 70)


def test_what_is_attached_stays(site, upload):
    text = site.make("contributor")
    image = upload()
    number = getUtility(IIntIds).getId(image)
    text.attachments = [RelationValue(number)]
    notify(ObjectModifiedEvent(text))
    assert image.getId() in run(site, 70)


def test_what_somebody_described_stays(site, upload):
    """Though no text shows it: it is a file of the unit's folder then."""
    image = upload()
    site.http(
        "PATCH",
        image,
        "",
        "contributor",
        json={"description": "Một buổi tuyên truyền"},
        headers={"Accept": "application/json"},
    )
    assert image.getId() in run(site, days=40)


@pytest.mark.parametrize("act", [rename, copy], ids=lambda act: act.__name__)
def test_what_somebody_renamed_or_copied_stays(site, upload, act):
    image = upload()
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        act(api.content.get(UID=image.UID()), "anh-buoi-hop")
    assert "anh-buoi-hop" in run(site, days=40)
