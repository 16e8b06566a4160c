"""Sending by a mapping: each record once, with its receipt, whatever the partner answers."""

from harvested_portal import name_repository
from harvested_portal import set_record
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from public_content import make
from public_content import publish
from push_schedules import Killed
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.options.mappings.sending.mapped_sender import MappedSender
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.sync.operations import resend
from sonla.referenceserver.inbound import PATH
from sync_pages import MANAGER
from sync_pages import Visitor
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

LOOKUP = """
[send.lookup]
path = "?ma_ban_ghi={id}"
record = "data[0]"
[send.receipt]"""
LONG = "Tiêu đề " * 30


def use_mapping(text):
    """Send by a mapping of our own."""
    set_record("mappings", [{"name": "thu", "text": text}])
    set_record("push_format", "thu")
    transaction.commit()


@pytest.fixture
def sending(harvested):
    """Return a portal that sends in batches of three and fetches nothing."""
    set_record("pull_enabled", False)
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", harvested.server.inbound_url)
    use_mapping(mapping())
    return harvested


def mapping(lookup=False, batch=3):
    text = REST_BATCH.text().replace("batch = 50", f"batch = {batch}")
    return text.replace("[send.receipt]", LOOKUP) if lookup else text


@pytest.fixture
def asking(sending):
    """Return it with a mapping that can look records up."""
    use_mapping(mapping(lookup=True))
    return sending


def write(sending, *titles):
    texts = [make(sending.section, "LegalNews", title) for title in titles]
    transaction.commit()
    return texts


def there(sending):
    """Return what the partner has: what we call each, and its title; doubles too."""
    return sorted(
        (resource.document["ma_ban_ghi"], resource.document["tieu_de"])
        for resource in sending.server.push.resources.values()
        if not resource.deleted
    )


def here(*texts):
    return sorted((identifier_of(text.UID()), text.title) for text in texts)


def delivery(sending, text):
    return sending.store.outbox.deliveries[text.UID()]


def states(sending, *texts):
    found = sending.store.outbox.deliveries
    known = [found.get(text.UID()) for text in texts]
    return [one.state if one is not None else "not tried" for one in known]


def posts(sending):
    return [one for one in sending.server.requests if one.method != "GET"]


def edit(text, **fields):
    for name, value in fields.items():
        setattr(text, name, value)
    notify(ObjectModifiedEvent(text))
    transaction.commit()


def withdraw(text):
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    api.content.transition(text, "withdraw", comment="Có sai sót")
    setRoles(api.portal.get(), TEST_USER_ID, ["Member"])
    transaction.commit()


def later(sending):
    """Let nothing have to wait any more."""
    sending.server.advance(days=1)


class TestSend:
    def test_new_records_go_together_and_each_has_its_receipt(self, sending):
        texts = write(sending, "Một", "Hai", "Ba", "Bốn")
        assert sending.run().state == "done"
        assert there(sending) == here(*texts)
        assert [one.method for one in posts(sending)] == ["POST", "POST"]
        numbers = {delivery(sending, text).remote_id for text in texts}
        assert numbers == {"1", "2", "3", "4"}
        assert states(sending, *texts) == ["acknowledged"] * 4
        assert not sending.store.outbox.dirty
        assert not sending.store.outbox.unanswered

    def test_a_change_goes_to_the_name_of_the_receipt(self, sending):
        (text,) = write(sending, "Một")
        sending.run()
        edit(text, title="Một đã sửa")
        sending.run()
        last = posts(sending)[-1]
        assert (last.method, last.target) == ("PUT", f"{PATH}/1")
        assert there(sending) == here(text)

    def test_what_is_withdrawn_is_taken_back_and_may_come_again(self, sending):
        (text,) = write(sending, "Một")
        sending.run()
        withdraw(text)
        sending.run()
        assert there(sending) == []
        assert states(sending, text) == ["withdrawn"]
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        api.content.transition(text, "reopen")
        setRoles(api.portal.get(), TEST_USER_ID, ["Member"])
        publish(text)
        transaction.commit()
        sending.run()
        assert there(sending) == here(text)
        assert delivery(sending, text).remote_id == "2"

    def test_what_is_equal_is_not_sent(self, sending):
        (text,) = write(sending, "Một")
        sending.run()
        resend(sending.store, text.UID())
        transaction.commit()
        sending.run()
        assert len(posts(sending)) == 1
        assert not sending.store.outbox.dirty

    def test_another_way_of_writing_sends_everything_anew_and_doubles_nothing(
        self, sending
    ):
        texts = write(sending, "Một", "Hai")
        sending.run()
        use_mapping(mapping().replace('loai = "type"', "loai = \"'tin'\""))
        sending.run()
        assert there(sending) == here(*texts)
        documents = [one.document for one in sending.server.push.resources.values()]
        assert {one["loai"] for one in documents} == {"tin"}

    def test_a_mapping_that_deletes_nothing_leaves_it_to_somebody(self, sending):
        text = mapping()
        start, end = text.index("[send.deletion]"), text.index("[send.receipt]")
        use_mapping(text[:start] + text[end:])
        (news,) = write(sending, "Một")
        sending.run()
        withdraw(news)
        sending.run()
        assert states(sending, news) == ["rejected"]
        resend(sending.store, news.UID())
        transaction.commit()
        sending.run()
        assert news.UID() not in sending.store.outbox.deliveries

    def test_a_dry_run_sends_nothing(self, sending):
        write(sending, "Một")
        sending.run(dry_run=True)
        assert not posts(sending)


