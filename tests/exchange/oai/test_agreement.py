"""What is listed as public is public when it is asked for, whatever hid it last."""

from DateTime import DateTime
from offered_portal import OAI

import pytest
import transaction

FUTURE = DateTime("2099/01/01")
LIMIT = "sonla.pbgdpl.exchange.pages.responses.MAX_PAGES_FOR_VISITORS"


@pytest.fixture
def agreed(offered, monkeypatch):
    """Return what asks three verbs about records at one moment, and holds them together."""

    def ask(uids):
        monkeypatch.setattr(LIMIT, 0)
        listings = [offered.listed(verb) for verb in ("ListIdentifiers", "ListRecords")]
        listed = [
            {uid: said == "deleted" for uid, said in one.items() if uid in uids}
            for one in listings
        ]
        single = {uid: is_gone(offered, uid) for uid in uids}
        transaction.begin()
        assert listed[0] == listed[1] == single
        return set(single.values())

    return ask


def is_gone(offered, uid):
    """Return what GetRecord says of a record."""
    root = offered.oai(
        "GetRecord", identifier=f"oai:localhost:{uid}", metadataPrefix="oai_dc"
    )
    return root.find(".//oai:header", OAI).get("status") == "deleted"


@pytest.mark.parametrize("most", [0, 1, 3, 100])
def test_the_verbs_agree_while_a_place_above_is_hidden_and_shown(
    offered, agreed, monkeypatch, most
):
    uids = [offered.publish(f"Tin {number}").UID() for number in range(5)]
    offered.advance()
    assert agreed(uids) == {False}

    def let_some_be_settled():
        monkeypatch.setattr(LIMIT, most)
        offered.oai("Identify")
        transaction.begin()

    for date, gone in ((FUTURE, {True}), (None, None), (FUTURE, {True})):
        offered.edit(offered.section, effective_date=date)
        assert agreed(uids) == gone or gone is None
        let_some_be_settled()
        assert agreed(uids) == gone or gone is None
        offered.advance()


def test_dates_above_the_section_hide_nothing(offered, agreed):
    text = offered.publish("Tin")
    offered.advance()
    offered.edit(offered.portal, effective_date=FUTURE)
    assert agreed([text.UID()]) == {False}
    assert offered.fetch("/pho-bien-giao-duc-phap-luat").status == 200
