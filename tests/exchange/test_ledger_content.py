"""What editors do, and the passing of time, as harvesters get to know it."""

from DateTime import DateTime
from exchange_content import add_text
from new_items import create
from plone import api
from plone.app.testing import logout
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from public_content import make
from public_content import make_section
from sample_values import LAND_LAW
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.feeds.window import FeedWindow
from sonla.pbgdpl.exchange.files import files_of
from sonla.pbgdpl.exchange.ledger import FIRST_RETRY
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.exchange.offering import offered_types
from sonla.pbgdpl.exchange.reconciling import is_sweep_due
from sonla.pbgdpl.exchange.reconciling import reconcile_due
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.legal_documents.decisions import undo
from sonla.pbgdpl.legal_documents.rules import document_identity
from zope.interface import alsoProvides

import pytest
import transaction

DAY = 24 * 60 * 60
AGENCY_LIST = "sonla.pbgdpl.vocabularies.agencies"


def entry(offered, obj):
    return offered.ledger.get(obj.UID())


def swept(offered):
    """Sweep as the clock does, until nothing is left to look at."""
    while reconcile_due(offered.portal):
        transaction.commit()
    transaction.commit()


def test_publishing_is_noted_and_a_draft_is_not(offered):
    draft = offered.draft("Bản thảo")
    assert entry(offered, draft) is None
    text = offered.publish("Tin")
    noted = entry(offered, text)
    assert (noted.deleted, noted.type, noted.revision) == (False, "news", 1)
    assert noted.datestamp <= offered.now() + HORIZON


def test_editing_what_is_public_is_a_new_version(offered):
    text = offered.publish("Tin")
    before = entry(offered, text)
    offered.advance(10)
    offered.edit(text, title="Tin mới")
    after = entry(offered, text)
    assert after.revision == before.revision + 1
    assert after.datestamp >= before.datestamp + 10
    assert after.content_hash != before.content_hash


@pytest.mark.parametrize("title", ["từ " * 400, "ô" * 1200])
def test_a_title_longer_than_records_have_keeps_no_text_away(offered, title):
    text = offered.publish("Tin")
    offered.edit(text, title=title)
    assert entry(offered, text).deleted is False
    cut = record_of(text)["title"]
    assert 990 < len(cut) <= 1000
    assert cut.endswith("từ …" if " " in title else "ô …")


@pytest.mark.parametrize("title", ["ô" * 1000, "từ  " * 333])
def test_a_title_that_fits_stays_whole(offered, title):
    text = offered.publish("Tin")
    offered.edit(text, title=title)
    assert record_of(text)["title"] == " ".join(title.split())


def test_saving_without_a_change_is_none(offered):
    text = offered.publish("Tin")
    before = entry(offered, text)
    offered.advance(10)
    offered.edit(text)
    assert entry(offered, text) == before


def test_a_decision_on_the_register_is_a_new_version(offered):
    """It writes rows behind every form and sends no event of a change."""
    text = offered.publish("Luật", "LegalIntroduction", legal_documents=[LAND_LAW])
    before = entry(offered, text)
    offered.advance(10)
    identity = document_identity(LAND_LAW)
    made = decide(section_of(text), Decision(identity, "31", {"validity": "HHL"}))
    transaction.commit()
    after = entry(offered, text)
    assert after.revision == before.revision + 1
    assert after.content_hash != before.content_hash
    undo(section_of(text), made.number)
    transaction.commit()
    assert entry(offered, text).content_hash == before.content_hash


def test_withdrawn_and_published_again(offered):
    text = offered.publish("Tin")
    offered.advance(10)
    offered.withdraw(text)
    assert entry(offered, text).deleted
    offered.advance(10)
    offered.republish(text)
    again = entry(offered, text)
    assert (again.deleted, again.revision) == (False, 2)


def test_deletion_before_anybody_could_harvest_leaves_a_tombstone(offered):
    text = offered.publish("Tin")
    uid = text.UID()
    offered.delete(text)
    assert offered.ledger.get(uid).deleted


def test_deleting_a_folder_deletes_what_stands_in_it(offered):
    folder = offered.folder("Thư mục")
    texts = [
        offered.publish(f"Tin {n}", "Document", container=folder) for n in range(3)
    ]
    uids = [text.UID() for text in texts]
    offered.delete(folder)
    assert all(offered.ledger.get(uid).deleted for uid in uids)


def test_a_move_is_a_new_address(offered):
    text, folder = offered.publish("Tin", "Document"), offered.folder("Thư mục")
    before = entry(offered, text)
    moved = offered.move(text, folder)
    after = entry(offered, moved)
    assert after.path == f"{before.path.rpartition('/')[0]}/thu-muc/tin"
    assert after.revision == before.revision + 1
    assert not after.deleted