class TestRefusals:
    def test_of_a_batch_some_are_refused(self, sending):
        good, bad = write(sending, "Một", LONG)
        assert sending.run().state == "done"
        assert states(sending, good, bad) == ["acknowledged", "rejected"]
        refused = delivery(sending, bad)
        assert refused.receipt_code == "ERR-API-INBOUND-02"
        assert refused.receipt_message == "Tiêu đề dài quá 150 ký tự"
        assert "Tiêu đề dài quá" in refused.detail
        assert there(sending) == here(good)
        edit(bad, title="Ngắn")
        sending.run()
        assert there(sending) == here(good, bad)
        assert delivery(sending, bad).receipt_code == ""

    def test_a_change_that_is_refused_leaves_what_was_there(self, sending):
        (text,) = write(sending, "Một")
        sending.run()
        edit(text, title=LONG)
        sending.run()
        assert states(sending, text) == ["rejected"]
        withdraw(text)
        sending.run()
        assert there(sending) == []

    def test_what_was_refused_and_is_gone_is_forgotten(self, sending):
        (text,) = write(sending, LONG)
        sending.run()
        withdraw(text)
        sending.run()
        assert text.UID() not in sending.store.outbox.deliveries
        assert not sending.store.outbox.dirty

    @pytest.mark.parametrize("code", [400, 413, 422])
    def test_a_batch_that_is_refused_as_a_whole_is_taken_apart(self, sending, code):
        texts = write(sending, "Một", "Hai", "Ba")
        sending.server.inject("status", code=code, method="POST", times=2)
        assert sending.run().state == "done"
        assert states(sending, *texts).count("acknowledged") == 2
        store = sending.store
        for text in texts:
            resend(store, text.UID())
        transaction.commit()
        sending.run()
        assert there(sending) == here(*texts)

    def test_a_record_at_which_the_partner_breaks_keeps_no_other_for_ever(
        self, asking, monkeypatch
    ):
        """Whatever goes with it fails, until it goes alone."""
        broken, *texts = write(asking, "Một", "Hai", "Ba")
        name = identifier_of(broken.UID()).encode()
        fault = asking.server.inject("unavailable", method="POST").fault
        monkeypatch.setattr(
            type(fault), "applies", lambda fault, request: name in request.body
        )
        for _number in range(5):
            asking.run()
            later(asking)
        assert there(asking) == here(*texts)
        asking.server.heal()
        asking.run_until_done()
        assert there(asking) == here(broken, *texts)

    def test_an_address_where_nothing_can_be_sent_refuses_no_record(self, sending):
        texts = write(sending, "Một", "Hai")
        sending.server.inject("status", code=404, method="POST", times=1)
        assert sending.run().state == "failed"
        assert states(sending, *texts) == ["waiting", "waiting"]
        later(sending)
        sending.run_until_done()
        assert there(sending) == here(*texts)

    def test_what_the_partner_lost_is_sent_as_a_new_one(self, sending):
        (text,) = write(sending, "Một")
        sending.run()
        sending.server.push.resources.clear()
        edit(text, title="Hai")
        sending.run()
        assert there(sending) == here(text)


def status_page(sending):
    return Visitor(*MANAGER).read(f"{sending.portal.absolute_url()}/@@btp-sync-status")


