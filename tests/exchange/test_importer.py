"""A record becomes an item, and later ones change it."""

from plone import api
from plone.app.testing import TEST_USER_ID
from plone.base.utils import check_id
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.authorship import public_author
from sonla.pbgdpl.editorial.revisions import check_in
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.exchange.accessors import AI_SOURCE
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.importer import update
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.unmapped import unmapped_of
from zope.component import getGlobalSiteManager
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

import pytest


@pytest.fixture(autouse=True)
def manager(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


@pytest.fixture
def modified():
    """Collect the events that tell of changes."""
    seen = []
    components = getGlobalSiteManager()
    components.registerHandler(seen.append, [IObjectModifiedEvent])
    yield seen
    components.unregisterHandler(seen.append, [IObjectModifiedEvent])


def news(**values):
    return build("oai:btp.vn:1", "news", {"title": "Luật Đất đai mới", **values})


def test_an_item_is_made_of_a_record(section, record):
    made = create(record, section)
    obj = made.obj
    assert obj.portal_type == "LegalNews"
    assert obj.getId() == "tap-huan-luat-dat-dai-tai-moc-chau"
    assert obj.aq_parent.aq_base is section.aq_base
    assert IHarvested.providedBy(obj)
    assert api.content.get_state(obj) == "draft"
    assert obj.listCreators() == ("Sở Tư pháp tỉnh Sơn La",)
    assert obj.legal_fields == ("dat-dai",)
    assert obj.text.outputMimeType == "text/x-html-safe"
    assert obj.effective_date.ISO8601() == record["issued"].isoformat()
    assert "tai-lieu.pdf" in [one.mapping["value"] for one in made.notes]


def test_it_is_indexed_as_any_other(section, record):
    obj = create(record, section).obj
    processQueue()
    (brain,) = api.content.find(UID=obj.UID())
    assert brain.Title == obj.title
    assert brain.review_state == "draft"
    assert api.content.find(path="/".join(obj.getPhysicalPath()))
    assert api.content.find(SearchableText="Mộc Châu", portal_type="LegalNews")


def test_the_container_is_not_modified(section, record, modified):
    before = section.modified()
    create(record, section)
    assert section.modified() == before
    assert modified == []


@pytest.mark.parametrize(
    "title", ["Luật Đất đai mới", "?!", "view", "Sharing", "_x", ":_", "a_"]
)
def test_many_items_of_one_title_stand_in_one_folder(section, title):
    names = ("view", "sharing")  # Plone 6.1 lets content have the second
    taken = {name for name in names if check_id(section, name, contained_by=section)}
    made = [create(news(title=title), section).obj for _number in range(3)]
    assert len({obj.getId() for obj in made}) == 3
    assert [obj.title for obj in made] == [title] * 3
    assert "view" in taken
    assert not {obj.getId() for obj in made} & taken


def test_an_unknown_type_is_refused(section):
    strange = build("oai:btp.vn:1", "recipe", {"title": "Tin"})
    with pytest.raises(InvalidRecord) as refused:
        create(strange, section)
    assert refused.value.field == "type"
    assert "tin" not in section


def test_codes_that_our_lists_lack_become_keywords(section):
    record = news(
        subjects=(Term("LV-07", "Đất đai"), Term("LV-99", "Bổ trợ tư pháp")),
        audiences=(Term("A-1"),),
        keywords=("tin",),
    )
    made = create(record, section)
    assert made.obj.legal_fields == ("dat-dai",)
    assert made.obj.audiences == ()
    assert made.obj.Subject() == ("tin", "Bổ trợ tư pháp", "A-1")
    assert "LV-99 Bổ trợ tư pháp" in [one.mapping["value"] for one in made.notes]
    later = update(made.obj, record.changed(keywords=("tin", "mới")), {"keywords"})
    assert later.names == {"keywords"}
    assert made.obj.Subject() == ("tin", "mới")


def test_codes_of_rows_become_keywords_too(section):
    law = LegalDocument(
        document_type=Term("X", "Thông cáo"), number="1", validity=Term("CHL")
    )
    record = build(
        "oai:btp.vn:1", "introduction", {"title": "a", "legal_documents": (law,)}
    )
    made = create(record, section)
    (row,) = made.obj.legal_documents
    assert row["document_type"] is None
    assert row["validity"] == "CHL"
    assert made.obj.Subject() == ("Thông cáo",)
    assert made.notes[0].mapping["field"] == "legal_documents"


def test_what_has_no_field_here_is_kept(section):
    law = LegalDocument(number="31/2024/QH15")
    record = news(
        url="https://btp.vn/tin/1",
        publisher="Bộ Tư pháp",
        legal_documents=(law,),
        origin="btp.vn",
    )
    obj = create(record, section).obj
    assert unmapped_of(obj)["url"] == "https://btp.vn/tin/1"
    found = record_of(obj)
    for name in ("url", "publisher", "legal_documents", "origin"):
        assert found[name] == record[name]
    other = (LegalDocument(number="32/2024/QH15"),)
    change = update(obj, record.changed(legal_documents=other), {"legal_documents"})
    assert change.names == {"legal_documents"}
    assert record_of(obj)["legal_documents"] == other
    update(obj, record.changed(legal_documents=None), {"legal_documents"})
    assert "legal_documents" not in record_of(obj).values


@pytest.mark.parametrize(
    ("told", "made_with_ai"),
    [
        ("https://schema.org/TrainedAlgorithmicMediaDigitalSource", True),
        (
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            True,
        ),
        ("https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource", True),
        ("https://schema.org/DigitalCaptureDigitalSource", False),
        ("Máy ảnh", False),
    ],
)
def test_what_others_made_with_ai_is_marked(section, told, made_with_ai):
    """What says anything else goes on to others as it came."""
    obj = create(news(digital_source=told), section).obj
    assert obj.made_with_ai is made_with_ai
    assert record_of(obj)["digital_source"] == (AI_SOURCE if made_with_ai else told)


def test_an_address_at_a_host_that_is_not_allowed_is_kept_aside(section):
    url = "https://khac.example.vn/video"
    record = build("oai:btp.vn:1", "material", {"title": "a", "external_url": url})
    made = create(record, section)
    assert made.obj.external_url is None
    assert record_of(made.obj)["external_url"] == url
    assert "problem_host" in made.notes
    allowed = "https://vimeo.com/1234567"
    update(made.obj, record.changed(external_url=allowed), {"external_url"})
    assert made.obj.external_url == allowed
    assert record_of(made.obj)["external_url"] == allowed


def test_only_the_named_fields_change(section, record, modified):
    obj = create(record, section).obj
    later = record.changed(title="Tên mới", description="Khác", language="en")
    change = update(obj, later, {"title", "language"})
    assert change.names == {"title", "language"}
    assert (obj.title, obj.language) == ("Tên mới", "en")
    assert obj.description == record["description"]
    (event,) = modified
    changed = {
        name for description in event.descriptions for name in description.attributes
    }
    assert changed == {"title", "language"}


def test_nothing_is_written_where_nothing_differs(section, record, modified):
    obj = create(record, section).obj
    before = obj.modified(), obj.__dict__.copy()
    change = update(obj, record, set(record.values))
    assert change.names == set()
    assert (obj.modified(), obj.__dict__) == before
    assert modified == []


def test_the_body_is_stored_harmless_and_can_be_taken_away(section):
    obj = create(news(body="<p>một</p>"), section).obj
    assert obj.text.raw == "<p>một</p>"
    assert update(obj, news(body="<p>hai</p>"), {"body"}).names == {"body"}
    assert obj.text.raw == "<p>hai</p>"
    assert update(obj, news(), {"body"}).names == {"body"}
    assert obj.text is None
    assert "body" not in record_of(obj).values


def test_the_version_before_the_first_change_is_in_the_history(section):
    obj = create(news(description="như ban đầu"), section).obj
    repository = api.portal.get_tool("portal_repository")
    assert not repository.getHistoryMetadata(obj)
    update(obj, news(description="như về sau"), {"description"})
    old = repository.retrieve(obj, 0).object
    new = repository.retrieve(obj, 1).object
    assert (old.description, new.description) == ("như ban đầu", "như về sau")


def test_an_editor_who_saves_makes_versions_again(section):
    obj = create(news(), section).obj
    assert obj.versioning_enabled is True
    assert "versioning_enabled" not in obj.__dict__


def test_the_author_is_the_name_that_it_came_with(section):
    obj = create(news(creator="Bộ Tư pháp", author_name="Cà Thị Mẫu"), section).obj
    assert record_of(obj)["creator"] == "Bộ Tư pháp"
    assert public_author(obj) == "Cà Thị Mẫu"
    update(obj, news(creator="Bộ Tư pháp"), {"author_name"})
    assert public_author(obj) == "Bộ Tư pháp"
    assert obj.listCreators() == ("Bộ Tư pháp",)


def test_whoever_runs_the_exchange_is_no_author(section):
    obj = create(news(), section).obj
    assert TEST_USER_ID not in obj.listCreators()
    assert obj.listCreators() == ("Chuyên trang",)


def test_a_revision_of_a_fetched_text_says_the_same(section, record):
    sent = record.changed(creator="Bộ Tư pháp", rights=None, issued=None)
    text = create(sent, section).obj
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(text, workflow, "published")
    copy = revise(text)
    assert field_hashes(record_of(copy)) == field_hashes(record_of(text))
    later = sent.changed(title="Tên mới", author_name="Ông Mẫu", legal_documents=None)
    update(copy, later, {"title", "author_name", "legal_documents"})
    wanted = field_hashes(record_of(copy))
    set_state(copy, workflow, "published", action="approve")
    check_in(copy, "")
    assert field_hashes(record_of(text)) == wanted
    assert record_of(text)["creator"] == "Bộ Tư pháp"