def test_out_of_the_section_is_gone_for_others(offered):
    text = offered.publish("Tin", "Document")
    moved = offered.move(text, offered.folder("Ngoài", offered.portal))
    assert entry(offered, moved).deleted


def test_what_is_not_in_a_section_is_not_noted(offered):
    with api.env.adopt_roles(["Manager"]):
        page = create(offered.portal, "Document", title="Trang của cổng")
        api.content.transition(page, to_state="published")
    transaction.commit()
    assert entry(offered, page) is None


def test_what_takes_effect_is_noted_when_its_time_comes(offered):
    text = offered.publish("Sắp có", effective_date=DateTime() + 1)
    assert entry(offered, text) is None
    swept(offered)
    assert not is_sweep_due(offered.portal)
    offered.advance(DAY + 60)
    assert is_sweep_due(offered.portal)
    swept(offered)
    assert not entry(offered, text).deleted


def test_what_expires_is_noted_when_its_time_comes(offered):
    text = offered.publish("Sắp hết", expiration_date=DateTime() + 1)
    swept(offered)
    offered.advance(DAY + 60)
    assert is_sweep_due(offered.portal)
    swept(offered)
    assert entry(offered, text).deleted


def test_a_sweep_that_finds_nothing_is_not_due(offered):
    offered.publish("Tin")
    swept(offered)
    assert not is_sweep_due(offered.portal)


def test_a_folder_withholds_its_texts_until_its_day(offered):
    folder = offered.folder("Thư mục")
    text = offered.publish("Tin", "Document", container=folder)
    offered.edit(folder, effective_date=DateTime() + 1)
    swept(offered)
    assert entry(offered, text).deleted
    offered.advance(DAY + 60)
    swept(offered)
    assert not entry(offered, text).deleted


def test_a_folder_that_opens_earlier_opens_its_texts(offered):
    folder = offered.folder("Thư mục")
    offered.edit(folder, effective_date=DateTime() + 7)
    text = offered.publish("Tin", "Document", container=folder)
    offered.edit(folder, effective_date=DateTime() + 1)
    swept(offered)
    assert entry(offered, text) is None
    offered.advance(DAY + 60)
    swept(offered)
    assert not entry(offered, text).deleted


def test_who_opens_a_feed_writes_nothing_where_nothing_is_due(offered):
    """Nor asks the catalog for all that was published since somebody looked."""
    offered.publish("Tin")
    offered.publish("Sắp có", effective_date=DateTime() + 1)
    begin = {"effective_date": DateTime() - 0.0001}
    foreign = make(offered.section, "LegalNews", "Của nơi khác", **begin)
    alsoProvides(foreign, IHarvested)
    offered.edit(foreign)
    swept(offered)
    paths = ["/@@oai?verb=Identify", f"/{offered.section.getId()}/atom.xml"]
    writes = []
    for _time in range(2):  # the first may still write what earlier ones left
        assert {offered.fetch(path).status for path in paths} == {200}
        writes.append(offered.writes())
        offered.advance(1)
    assert writes[0] == writes[1]


def test_texts_that_bear_the_name_of_a_section_change_with_it(offered):
    text = offered.publish("Tin")
    before = entry(offered, text)
    swept(offered)
    offered.edit(offered.section, title="Chuyên trang pháp luật")
    swept(offered)
    assert entry(offered, text).content_hash != before.content_hash


def test_settings_that_stand_in_records_change_them(offered):
    text = offered.publish("Tin", agency="so-tu-phap")
    before = entry(offered, text)
    api.portal.set_registry_record(
        "sonla.pbgdpl.managing_agency", "Sở Tư pháp tỉnh mẫu"
    )
    transaction.commit()
    swept(offered)
    renamed = entry(offered, text)
    assert renamed.content_hash != before.content_hash
    rows = [dict(row) for row in api.portal.get_registry_record(AGENCY_LIST)]
    for row in rows:
        row["title"] += " (mới)"
    api.portal.set_registry_record(AGENCY_LIST, rows)
    transaction.commit()
    swept(offered)
    assert entry(offered, text).content_hash != renamed.content_hash


def test_a_closed_type_is_deleted_for_others_and_comes_back(offered):
    news = offered.publish("Tin")
    guidance = offered.publish("Kế hoạch", "Guidance", number="12/KH-UBND")
    offered.set("exported_types", ["news"])
    swept(offered)
    assert entry(offered, guidance).deleted
    assert not entry(offered, news).deleted
    offered.edit(guidance, title="Kế hoạch mới")
    assert entry(offered, guidance).deleted
    offered.set("exported_types", ["news", "guidance"])
    swept(offered)
    assert not entry(offered, guidance).deleted


