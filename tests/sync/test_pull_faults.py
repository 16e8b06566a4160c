"""A source that fails, lies or is overwhelmed: only what it did right has an effect."""

from collections import Counter
from functools import partial
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.files import files_of
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.sync.condition import SourceStatus
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.condition import StatusReport
from sonla.pbgdpl.sync.failures import INVENTORY
from sonla.pbgdpl.sync.operations import detach
from sonla.pbgdpl.sync.operations import release
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.source_state import Peer
from sonla.referenceserver.seeding.files import file_values
from types import SimpleNamespace
from unicodedata import normalize

import pytest
import transaction


def peer(portal) -> Peer:
    return portal.store.source(portal.source)


def has_files(item) -> bool:
    in_body = item.text is not None and "resolveuid" in item.text.raw
    fields = (
        getattr(item, name, None) for name in ("file", "attachments", "relatedItems")
    )
    return in_body or any(fields)


def states(portal) -> set[str]:
    return {state_of(item) for item in portal.items().values()}


def condition(portal) -> SourceStatus:
    return status_of(peer(portal), portal.server.clock.now()).condition


def at_once(portal):
    """Run once, without letting it be time for anything."""
    portal.server.advance(hours=-2)
    return portal.run()


def let_go_on(portal):
    """Release the source as an administrator does."""
    release(portal.store, portal.source)
    transaction.commit()


class TestSuspicious:
    def test_mass_withdrawal_waits_for_an_administrator(self, filled):
        filled.server.inject("all_deleted")
        assert filled.run().state == "held"
        assert states(filled) == {"pending_approval"}

    def test_released_it_is_done(self, filled):
        filled.server.inject("all_deleted")
        assert filled.run().state == "held"
        asked = len(filled.server.requests)
        result = filled.run()  # the first of a day does the jobs of the day
        assert (len(filled.server.requests), result.exit_code) == (asked, 2)
        assert result.as_json()["parts"]["harvest/btp"] == {
            "state": "held",
            "code": "X",
        }
        let_go_on(filled)
        result = filled.run_until_done()
        assert (result.state, result.exit_code) == ("done", 0)
        assert states(filled) == {"withdrawn"}

    def test_the_caps_count_over_all_pages(self, filled):
        """Three withdrawals a page are nothing; those of two pages are too many."""
        names = filled.server.identifiers()
        gone = [*names[:3], *names[6:9]]
        for name in names[:3]:
            filled.server.delete(name)
        for name in names[3:6]:
            filled.server.edit(name, title="Tiêu đề mới")
        filled.server.advance(seconds=1)
        for name in names[6:9]:
            filled.server.delete(name)
        assert filled.run().state == "held"
        assert Counter(map(state_of, filled.items().values()))["withdrawn"] == 3
        assert in_english(peer(filled).held.detail).startswith("6 of ")
        let_go_on(filled)
        assert filled.run_until_done().state == "done"
        assert {state_of(filled.item(name)) for name in gone} == {"withdrawn"}
        assert Counter(map(state_of, filled.items().values()))["withdrawn"] == 6

    def test_who_lets_a_source_be_asked_again_lifts_no_caps(self, filled):
        filled.server.inject("unauthorised", times=1)
        assert filled.run().state == "failed"
        let_go_on(filled)
        filled.server.inject("all_deleted")
        assert filled.run_until_done(states=("held",)).state == "held"
        assert states(filled) == {"pending_approval"}

    def test_who_accepts_another_identity_lifts_no_caps(self, filled):
        filled.server.inject("identity_change")
        filled.run()
        let_go_on(filled)
        filled.server.inject("all_deleted")
        assert filled.run_until_done(states=("held",)).state == "held"
        assert states(filled) == {"pending_approval"}

    def test_an_empty_catalogue_withdraws_nothing(self, filled):
        filled.server.advance(days=8)
        filled.server.inject("empty_catalogue")
        assert filled.run().state == "held"
        assert any("ListIdentifiers" in one.target for one in filled.server.requests)
        assert peer(filled).held.about == INVENTORY
        assert states(filled) == {"pending_approval"}

    def test_another_identity(self, filled):
        filled.server.inject("identity_change")
        result = filled.run()
        assert (result.state, result.exit_code) == ("held", 2)
        assert "repository" in in_english(peer(filled).held.detail)


