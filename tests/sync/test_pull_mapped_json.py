"""The engine on a list of JSON that a shipped mapping reads, and that tells no deletions."""

from harvested_portal import fetch_once
from harvested_portal import HarvestedPortal
from harvested_portal import set_record
from harvested_portal import shown
from offset_token_source import PRESENT
from paged_list_source import FAULTS
from paged_list_source import PagedListSource
from public_content import make_section
from sonla.pbgdpl.sync.operations import release
from sonla.referenceserver.clock import Clock

import pytest
import transaction

NUMBERS = range(1, 13)
LIST = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}


@pytest.fixture
def source(source_address, monkeypatch):
    source = PagedListSource(size=5, clock=Clock(PRESENT))
    source.add(*NUMBERS)
    source_address.serve(source, monkeypatch)
    return source


@pytest.fixture
def unfetched(functional_portal, source):
    make_section(functional_portal)
    return HarvestedPortal(functional_portal, source)


@pytest.fixture
def portal(unfetched):
    """Return a portal that is set up to fetch."""
    unfetched.configure(**LIST)
    return unfetched


@pytest.fixture
def filled(unfetched):
    """Return a portal that has everything."""
    fetch_once(unfetched, **LIST)
    return unfetched


def test_a_list_arrives_whole_with_its_texts(filled, source):
    assert shown(filled) == source.titles()
    item = filled.item("3")
    assert item.text.raw == "<p>Nội dung &lt;3&gt;</p><p>Đoạn hai</p>"
    before = filled.item("4").modified()
    source.edit(3, "Đã sửa")
    filled.run_until_done()
    assert shown(filled) == source.titles()
    assert filled.item("4").modified() == before
    assert len(filled.items()) == len(NUMBERS)


def test_what_two_whole_lists_lack_is_withdrawn_and_comes_back(filled, source):
    uid = filled.item("5").UID()
    row = source.rows.pop("5")
    filled.run_until_done()
    assert "5" in shown(filled)  # nobody told us
    source.advance(days=1)
    filled.run_until_done()
    assert shown(filled) == source.titles()
    source.rows["5"] = row
    source.advance(days=1)
    filled.run_until_done()
    assert shown(filled) == source.titles()
    assert filled.item("5").UID() == uid


def test_what_one_list_passed_over_stays(filled, source):
    """A row is taken back while the inventory reads, and the next page begins too late."""
    first_of_inventory = 1 + 3 + 3 + 1  # who it is, pages, comparison
    source.advance(days=1)
    source.on(first_of_inventory + 1, lambda: source.rows.pop("1"))
    filled.run_until_done()
    assert "6" in shown(filled)
    source.advance(days=1)
    filled.run_until_done()
    assert shown(filled) == source.titles()


def test_a_list_whose_number_does_not_agree_withdraws_nothing(filled, source):
    whole = source.page
    del source.rows["7"]

    def page(asked):
        found = whole(asked)
        found["pagination"]["total_elements"] += 1
        return found

    source.page = page
    source.advance(days=1)
    filled.run_until_done()
    assert "7" in shown(filled)


def test_a_list_that_repeats_one_record_in_place_of_another_withdraws_nothing(
    filled, source
):
    """Where pages are ordered by what is not unique, the number of rows is right."""
    whole = source.page

    def page(asked):
        found = whole(asked)
        if found["pagination"]["page"] == 3:
            found["data"][0] = source.rows["1"]
        return found

    source.page = page
    for _day in range(3):
        source.advance(days=1)
        filled.run_until_done()
    assert shown(filled) == source.titles()


def test_a_list_that_is_nearly_empty_is_held_for_a_person(filled, source):
    for name in list(source.rows)[2:]:
        del source.rows[name]
    source.advance(days=1)
    filled.run()
    assert len(shown(filled)) == len(NUMBERS)
    assert filled.store.sources["btp"].held.detail == "detail_withdrawn"
    release(filled.store, "btp")
    transaction.commit()
    filled.run_until_done()
    assert shown(filled) == source.titles()


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_no_answer_of_another_kind_loses_anything(filled, source, name):
    source.edit(3, "Đã sửa")
    source.add(99)
    since = len(source.requests)
    source.fault = lambda number: FAULTS[name] if number - since in (2, 3) else None
    source.advance(days=1)
    filled.run()
    assert set(map(str, NUMBERS)) <= shown(filled).keys()
    source.fault = lambda number: None
    source.advance(days=1)
    filled.run_until_done()
    assert shown(filled) == source.titles()


def test_two_records_of_one_name_are_set_aside_and_what_is_here_stays(filled, source):
    source.rows["lạ"] = {**source.rows["3"], "tieu_de": "Khác"}
    source.advance(hours=1)
    filled.run()
    assert shown(filled)["3"] == "Tin số 3"
    assert [key[1] for key in filled.store.quarantine] == ["3"]
    del source.rows["lạ"]
    source.advance(days=2)
    filled.run_until_done()
    assert not list(filled.store.quarantine)