def test_closing_a_type_leaves_the_work_to_sweeps_and_shows_nothing(offered):
    """An administrator's click is no reason to make a hundred thousand records."""
    news = offered.publish("Tin")
    guidance = offered.publish("Kế hoạch", "Guidance", number="12/KH-UBND")
    offered.advance()
    offered.set("exported_types", ["news"])
    assert not entry(offered, guidance).deleted
    assert list(offered.ledger.pending) == [guidance.UID()]
    repository = Repository(offered.portal, offered.ledger, offered.now())
    keys = offered.ledger.listed(0, offered.now(), offered.now())
    deleted = {one.uid: one.deleted for one in map(repository.header, keys)}
    assert deleted == {news.UID(): False, guidance.UID(): True}
    place = offered.section.getId()
    window = FeedWindow(offered.ledger, place, offered.now(), offered_types())
    assert {one.record is None for one in window.newest()} == {False, True}
    assert len(window.newest_live()) == 1


def test_what_was_never_offered_comes_when_its_type_is_opened(offered):
    offered.set("exported_types", [])
    text = offered.publish("Tin")
    assert entry(offered, text) is None
    offered.set("exported_types", ["news"])
    swept(offered)
    assert not entry(offered, text).deleted


def test_many_at_once_are_noted_one_transaction_after_the_other(offered, monkeypatch):
    monkeypatch.setattr(
        "sonla.pbgdpl.exchange.reconciling.reconcile_all.__defaults__", (3,)
    )
    texts = [make(offered.section, "LegalNews", f"Tin {n}") for n in range(7)]
    transaction.commit()
    assert len(offered.ledger.pending) == 4
    rounds = 1
    while reconcile_due(offered.portal, most=2):
        rounds += 1
    transaction.commit()
    assert rounds == 2
    assert not any(entry(offered, text).deleted for text in texts)


def test_a_fault_costs_no_editor_their_work(offered, monkeypatch, caplog):
    text = offered.publish("Tin")

    def fails(obj):
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr("sonla.pbgdpl.exchange.reconciling.record_of", fails)
        offered.edit(text, title="Vẫn lưu được")
        assert "broken" in caplog.text
        assert text.title == "Vẫn lưu được"
        health = dict(check_health(offered.portal))["offering"]
        assert health == Health(True, "1 records can't be made and are tried again")
        assert not is_sweep_due(offered.portal), "before its time"
        offered.advance(FIRST_RETRY)
        swept(offered)
        offered.advance(FIRST_RETRY)
        assert not is_sweep_due(offered.portal), "ever more seldom"
        assert caplog.text.count("Could not note the change") == 2
    offered.advance(3 * FIRST_RETRY)
    swept(offered)
    assert entry(offered, text).revision == 2
    assert dict(check_health(offered.portal))["offering"] == Health(True)
    assert not offered.ledger.scheduled


def test_the_same_text_under_two_addresses_is_no_change(offered):
    """The clock may know the portal by another address than its editors do."""
    text, other = offered.publish("Tin"), offered.publish("Khác")
    link = f'<p><a href="resolveuid/{other.UID()}">Khác</a></p>'
    offered.edit(text, text=RichTextValue(link, "text/html", "text/x-html-safe"))
    before = entry(offered, text)
    request = offered.portal.REQUEST
    request.setServerURL("https", "pbgdpl.example.vn", 443)
    request.setVirtualRoot(["cong"])
    assert "pbgdpl.example.vn/cong" in text.absolute_url()
    offered.edit(text)
    assert entry(offered, text) == before


def test_another_section_is_as_good(offered):
    second = make_section(offered.portal, "Chuyên trang thứ hai")
    text = offered.publish("Tin", container=second)
    assert not entry(offered, text).deleted


def test_who_edits_or_deletes_a_file_changes_the_texts_that_have_it(offered):
    text = add_text(offered.section, "LegalNews")
    transaction.commit()
    before = entry(offered, text)
    pdf = next(one for one in files_of(text) if one.portal_type == "File")
    offered.edit(pdf, file=NamedBlobFile(b"%PDF-1.4 new", "application/pdf", "m.pdf"))
    edited = entry(offered, text)
    assert edited.content_hash != before.content_hash
    offered.delete(pdf)
    assert entry(offered, text).content_hash != edited.content_hash


def test_nobody_has_to_be_logged_in(offered):
    text = offered.publish("Tin", expiration_date=DateTime() + 1)
    offered.advance(DAY + 60)
    logout()
    swept(offered)
    assert entry(offered, text).deleted
