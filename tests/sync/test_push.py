"""Sending: what is public here is there, once, and what ends here ends there."""

from dataclasses import replace
from datetime import date
from harvested_portal import name_repository
from harvested_portal import set_record
from new_items import create
from people import ended
from people import enter
from people import recognition
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from public_content import make
from public_content import publish
from push_schedules import Killed
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.sync.operations import overwrite
from sonla.pbgdpl.sync.operations import resend
from sonla.pbgdpl.sync.operations import resend_period
from sonla.pbgdpl.sync.outbox.jobs import DELIVERY
from sonla.pbgdpl.sync.outbox.sender import Sender
from sonla.pbgdpl.sync.store import make_store
from sonla.referenceserver.server import ReferenceServer
from sync_pages import MANAGER
from sync_pages import Visitor
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import os
import pytest
import transaction


def told(sending):
    """Count the mails that say that something was not accepted."""
    transaction.begin()
    mails = [mail for _key, mail in queue_of(sending.portal).items()]
    return sum(mail.kind == DELIVERY.name for mail in mails)


@pytest.fixture
def sending(harvested):
    """Return a portal that sends to its reference server and fetches nothing."""
    set_record("pull_enabled", False)
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", harvested.server.push_url)
    transaction.commit()
    return harvested


@pytest.fixture
def text(sending):
    """Return a text that was published and sent."""
    section = sending.section
    text = make(section, "LegalNews", "Tập huấn tại Mộc Châu")
    transaction.commit()
    assert sending.run().state == "done"
    return text


def test_who_is_recognised_no_more_is_deleted_there(sending):
    """The record goes out with public facts alone, and goes as soon as it has ended."""
    person = enter(sending.section, "Lò Văn Mẫu", id_number="DAUSOCANCUOC")
    transaction.commit()
    assert sending.run().state == "done"
    assert "DAUSOCANCUOC" not in json.dumps(there(sending, person))
    person.recognitions = [ended(recognition(), date(2026, 1, 1))]
    notify(ObjectModifiedEvent(person))
    transaction.commit()
    assert sending.run().state == "done"
    assert sent(sending, person) == ["PUT", "DELETE"]
    assert there(sending, person) is None


def allow(monkeypatch, *servers):
    """Let this process ask these servers too."""
    before = os.environ["PBGDPL_ALLOWED_HOSTS"]
    hosts = [before, *(s.base_url.removeprefix("http://") for s in servers)]
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", " ".join(hosts))


def delivery(sending, text):
    return sending.store.outbox.deliveries[text.UID()]


def receipts(sending, text):
    return sending.server.received_of(identifier_of(text.UID()))


def sent(sending, text):
    """Say what was stored there, in order."""
    return [one.method for one in receipts(sending, text) if one.stored]


def resend_all(sending, since, end):
    store = make_store(sending.portal)
    entries = ledger_of(sending.portal).all_entries()
    number = resend_period(store, entries, since, end)
    transaction.commit()
    return number


def there(sending, text):
    resource = sending.server.push.resources[identifier_of(text.UID())]
    return None if resource.deleted else resource.document


def edit(text, **fields):
    for name, value in fields.items():
        setattr(text, name, value)
    notify(ObjectModifiedEvent(text))
    transaction.commit()


def edit_there(sending, text, **fields):
    """Change what the partner has, as only the partner can."""
    resources = sending.server.push.resources
    name = identifier_of(text.UID())
    document = {**resources[name].document, **fields}
    resources[name] = replace(
        resources[name],
        document=document,
        body=json.dumps(document).encode(),
        revision=resources[name].revision + 1,
    )


def step(text, action, **facts):
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    api.content.transition(text, action, **facts)
    setRoles(api.portal.get(), TEST_USER_ID, ["Member"])
    transaction.commit()


def withdraw(text):
    step(text, "withdraw", comment="Có sai sót")


def publish_again(text):
    step(text, "reopen")
    publish(text)
    transaction.commit()