def test_records_without_any_name_are_told_as_a_fault_of_the_mapping(portal, source):
    for row in source.rows.values():
        row["ma"] = row.pop("id")
    result = portal.run()
    assert not portal.items()
    failure = portal.store.sources["btp"].last_failure
    assert failure.detail == "detail_mapping_no_identifier"
    assert result.state != "done"


def count_views(portal, source):
    """Count views, otherwise for each row."""
    for number, row in enumerate(source.rows.values()):
        row["luot_xem"] = row.get("luot_xem", 0) + number + 1


def add_a_field(portal, source):
    """Have the source tell something new."""
    for name, row in source.rows.items():
        row["lien_quan"] = [{"id": name, "diem": source.now()}]


def order_keys(portal, source):
    """Have the source write its tables in another order."""
    for name, row in list(source.rows.items()):
        source.rows[name] = dict(reversed(row.items()))


def rename_a_field(portal, source):
    """Rename the field of titles there, and mend the mapping."""
    for row in source.rows.values():
        row["nhan_de"] = row.pop("tieu_de", row.get("nhan_de"))
    use_mapping("nhan_de")


def write_the_mapping_otherwise(portal, source):
    """Let the mapping say the same in other words."""
    use_mapping("join('', [tieu_de])")


def store_other_digests(portal, source):
    """Let digests be stored as an earlier version made them."""
    for binding in portal.store.bindings["btp"].values():
        binding.raw_digest = "0" * 64


UNSEEN = (
    count_views,
    add_a_field,
    order_keys,
    rename_a_field,
    write_the_mapping_otherwise,
    store_other_digests,
)


@pytest.fixture
def own(unfetched, monkeypatch):
    """Return a portal that has everything by a mapping of its own, and looks twice."""
    monkeypatch.setattr("sonla.pbgdpl.sync.harvest.limits.MIN_CHANGED", 2)
    use_mapping("tieu_de")
    unfetched.configure(driver="mapped-json", metadata_prefix="rieng")
    unfetched.run_until_done()
    return unfetched


def use_mapping(title):
    set_record("mappings", [{"name": "rieng", "text": mapping(title)}])


@pytest.mark.parametrize("change", UNSEEN)
def test_what_a_mapping_does_not_yield_may_change_in_all_rows(own, source, change):
    before = {name: item.modified() for name, item in own.items().items()}
    titles = shown(own)
    for _time in range(2):
        change(own, source)
        transaction.commit()
        assert own.run_until_done().state == "done"
        assert own.store.sources["btp"].held is None
    assert shown(own) == titles
    assert {name: item.modified() for name, item in own.items().items()} == before
    assert not list(own.store.quarantine)


def test_what_a_mapping_yields_is_held_when_it_changes_in_all_rows(own, source):
    for name in source.rows:
        source.edit(name, "Trang này đã bị chiếm")
    own.run()
    assert own.store.sources["btp"].held.detail == "detail_changed"
    kept = [title for title in shown(own).values() if title.startswith("Tin số")]
    assert len(kept) > len(NUMBERS) / 2


def test_a_row_that_two_pages_show_with_other_views_is_one_record(own, source):
    whole = source.page

    def page(asked):
        count_views(own, source)
        found = whole(asked)
        if found["pagination"]["page"] == 3:
            found["data"].insert(0, dict(source.rows["1"]))
        return found

    source.page = page
    source.edit(2, "Đã sửa")
    own.run()
    assert not list(own.store.quarantine)
    assert shown(own) == source.titles()


def test_an_edited_mapping_is_applied_to_what_is_here_after_a_look(portal, source):
    set_record("mappings", [{"name": "rieng", "text": mapping("tieu_de")}])
    portal.configure(driver="mapped-json", metadata_prefix="rieng")
    portal.run_until_done()
    assert shown(portal) == source.titles()
    set_record(
        "mappings", [{"name": "rieng", "text": mapping("join(' ', ['Báo:', tieu_de])")}]
    )
    transaction.commit()
    portal.run()
    release(portal.store, "btp")
    transaction.commit()
    portal.run_until_done()
    assert set(shown(portal).values()) == {f"Báo: Tin số {n}" for n in NUMBERS}


def mapping(title):
    return (
        'title = "Riêng"\n[list]\nrecords = "data"\npaging = "page"\n'
        'page_parameter = "page"\ntotal = "pagination.total_elements"\n'
        f'[record]\nid = "id"\nchanged = "ngay_cap_nhat"\n[fields]\ntitle = "{title}"\n'
    )