class TestWords:
    """The status page says what happened, and what to do."""

    @pytest.mark.usefixtures("served_alone")
    def test_what_befell_a_request(self, sending):
        write(sending, "Một", "Hai")
        for fault, words in (
            ("login_page", "A page for people came instead of data"),
            ("error_called_good", "The answer has no receipts where the mapping says"),
            ("rate_limited", "is used up"),
            ("unauthorised", "Our access was refused"),
        ):
            sending.server.inject(fault, method="POST", times=1)
            sending.run()
            assert words in status_page(sending), fault
            later(sending)
        sending.run_until_done()
        assert len(there(sending)) == 2

    def test_why_records_wait_for_somebody(self, sending):
        """The partner's words as it wrote them; ours where a receipt says nothing sure."""
        (bad,) = write(sending, LONG)
        sending.run()
        shown = status_page(sending)
        assert "The other side says: ERR-API-INBOUND-02 – Tiêu đề dài quá" in shown
        edit(bad, title="Ngắn")
        sending.server.inject("missing_receipts", every=1, method="POST", times=1)
        sending.run()
        assert states(sending, bad) == ["waiting"], "no receipt at all: asked again"
        later(sending)
        sending.run()
        write(sending, "Một", "Hai")
        sending.server.inject("missing_receipts", method="POST", times=1)
        sending.run()
        assert "answered for other records of the request" in status_page(sending)
        number = delivery(sending, bad).remote_id
        page = Visitor(*MANAGER).read(bad.absolute_url())
        assert f"Number there: {number}" in " ".join(page.split())


def unsure(sending, code):
    """Let a batch arrive, its answer be lost, and its repetition be refused for good."""
    texts = write(sending, "Một", "Hai", "Ba")
    sending.server.inject("accept_then_drop", method="POST", times=1)
    sending.run()
    sending.server.inject("status", code=code, method="POST", times=3)
    for _time in range(3):
        if sending.store.outbox.dirty:
            later(sending)
            sending.run()
    sending.server.heal()
    assert states(sending, *texts) == ["rejected"] * 3
    return texts