class TestBroken:
    @pytest.mark.parametrize(
        "fault,code",
        [
            ("unavailable", "T"),
            ("reset", "T"),
            ("truncated_body", "T"),
            ("login_page", "P"),
            ("wrong_content_type", "P"),
            ("truncated_xml", "P"),
            ("doctype", "P"),
            ("redirect", "P"),
            ("unauthorised", "A"),
            ("forbidden", "A"),
            ("rate_limited", "R"),
        ],
    )
    def test_in_the_middle_then_well_again(self, harvested, fault, code):
        harvested.server.inject(fault, verb="ListRecords", nth=2, times=1)
        result = harvested.run()
        assert {one.code for one in result.outcomes} - {""} == {code}
        assert 0 < len(harvested.items()) < len(harvested.server.identifiers())
        assert harvested.run_until_done().state == "done"
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())
        assert not harvested.store.quarantine

    def test_a_poison_page_is_read_record_by_record(self, harvested):
        harvested.server.inject("truncated_xml", verb="ListRecords", nth=range(2, 99))
        for _ in range(12):
            harvested.run()
        assert any("GetRecord" in one.target for one in harvested.server.requests)
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())

    @pytest.mark.long
    def test_a_token_that_is_forgotten(self, harvested):
        harvested.server.inject("expired_token", nth=1, times=1)
        assert harvested.run_until_done().state == "done"
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())

    @pytest.mark.long
    @pytest.mark.parametrize("fault", ["same_token", "page_cycle"])
    def test_circles_end(self, harvested, fault):
        rule = harvested.server.inject(fault)
        assert "P" in {one.code for one in harvested.run().outcomes}
        harvested.server.heal(rule.number)
        harvested.run_until_done()
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())

    @pytest.mark.long
    def test_the_breaker_opens_and_closes(self, harvested):
        harvested.server.inject("unavailable")
        for _ in range(7):
            harvested.run()
        asked = len(harvested.server.requests)
        assert peer(harvested).breaker.probe_at is not None
        harvested.server.heal()
        assert harvested.run_until_done().state == "done"
        assert peer(harvested).breaker.probe_at is None
        assert len(harvested.server.requests) > asked

    def test_rate_limits_are_kept_by_waiting_for_the_next_run(self, harvested):
        harvested.server.inject("rate_limited", times=1)
        harvested.run()
        assert peer(harvested).not_before > harvested.server.clock.now()


class TestInventory:
    """One that did not come to its end."""

    @pytest.fixture
    def begun(self, filled):
        filled.server.advance(days=8)
        rule = filled.server.inject("reset", verb="ListIdentifiers", nth=2)
        assert filled.run().state == "failed"
        filled.server.heal(rule.number)
        return filled

    @pytest.mark.long
    def test_the_next_run_goes_on_with_it(self, begun):
        begun.server.advance(minutes=5)
        assert at_once(begun).state == "done"
        assert condition(begun) is SourceStatus.OK
        assert at_once(begun).state == "idle"

    @pytest.mark.long
    def test_a_set_that_is_not_there_ends_it(self, begun):
        """Else the source would be asked in each run, for nothing."""
        begun.configure(sets="type:khong-co")
        assert begun.run().state == "failed"
        assert at_once(begun).state == "idle"