class TestSend:
    def test_a_new_text_is_created(self, sending, text):
        assert there(sending, text)["name"] == "Tập huấn tại Mộc Châu"
        assert receipts(sending, text)[0].condition == "if-none-match: *"
        assert delivery(sending, text).state == "acknowledged"
        assert not sending.store.outbox.dirty

    def test_ten_edits_are_sent_once(self, sending, text):
        for number in range(10):
            edit(text, title=f"Lần {number}")
        sending.run()
        assert sent(sending, text) == ["PUT", "PUT"]
        assert there(sending, text)["name"] == "Lần 9"
        assert receipts(sending, text)[1].condition.startswith('if-match: "1-')

    def test_what_is_equal_is_not_sent(self, sending, text):
        resend(sending.store, text.UID())
        transaction.commit()
        sending.run()
        assert sent(sending, text) == ["PUT"]
        assert not sending.store.outbox.dirty

    def test_a_period_is_sent_again_once(self, sending, text):
        """What the partner lost comes back; what it has is not doubled."""
        lost = make(sending.section, "LegalNews", "Tin bị mất")
        gone = make(sending.section, "LegalNews", "Tin đã gỡ")
        transaction.commit()
        sending.run()
        withdraw(gone)
        sending.run()
        resources = sending.server.push.resources
        del resources[identifier_of(lost.UID())]
        resources[identifier_of(gone.UID())] = replace(
            resources[identifier_of(text.UID())], identifier=identifier_of(gone.UID())
        )
        assert resend_all(sending, 0, 1) == 0
        assert resend_all(sending, 0, 2**40) == 3
        sending.run_until_done()
        assert there(sending, lost)["name"] == "Tin bị mất"
        assert there(sending, text)["name"] == "Tập huấn tại Mộc Châu"
        assert there(sending, gone) is None
        assert not sending.store.outbox.dirty
        before = len(sending.server.received)
        sending.run()
        assert len(sending.server.received) == before, "a period is sent again once"
        states = {one.UID(): delivery(sending, one).state for one in (lost, text, gone)}
        assert set(states.values()) == {"acknowledged", "withdrawn"}
        assert sending.store.outbox.numbers()["acknowledged"] == 2

    def test_what_is_withdrawn_is_taken_back(self, sending, text):
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(text, check_linkintegrity=False)
        transaction.commit()
        sending.run()
        assert sending.server.received[-1].method == "DELETE"
        assert sending.server.received[-1].stored
        assert not sending.store.outbox.dirty

    def test_drafts_do_not_leave(self, sending):
        section = sending.section
        with api.env.adopt_roles(["Manager"]):
            draft = create(section, "LegalNews", title="Nháp")
        transaction.commit()
        sending.run()
        assert not sending.server.received
        publish(draft)
        transaction.commit()
        sending.run()
        assert sent(sending, draft) == ["PUT"]

    def test_kinds_that_are_not_sent_stay(self, sending):
        set_record("push_types", ["guidance"])
        section = sending.section
        make(section, "LegalNews", "Tin")
        transaction.commit()
        sending.run()
        assert not sending.server.received

    def test_switched_on_later_everything_is_sent(self, sending):
        set_record("push_enabled", False)
        section = sending.section
        texts = [make(section, "LegalNews", f"Tin {number}") for number in range(3)]
        transaction.commit()
        sending.run()
        assert not sending.server.received
        set_record("push_enabled", True)
        transaction.commit()
        sending.run()
        assert {one.identifier for one in sending.server.received} == {
            identifier_of(text.UID()) for text in texts
        }

    @pytest.mark.long
    def test_what_was_fetched_is_not_sent_back(self, sending):
        set_record("pull_enabled", True)
        sending.configure(trusted_sets="type:news")
        sending.run_until_done()
        assert sending.items()
        assert not sending.server.received
        assert not list(ledger_of(sending.portal).all_entries())