class TestTrouble:
    @pytest.mark.parametrize("lookup", [False, True])
    @pytest.mark.parametrize(
        "fault", ["accept_then_drop", "login_page", "unavailable", "error_called_good"]
    )
    def test_an_answer_that_got_lost_and_an_edit_since(self, sending, fault, lookup):
        use_mapping(mapping(lookup))
        texts = write(sending, "Một", "Hai")
        sending.server.inject(fault, method="POST", times=1)
        assert sending.run().state == "failed"
        assert states(sending, *texts) == ["waiting", "waiting"]
        edit(texts[0], title="Một đã sửa")
        sending.server.inject(fault, method="POST", times=1)
        later(sending)
        sending.run()
        later(sending)
        sending.run_until_done(states=("done", "idle"))
        assert there(sending) == here(*texts)
        assert states(sending, *texts) == ["acknowledged"] * 2
        assert not sending.store.outbox.unanswered

    def test_a_repeated_request_that_is_still_under_way_there(self, sending):
        texts = write(sending, "Một", "Hai")
        sending.server.inject("accept_then_drop", method="POST", times=1)
        sending.run()
        later(sending)
        sending.server.inject("status", code=409, method="POST", times=2)
        sending.run()
        assert sending.store.outbox.unanswered
        for _time in range(2):
            later(sending)
            sending.run()
        assert there(sending) == here(*texts)
        assert states(sending, *texts) == ["acknowledged"] * 2

    @pytest.mark.parametrize("code", [404, 422])
    def test_a_repeated_request_that_is_refused_is_never_sent_as_another(
        self, sending, code
    ):
        texts = write(sending, "Một", "Hai")
        sending.server.inject("accept_then_drop", method="POST", times=1)
        sending.run()
        later(sending)
        sending.server.inject("status", code=code, method="POST", times=1)
        sending.run()
        later(sending)
        sending.run()
        assert there(sending) == here(*texts)
        state = "acknowledged" if code == 404 else "rejected"
        assert states(sending, *texts) == [state] * 2
        if code == 422:
            assert "repetition was refused" in status_page(sending)
            withdraw(texts[0])
            sending.run()
            assert there(sending) == here(texts[1])
            assert states(sending, *texts) == ["withdrawn", "acknowledged"]

    @pytest.mark.parametrize("code", [409, 413])
    def test_an_unsure_batch_is_released_under_its_key(self, sending, code):
        """Whoever releases all of it at once, and edits meanwhile, doubles nothing."""
        texts = unsure(sending, code)
        (key,) = sending.store.outbox.unanswered
        later(sending)
        assert sending.run().state in ("done", "idle"), "nothing is sent by itself"
        assert len(there(sending)) == len(texts)
        for text in texts:
            resend(sending.store, text.UID())
        transaction.commit()
        edit(texts[0], title="Một đã sửa")
        sending.server.inject("status", code=422, method="POST", times=1)
        sending.run()
        assert states(sending, *texts) == ["rejected"] * 3, "refused once more"
        assert [*sending.store.outbox.unanswered] == [key]
        resend(sending.store, texts[1].UID())
        transaction.commit()
        sending.run()
        assert there(sending) == here(*texts)
        assert states(sending, *texts) == ["acknowledged"] * 3
        assert not sending.store.outbox.unanswered
        assert not sending.store.outbox.stuck

    @pytest.mark.usefixtures("served_alone")
    def test_who_knows_that_nothing_arrived_sends_it_as_new(self, sending):
        texts = unsure(sending, 413)
        sending.server.push.resources.clear()
        page = status_page(sending)
        assert page.count("It may have arrived") == 3
        assert "under the key by which the other side knows it" in page
        uid = texts[0].UID()
        url = f"{sending.portal.absolute_url()}/@@btp-sync-status"
        Visitor(*MANAGER).press(url, "send_as_new", uid, confirmed="1")
        sending.run()
        assert there(sending) == here(*texts)
        assert states(sending, *texts) == ["acknowledged"] * 3
        assert "It may have arrived" not in status_page(sending)

    @pytest.mark.parametrize("code", [409, 413])
    def test_a_record_that_came_late_is_looked_for_before_it_counts_as_refused(
        self, asking, code
    ):
        (text,) = write(asking, "Một")
        asking.server.inject("accept_then_drop", method="POST", times=1)
        asking.run()
        late = dict(asking.server.push.resources)
        asking.server.push.resources.clear()
        later(asking)
        asking.server.inject("unavailable", method="POST", times=1)
        asking.run()
        asking.server.push.resources.update(late)
        asking.server.inject("status", code=code, method="POST", times=3)
        for _time in range(4):
            later(asking)
            asking.run()
        assert there(asking) == here(text)
        assert states(asking, text) == ["acknowledged"]

    @pytest.mark.parametrize("lookup", [False, True])
    def test_a_process_that_dies_after_sending(self, sending, lookup, monkeypatch):
        use_mapping(mapping(lookup))
        texts = write(sending, "Một", "Hai")

        def die(self, *arguments):
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(MappedSender, "_settle", die)
            with pytest.raises(Killed):
                sending.run()
        transaction.abort()
        sending.server.advance(hours=1)
        sending.run_until_done()
        assert there(sending) == here(*texts)
        assert states(sending, *texts) == ["acknowledged"] * 2

    def test_withdrawn_while_nobody_knows_whether_it_arrived(self, sending):
        (text,) = write(sending, "Một")
        sending.server.inject("accept_then_drop", method="POST", times=1)
        sending.run()
        withdraw(text)
        later(sending)
        sending.run_until_done()
        assert there(sending) == []
        assert states(sending, text) == ["withdrawn"]

    def test_a_wrong_address_to_look_up_doubles_nothing(self, sending):
        """That there is nothing to ask is not that there is no such record."""
        use_mapping(mapping(lookup=True).replace("?ma_ban_ghi", "tim?ma_ban_ghi"))
        (text,) = write(sending, "Một")
        sending.server.inject("accept_then_drop", method="POST", times=1)
        sending.run()
        later(sending)
        assert sending.run().state == "failed"
        assert there(sending) == here(text)
        use_mapping(mapping(lookup=True))
        later(sending)
        sending.run_until_done()
        assert there(sending) == here(text)

    @pytest.mark.parametrize("fault", ["missing_receipts", "doubled_receipts"])
    def test_a_receipt_that_says_nothing_sure_waits_for_somebody(self, sending, fault):
        texts = write(sending, "Một", "Hai")
        sending.server.inject(fault, method="POST", times=1)
        sending.run()
        assert sorted(states(sending, *texts)) == ["acknowledged", "rejected"]
        assert len(there(sending)) == 2
        (stuck,) = sending.store.outbox.stuck.values()
        assert "receipt" in stuck.detail

    def test_a_quota_in_the_middle(self, sending):
        texts = write(sending, *(f"Tin {number}" for number in range(7)))
        sending.server.inject("rate_limited", method="POST", nth=2)
        sending.run()
        assert states(sending, *texts).count("acknowledged") == 3
        later(sending)
        sending.run_until_done()
        assert there(sending) == here(*texts)

    def test_a_token_that_ends_in_the_middle(self, sending):
        texts = write(sending, *(f"Tin {number}" for number in range(7)))
        sending.server.inject("unauthorised", method="POST", nth=2)
        assert sending.run().state == "failed"
        assert states(sending, *texts).count("acknowledged") == 3
        later(sending)
        sending.run_until_done()
        assert there(sending) == here(*texts)