class TestRecords:
    def test_a_record_that_is_no_good_is_set_aside_and_comes_later(self, harvested):
        harvested.configure(sets="type:news")
        name = harvested.server.add("news", title="").identifier
        harvested.run_until_done()
        assert harvested.item(name) is None
        entry = harvested.store.quarantine[(harvested.source, name)]
        assert (entry.code, entry.attempts) == ("D", 1)
        harvested.server.edit(name, title="Có tiêu đề")
        harvested.run_until_done()
        assert harvested.item(name).title == "Có tiêu đề"
        assert not harvested.store.quarantine

    def test_scripts_are_taken_out_before_anything_is_stored(self, harvested):
        harvested.configure(sets="type:news")
        harvested.server.inject("scripts")
        harvested.run_until_done()
        bodies = [item.text.raw for item in harvested.items().values() if item.text]
        assert bodies
        for body in bodies:
            assert "<script" not in body.lower()
            assert "onerror" not in body.lower()
            assert "javascript:" not in body.lower()

    @pytest.mark.long
    def test_a_doubled_identifier_gives_one_item(self, harvested):
        harvested.server.inject("duplicate_id")
        harvested.run_until_done()
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())

    @pytest.mark.long
    def test_of_two_versions_the_source_says_which_one_it_has(self, harvested):
        """Both have one datestamp, so no later window would correct the wrong one."""
        server = harvested.server
        server.inject("duplicate_id", verb="ListRecords", times=1)
        harvested.run_until_done()
        assert server.faults.log
        for name, item in harvested.items().items():
            title = normalize("NFC", server.record(name).fields["title"])
            assert item.title == title

    @pytest.mark.long
    def test_decomposed_text_is_composed(self, harvested):
        harvested.server.inject("nfd", stamped=True)
        harvested.run_until_done()
        titles = [item.title for item in harvested.items().values()]
        assert any("ậ" in title or "ế" in title for title in titles)
        assert not any("\u0301" in title for title in titles)

    @pytest.mark.long
    def test_a_file_that_could_not_be_had_comes_later(self, harvested):
        harvested.server.inject("unavailable", path="/files/*")
        harvested.run_until_done()
        late = [
            remote_id
            for (_source, remote_id), entry in harvested.store.quarantine.items()
        ]
        assert late
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())
        harvested.server.heal()
        harvested.run_until_done()
        assert not harvested.store.quarantine
        assert all(has_files(harvested.item(name)) for name in late)

    @pytest.mark.long
    def test_files_that_use_up_the_time_stop_nothing(self, harvested):
        harvested.server.inject("hang", path="/files/*")
        found = [0]
        for _ in range(2):
            harvested.run(budget=4.0)
            found.append(len(harvested.items()))
        assert found[0] < found[1] < found[2]

    @pytest.mark.long
    def test_of_many_files_those_that_came_are_not_fetched_again(self, harvested):
        server = harvested.server
        files = [file_values(server.base_url, f"{n}.pdf", n) for n in ("a", "b")]
        name = server.add("news", title="Hai tệp", attachment=files).identifier
        server.inject("unavailable", path="/files/b.pdf")
        harvested.run_until_done()
        server.heal()
        harvested.run_until_done()
        assert len(list(files_of(harvested.item(name)))) == 2
        asked = Counter(one.target for one in server.requests)
        assert asked["/files/a.pdf"] == 1
        assert asked["/files/b.pdf"] > 1

    @pytest.mark.long
    def test_nor_are_those_in_fields_of_the_item_itself(self, harvested):
        server = harvested.server
        described = partial(file_values, server.base_url, title="Tệp")
        name = server.add(
            "material",
            title="Cẩm nang",
            media=described("cam-nang.pdf"),
            image=described("bia.png"),
            attachment=[described("phu-luc.pdf")],
        ).identifier
        server.inject("unavailable", path="/files/phu-luc.pdf")
        harvested.run_until_done()
        assert harvested.item(name).file.filename == "cam-nang.pdf"
        server.heal()
        harvested.run_until_done()
        assert len(list(files_of(harvested.item(name)))) == 1
        asked = Counter(one.target for one in server.requests)
        assert asked["/files/cam-nang.pdf"] == asked["/files/bia.png"] == 1

    @pytest.mark.long
    def test_the_same_file_in_two_fields_comes_into_both(self, harvested):
        """As an attachment it is here; the field of the item itself has to get it, too."""
        server = harvested.server
        one = file_values(server.base_url, "cam-nang.pdf", "Tệp")
        other = {**one, "url": f"{one['url']}?ban=2"}
        name = server.add(
            "material", title="Cẩm nang", media=other, attachment=[one]
        ).identifier
        server.inject("unavailable", path="/files/cam-nang.pdf", times=1)
        harvested.run_until_done()
        assert harvested.item(name).file is None
        assert len(list(files_of(harvested.item(name)))) == 1
        harvested.run_until_done()
        assert harvested.item(name).file.filename == "cam-nang.pdf"

    @pytest.mark.long
    def test_one_that_is_ours_now_is_not_tried_again(self, harvested):
        harvested.server.inject("unavailable", path="/files/*")
        harvested.run_until_done()
        (_source, name), _entry = next(iter(harvested.store.quarantine.items()))
        detach(harvested.store, harvested.item(name).UID())
        transaction.commit()
        harvested.server.heal()
        harvested.server.edit(name, title="Của Bộ")
        harvested.run_until_done()
        assert harvested.item(name).title != "Của Bộ"
        assert harvested.store.find_by_remote_id("btp", name).state == "detached"