class TestSettings:
    def test_what_changed_while_nothing_was_sent_is_sent_later(self, sending, text):
        gone = make(sending.section, "LegalNews", "Tin sẽ rút")
        transaction.commit()
        sending.run()
        set_record("push_enabled", False)
        edit(text, title="Sửa khi tắt")
        withdraw(gone)
        new = make(sending.section, "LegalNews", "Mới khi tắt")
        transaction.commit()
        set_record("push_enabled", True)
        transaction.commit()
        sending.run_until_done()
        assert there(sending, text)["name"] == "Sửa khi tắt"
        assert there(sending, new)["name"] == "Mới khi tắt"
        assert there(sending, gone) is None

    def test_a_kind_that_is_sent_no_more_is_still_taken_back(self, sending, text):
        set_record("push_types", ["guidance"])
        transaction.commit()
        sending.run()
        edit(text, title="Không gửi nữa")
        sending.run()
        assert there(sending, text)["name"] == "Tập huấn tại Mộc Châu"
        withdraw(text)
        sending.run()
        assert there(sending, text) is None

    def test_a_kind_that_is_sent_again_is_caught_up(self, sending, text):
        for kinds in (["guidance"], ["news", "guidance"]):
            set_record("push_types", kinds)
            transaction.commit()
            edit(text, title=f"Bản {len(kinds)}")
            sending.run()
        assert there(sending, text)["name"] == "Bản 2"

    def test_another_address_gets_everything(self, sending, text, monkeypatch):
        with ReferenceServer() as other:
            allow(monkeypatch, other)
            set_record("push_url", other.push_url)
            transaction.commit()
            sending.run()
            assert identifier_of(text.UID()) in other.push.resources
            edit(text, title="Hai")
            sending.run()
            found = other.push.resources[identifier_of(text.UID())]
            assert found.document["name"] == "Hai"

    def test_the_same_partner_at_another_address_is_no_conflict(self, sending, text):
        set_record("push_url", sending.server.push_url + "/")
        edit(text, title="Hai")
        sending.run_until_done()
        assert there(sending, text)["name"] == "Hai"
        assert delivery(sending, text).state == "acknowledged"

    @pytest.mark.usefixtures("served_alone")
    @pytest.mark.parametrize(
        ("record", "words"),
        [
            ("sonla.pbgdpl.public_address", "the public address of this portal"),
            ("sonla.pbgdpl.exchange.repository_id", "this repository has no name"),
        ],
    )
    def test_nothing_leaves_while_nobody_would_know_us(
        self, sending, text, record, words, monkeypatch
    ):
        """Whoever looks at the exit code learns it, as long as something waits."""
        monkeypatch.delenv("PBGDPL_URL", raising=False)
        page = f"{sending.portal.absolute_url()}/@@btp-sync-status"
        known = api.portal.get_registry_record(record)
        api.portal.set_registry_record(record, "")
        transaction.commit()
        assert sending.run().exit_code == 0, "nothing waits"
        edit(text, title="Hai")
        result = sending.run()
        assert result.exit_code == 2
        (outcome,) = result.held
        assert (outcome.part, outcome.code) == ("deliver", "K")
        assert words in in_english(outcome.detail)
        assert words in Visitor(*MANAGER).read(page)
        assert len(sending.server.received) == 1
        api.portal.set_registry_record(record, known)
        transaction.commit()
        assert sending.run().exit_code == 0
        assert sent(sending, text) == ["PUT", "PUT"]
        assert words not in Visitor(*MANAGER).read(page)


