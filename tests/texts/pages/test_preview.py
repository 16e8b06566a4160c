"""The preview: what a citizen will see, to colleagues alone, and nothing of it stays."""

from lxml import html
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.namedfile.file import NamedBlobFile
from public_content import picture
from rich_texts import linking
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import pytest
import requests
import transaction

OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.fixture
def draft(article):
    """Return a draft with a hidden picture in its body and a hidden file attached."""
    place = article.aq_parent.getPhysicalPath()
    made = made_once(api.portal.get(), make_draft, place)
    transaction.commit()
    return made


def make_draft(portal, place):
    """Make a draft with a hidden picture and a hidden file in the section."""
    section = portal.unrestrictedTraverse(place)
    with api.env.adopt_roles(["Manager"]):
        image = api.content.create(section, "Image", "hinh", image=picture())
        file = api.content.create(
            section,
            "File",
            "tep",
            title="Tệp kèm",
            file=NamedBlobFile(b"%PDF-1.4", "application/pdf", "t.pdf"),
        )
        return api.content.create(
            section,
            "LegalNews",
            "nhap",
            "Bài nháp",
            text=linking(image),
            attachments=[RelationValue(getUtility(IIntIds).getId(file))],
            legal_fields=("dat-dai",),
        )


def preview(item, auth=OWNER):
    return requests.get(
        f"{item.absolute_url()}/@@pbgdpl-preview",
        auth=auth,
        timeout=60,
        allow_redirects=False,
    )


def test_shows_what_a_citizen_will_see(draft):
    answer = preview(draft)
    assert answer.status_code == 200
    root = html.fromstring(answer.content)
    assert root.findtext(".//h1") == "Bài nháp"
    assert root.xpath("//*[@id='pbgdpl-preview']")
    assert "Tệp kèm" in answer.text
    assert root.xpath("//div[contains(@class, 'pbgdpl-body')]//img")
    assert root.xpath("//*[contains(@class, 'pbgdpl-byline')]//time")
    assert root.xpath("//*[contains(@class, 'pbgdpl-tools')]")
    # Nothing that only colleagues see
    assert not root.xpath("//*[@id='edit-zone'] | //*[@id='pbgdpl-status']")
    assert "pbgdpl-check" not in answer.text
    assert root.xpath("//a[contains(@href, '/login')]")
    assert not root.xpath("//a[contains(@href, '/logout')]")


def test_pictures_can_be_had(draft):
    root = html.fromstring(preview(draft).content)
    (url,) = root.xpath("//div[contains(@class, 'pbgdpl-body')]//img/@src")
    assert requests.get(url, auth=OWNER, timeout=60).status_code == 200


def test_nothing_stays_of_it(draft):
    history = len(draft.workflow_history["pbgdpl_editorial_workflow"])
    preview(draft)
    transaction.begin()
    assert api.content.get_state(draft) == "draft"
    assert len(draft.workflow_history["pbgdpl_editorial_workflow"]) == history
    assert draft.effective_date is None
    for item in (draft, draft.aq_parent["hinh"], draft.aq_parent["tep"]):
        answer = requests.get(item.absolute_url(), timeout=60, allow_redirects=False)
        assert answer.status_code != 200 or "Bài nháp" not in answer.text
    assert not api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        Title="Bài nháp", review_state="published"
    )


def test_nobody_else_gets_it(draft, article):
    assert preview(draft, None).status_code != 200
    assert preview(article, None).status_code == 404


def test_what_is_no_text_has_none(article):
    assert preview(article.aq_parent).status_code == 404
    assert preview(api.portal.get()).status_code == 404


def test_colleagues_find_the_way_on_what_is_not_public(draft, article):
    def links(item):
        page = requests.get(item.absolute_url(), auth=OWNER, timeout=60).content
        return html.fromstring(page).xpath("//a[contains(@href, '@@pbgdpl-preview')]")

    assert len(links(draft)) == 1
    assert links(article) == []


def test_it_is_kept_nowhere(draft):
    assert "no-store" in preview(draft).headers["Cache-Control"]