class TestSettings:
    """What an administrator mistyped is told, and costs nothing else."""

    @pytest.mark.long
    @pytest.mark.parametrize("name", ["khong-co", "type:khong-co"])
    def test_a_set_that_is_not_there(self, harvested, name):
        """The first is refused by the source, in the other it finds nothing."""
        harvested.configure(sets=f"{name}\ntype:news\ntype:guidance")
        result = harvested.run()
        wanted = {
            *harvested.server.identifiers("news"),
            *harvested.server.identifiers("guidance"),
        }
        assert set(harvested.items()) == wanted
        (outcome,) = (one for one in result.outcomes if one.part == "harvest/btp")
        assert (outcome.state, outcome.code) == ("failed", "S")
        said = in_english(outcome.detail)
        assert f"no set: {name}." in said and "type:news" in said
        for _ in range(6):
            harvested.run()
        assert status_of(peer(harvested), harvested.server.clock.now()) == StatusReport(
            SourceStatus.FAILING
        ), "no breaker opens, and no window is left over"
        (edited,) = harvested.server.identifiers("news")[:1]
        harvested.server.edit(edited, title="Tiêu đề mới")
        harvested.run()
        assert harvested.item(edited).title == "Tiêu đề mới"
        harvested.configure(sets="type:news\ntype:guidance")
        assert harvested.run_until_done().state == "done"

    @pytest.mark.long
    def test_a_set_that_is_taken_out_while_it_is_read(self, harvested):
        harvested.configure(sets="type:news\ntype:guidance")
        assert harvested.run(limit=1).state == "partial"
        harvested.configure(sets="type:guidance")
        assert harvested.run_until_done().state == "done"
        assert condition(harvested) is SourceStatus.OK
        assert at_once(harvested).state == "idle"

    def test_a_set_that_has_nothing_yet(self, harvested):
        for name in harvested.server.identifiers("news"):
            harvested.server.delete(name)
        harvested.configure(sets="type:news")
        assert harvested.run_until_done().state == "done"

    def test_a_format_that_cannot_be_read(self, harvested, monkeypatch):
        """Settings that an older release took."""
        row = {**get_sync_settings().sources[0], "metadata_prefix": "mods"}
        monkeypatch.setattr(
            "sonla.pbgdpl.sync.sources.get_sync_settings",
            lambda: SimpleNamespace(pull_enabled=True, sources=[row]),
        )
        (outcome,) = (one for one in harvested.run().outcomes if one.code)
        assert (outcome.code, outcome.detail) == ("S", "detail_mapping_gone")
        assert not harvested.store.quarantine