class TestTrouble:
    def test_an_answer_that_got_lost(self, sending, text):
        edit(text, title="Tiêu đề mới")
        sending.server.inject("accept_then_drop", method="PUT", times=1)
        assert sending.run().state == "failed"
        assert delivery(sending, text).state == "waiting"
        assert sending.run().state == "done"
        assert delivery(sending, text).state == "acknowledged"
        assert sent(sending, text) == ["PUT", "PUT"]
        assert there(sending, text)["name"] == "Tiêu đề mới"

    @pytest.mark.parametrize("method", ["PUT", "DELETE"])
    @pytest.mark.parametrize("code", [400, 409, 413, 422, 423])
    def test_what_arrived_counts_however_its_repetition_is_refused(
        self, sending, text, method, code
    ):
        if method == "DELETE":
            sending.run()
            withdraw(text)
        sending.server.inject("accept_then_drop", method=method, times=1)
        sending.run()
        sending.server.inject("status", method=method, code=code)
        for _time in range(4):
            sending.server.advance(days=1)
            sending.run()
        state = "acknowledged" if method == "PUT" else "withdrawn"
        assert sending.store.outbox.deliveries[text.UID()].state == state
        assert not sending.store.outbox.dirty

    def test_an_answer_that_got_lost_and_an_edit_since(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("accept_then_drop", method="PUT", times=1)
        sending.run()
        edit(text, title="Ba")
        sending.run_until_done()
        assert there(sending, text)["name"] == "Ba"
        assert not sending.store.outbox.dirty

    def test_answers_that_got_lost_and_an_edit_after_each(self, sending, text):
        for title in ("Hai", "Ba"):
            edit(text, title=title)
            sending.server.inject("accept_then_drop", method="PUT", times=1)
            sending.run()
            edit(text, title=f"{title} và sửa")
            sending.server.inject("unavailable", method="PUT", times=1)
            sending.run()
        assert sending.run_until_done().state == "done"
        assert there(sending, text)["name"] == "Ba và sửa"
        assert delivery(sending, text).state == "acknowledged"
        assert not sending.store.outbox.dirty

    def test_withdrawn_without_an_answer_and_published_again(self, sending, text):
        withdraw(text)
        sending.server.inject("accept_then_drop", method="DELETE", times=1)
        sending.run()
        publish_again(text)
        assert sending.run_until_done().state == "done"
        assert there(sending, text)["name"] == "Tập huấn tại Mộc Châu"
        assert delivery(sending, text).state == "acknowledged"

    @pytest.mark.parametrize("fault", ["login_page", "wrong_content_type"])
    def test_a_page_of_somebody_else_is_no_receipt(self, sending, text, fault):
        gone = make(sending.section, "LegalNews", "Tin sẽ rút")
        transaction.commit()
        sending.run()
        new = make(sending.section, "LegalNews", "Tin mới")
        edit(text, title="Hai")
        withdraw(gone)
        sending.server.inject(fault, path="/push/*", times=2)
        sending.run_until_done(states=("idle",))
        assert there(sending, text)["name"] == "Hai"
        assert there(sending, new)["name"] == "Tin mới"
        assert there(sending, gone) is None
        assert sent(sending, text) == ["PUT", "PUT"]
        assert sent(sending, new) == ["PUT"]

    def test_a_page_of_somebody_else_takes_nothing_back(self, sending, text):
        withdraw(text)
        sending.server.inject("login_page", method="DELETE", times=1)
        assert sending.run().state == "failed"
        sending.run_until_done()
        assert there(sending, text) is None

    def test_412_for_what_the_partner_never_had_is_no_conflict(self, sending, text):
        new = make(sending.section, "LegalNews", "Tin mới")
        transaction.commit()
        sending.server.inject("precondition_failed", method="PUT", times=1)
        sending.run()
        assert delivery(sending, new).state == "acknowledged"
        assert sent(sending, new) == ["PUT"]

    def test_what_the_partner_lost_is_sent_if_somebody_wants(self, sending, text):
        del sending.server.push.resources[identifier_of(text.UID())]
        edit(text, title="Hai")
        sending.run()
        assert delivery(sending, text).state == "conflict"
        overwrite(sending.store, text.UID(), sending.server.clock.now())
        transaction.commit()
        sending.run()
        assert delivery(sending, text).state == "acknowledged"
        assert there(sending, text)["name"] == "Hai"

    def test_a_tag_that_changed_alone_is_no_conflict(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("precondition_failed", method="PUT", times=1)
        sending.run()
        assert delivery(sending, text).state == "acknowledged"
        assert there(sending, text)["name"] == "Hai"

    def test_a_partner_that_always_says_412_ends_in_a_conflict(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("precondition_failed", method="PUT")
        sending.run()
        assert delivery(sending, text).state == "conflict"
        sending.run_until_done(states=("idle",))

    def test_another_version_there_is_a_conflict(self, sending, text):
        edit_there(sending, text, name="Bản của Bộ")
        edit(text, title="Hai")
        sending.run()
        assert delivery(sending, text).state == "conflict"
        assert there(sending, text)["name"] == "Bản của Bộ"
        overwrite(sending.store, text.UID(), sending.server.clock.now())
        transaction.commit()
        sending.run()
        assert delivery(sending, text).state == "acknowledged"
        assert there(sending, text)["name"] == "Hai"

    def test_replacing_theirs_is_not_done_twice(self, sending, text):
        """The answer to the first request was nothing that a partner says."""
        edit_there(sending, text, name="Bản của Bộ")
        edit(text, title="Hai")
        sending.run()
        overwrite(sending.store, text.UID(), sending.server.clock.now())
        transaction.commit()
        before = len(sent(sending, text))
        sending.server.inject("wrong_content_type", method="PUT", times=1)
        sending.run()
        assert delivery(sending, text).state == "waiting"
        sending.server.advance(days=1)
        sending.run()
        assert delivery(sending, text).state == "acknowledged"
        assert there(sending, text)["name"] == "Hai"
        assert sent(sending, text)[before:] == ["PUT"]

    def test_a_refusal_is_shown_and_not_repeated(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("status", method="PUT", code=422)
        sending.run()
        assert delivery(sending, text).state == "rejected"
        number = len(sending.server.received)
        sending.run()
        assert len(sending.server.received) == number

    def test_a_conflict_of_the_moment_is_tried_again(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("status", method="PUT", code=409, times=1)
        sending.run()
        assert delivery(sending, text).state == "waiting"
        sending.server.advance(days=1)
        sending.run()
        assert delivery(sending, text).state == "acknowledged"
        assert there(sending, text)["name"] == "Hai"

    def test_a_conflict_that_lasts_is_shown_and_told_once(self, sending, text):
        """Six records that the partner never takes: health says so, and one mail."""
        with api.env.adopt_roles(["Manager"]):
            api.user.create(
                email="duyet@example.vn", username="duyet", password="mat-khau-duyet-1"
            )
            api.group.add_user(groupname="pbgdpl-approvers", username="duyet")
        many = [make(sending.section, "LegalNews", f"Tin {n}") for n in range(6)]
        transaction.commit()
        sending.server.inject("status", method="PUT", code=409)
        for _ in range(3):
            sending.server.advance(days=1)
            sending.run()
        assert {delivery(sending, one).state for one in many} == {"rejected"}
        health = dict(check_health(sending.portal))["sync-undelivered"]
        assert not health.ok and health.count == 6 and health.oldest is not None
        assert "refused by the partner: 6" in health.detail
        assert told(sending) == 1
        number = len(sending.server.received)
        sending.server.advance(days=1)
        sending.run()
        assert len(sending.server.received) == number and told(sending) == 1
        sending.server.heal()
        store = sending.store
        for one in many:
            resend(store, one.UID())
        transaction.commit()
        sending.run_until_done()
        assert dict(check_health(sending.portal))["sync-undelivered"].ok

    def test_a_partner_that_is_away_gets_it_later(self, sending, text):
        edit(text, title="Hai")
        sending.server.inject("unavailable", method="PUT", times=2)
        assert sending.run().state == "failed"
        sending.run_until_done()
        assert there(sending, text)["name"] == "Hai"

    def test_a_partner_that_is_away_is_not_asked_for_each_record(self, sending):
        texts = [make(sending.section, "LegalNews", f"Tin {n}") for n in range(5)]
        transaction.commit()
        sending.server.inject("unavailable", method="PUT")
        assert sending.run().state == "failed"
        asked = [one for one in sending.server.requests if one.method == "PUT"]
        assert len(asked) == 3
        sending.server.heal()
        sending.run_until_done()
        assert all(there(sending, text) for text in texts)

    def test_a_record_that_always_fails_keeps_no_other(self, sending, text):
        other = make(sending.section, "LegalNews", "Tin khác")
        transaction.commit()
        edit(text, title="Hai")
        sending.server.inject("unavailable", method="PUT", path=f"*{text.UID()}")
        for _ in range(3):
            sending.run()
        assert delivery(sending, text).state == "waiting"
        assert there(sending, other)["name"] == "Tin khác"
        sending.server.heal()
        sending.run_until_done()
        assert there(sending, text)["name"] == "Hai"

    def test_what_can_be_no_record_any_more_is_taken_back(self, sending, text):
        other = make(sending.section, "LegalNews", "Tin khác")
        transaction.commit()
        edit(text, title=" ")
        assert sending.run().state == "done"
        assert there(sending, text) is None
        assert there(sending, other)["name"] == "Tin khác"
        assert not sending.store.outbox.dirty
        edit(text, title="Hai")
        assert sending.run().state == "done"
        assert there(sending, text)["name"] == "Hai"

    def test_faults_of_ours_keep_no_other(self, sending, text):
        broken = [make(sending.section, "LegalNews", f"Tin {n}") for n in range(4)]
        other = make(sending.section, "LegalNews", "Tin khác")
        transaction.commit()
        for one in broken:
            one.legal_fields = 5  # nothing that can be read
        for one in (*broken, other):  # the broken ones come first
            make_store(sending.portal).outbox.mark(one.UID())
        transaction.commit()
        sending.run()
        assert there(sending, other)["name"] == "Tin khác"
        assert {delivery(sending, one).code for one in broken} == {"B"}
        assert {delivery(sending, one).state for one in broken} == {"waiting"}
        sending.run_until_done(most=2, states=("failed",))
        assert [delivery(sending, one).attempts for one in broken] == [2] * 4
        edit(text, title="Hai")
        assert sending.run().state == "done"
        assert there(sending, text)["name"] == "Hai"

    def test_a_partner_that_refuses_us_is_left_alone_at_once(self, sending, text):
        other = make(sending.section, "LegalNews", "Tin khác")
        transaction.commit()
        edit(text, title="Hai")
        before = len(sending.server.received)
        sending.server.inject("status", method="PUT", code=401)
        assert {one.code for one in sending.run().outcomes} - {""} == {"A"}
        assert len(sending.server.received) == before + 1
        assert set(sending.store.outbox.dirty) == {text.UID(), other.UID()}

    def test_a_look_that_fails_keeps_no_other(self, sending, text):
        other = make(sending.section, "LegalNews", "Tin khác")
        transaction.commit()
        edit(text, title="Hai")
        edit_there(sending, text, name="Bản của Bộ")
        sending.server.inject("status", method="GET", path="/push/*", code=405)
        sending.run()
        assert delivery(sending, text).state == "waiting"
        assert there(sending, other)["name"] == "Tin khác"

    @pytest.mark.parametrize("step", ["_mark_sent", "_mark_acknowledged"])
    def test_a_process_that_dies(self, sending, text, monkeypatch, step):
        edit(text, title="Hai")

        def die(self, *args):
            raise Killed

        monkeypatch.setattr(Sender, step, die)
        sending.server.advance(hours=2)
        with pytest.raises(Killed):
            run_jobs(sending.portal, now=sending.server.clock.now)
        monkeypatch.undo()
        # The environment of the process that takes over.
        host = sending.server.base_url.removeprefix("http://")
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", host)
        monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")
        sending.run_until_done()
        assert there(sending, text)["name"] == "Hai"
        assert sent(sending, text) == ["PUT", "PUT"]
