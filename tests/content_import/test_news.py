"""News of the portal becomes news of the section, and goes back."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from desk_content import acting
from old_content import carry
from old_content import prepare
from plone import api
from plone.app.contenttypes.content import NewsItem
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.conversion import main_field
from sonla.pbgdpl.texts.content import LegalNews
from zope.component import getUtility


def test_preview_changes_nothing(section, folder):
    batch = prepare(section, folder)
    assert batch.phase == batches.PREVIEW and batch.counts() == {"ready": 2}
    assert folder.objectIds() == ["tin-1", "tin-2"] and section.objectIds() == []
    first = batch.entries[0]
    assert first.becomes == "LegalNews"
    assert first.values["legal_fields"] == ("dat-dai",)
    assert first.values["author_name"] == "Lò Văn Viết"


def test_news_becomes_news(portal, section, folder):
    old = folder["tin-1"]
    uid, created, modified, effective = (
        IUUID(old),
        old.created(),
        old.modified(),
        old.effective(),
    )
    batch = prepare(section, folder)
    assert carry(section, batch, batches.RUNNING) == {"brought": 2}
    assert folder.objectIds() == [] and sorted(section.objectIds()) == [
        "tin-1",
        "tin-2",
    ]
    news, draft = section["tin-1"], section["tin-2"]
    assert news.portal_type == "LegalNews" and type(aq_base(news)) is LegalNews
    assert (IUUID(news), news.created(), news.modified(), news.effective()) == (
        uid,
        created,
        modified,
        effective,
    )
    assert news.text.raw == "<p>Theo Luật số 31/2024/QH15.</p>"
    assert news.image_caption == "Toàn cảnh" and news.image.filename == "anh.png"
    assert news.listCreators() == ("Lò Văn Viết",)
    assert api.content.get_state(news) == "published"
    assert api.content.get_state(draft) == "draft"
    assert "Anonymous" in rolesForPermissionOn("View", news)
    assert "Anonymous" not in rolesForPermissionOn("View", draft)
    storage = getUtility(IRedirectionStorage)
    assert storage.get(f"{path_of(folder)}/tin-1") == path_of(news)
    (brain,) = api.content.find(UID=uid)
    assert (brain.portal_type, brain.getPath()) == ("LegalNews", path_of(news))
    assert not api.content.find(path=path_of(folder), portal_type="News Item")


def test_a_whole_batch_is_taken_back(section, folder):
    old = folder["tin-1"]
    uid, modified = IUUID(old), old.modified()
    history = {name: tuple(lines) for name, lines in old.workflow_history.items()}
    batch = prepare(section, folder)
    carry(section, batch, batches.RUNNING)
    assert carry(section, batch, batches.UNDOING) == {"taken_back": 2}
    assert folder.objectIds() == ["tin-1", "tin-2"] and section.objectIds() == []
    back = folder["tin-1"]
    assert back.portal_type == "News Item" and type(aq_base(back)) is NewsItem
    assert (IUUID(back), back.modified()) == (uid, modified)
    assert dict(back.workflow_history) == history
    assert api.content.get_state(back) == "published"
    assert api.content.get_state(folder["tin-2"]) == "private"
    assert "Anonymous" in rolesForPermissionOn("View", back)
    assert "Anonymous" not in rolesForPermissionOn("View", folder["tin-2"])
    (brain,) = api.content.find(UID=uid)
    assert (brain.portal_type, brain.getPath()) == ("News Item", path_of(back))


def test_what_was_changed_since_stays(section, folder):
    batch = prepare(section, folder)
    carry(section, batch, batches.RUNNING)
    with acting("phe-duyet"):
        api.content.transition(section["tin-1"], "withdraw", comment="Sai số liệu")
    assert carry(section, batch, batches.UNDOING) == {"stayed": 1, "taken_back": 1}
    assert section.objectIds() == ["tin-1"] and folder.objectIds() == ["tin-2"]


def test_a_field_of_law_that_only_the_body_names_is_recognised(portal):
    """If it is named three times; a passing word says nothing."""
    body = "Về đất đai. Luật Đất đai năm 2024: giá đất đai. Trẻ em."
    assert main_field(body) == ("dat-dai",)
    assert main_field("Về đất đai, đất đai và trẻ em.") == ()
