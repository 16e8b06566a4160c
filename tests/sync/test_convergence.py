"""Two portals that harvest each other, and both send to a third, come to rest."""

from fault_schedules import content_written_by
from harvested_portal import reference_server
from offered_portal import CLOCKS
from two_portals import Peer
from two_portals import second_site

import pytest


@pytest.fixture
def third(monkeypatch):
    """Yield the server that both send to."""
    with reference_server(monkeypatch, records=0) as server:
        yield server


@pytest.fixture
def pair(functional, functional_portal, monkeypatch, third):
    """Return two portals that harvest each other, and push to a third."""
    clock = third.clock
    for name in CLOCKS:
        monkeypatch.setattr(name, lambda: int(clock.now().timestamp()))
    hosts = [third.base_url.removeprefix("http://")]
    hosts.append(f"{functional['host']}:{functional['port']}")
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", " ".join(hosts))
    first = Peer(functional, functional_portal, "mot.example", clock)
    other = second_site(functional["app"], "hai")
    second = Peer(functional, other, "hai.example", clock)
    for one, two in ((first, second), (second, first)):
        one.fetch_from(two)
        one.send_to(third.push_url)
    return first, second


def rounds(pair, number: int = 3) -> None:
    for _ in range(number):
        for peer in pair:
            peer.clock.advance(hours=2)
            assert peer.run().state == "done"


def at_rest(pair) -> bool:
    """Return whether one more round writes nothing but what the engine keeps for itself."""
    stores = [oid for peer in pair for oid in peer.store_oids()]
    database = pair[0].portal._p_jar.db()
    return not content_written_by(database, stores, lambda: rounds(pair, 2))


def test_what_is_fetched_is_never_given_back(pair, third):
    one, two = pair
    text = one.publish("Của Một")
    two.publish("Của Hai")
    rounds(pair)
    everything = {"Của Một": "published", "Của Hai": "published"}
    assert one.titles() == two.titles() == everything
    assert len(one.offered()) == len(two.offered()) == 1
    assert one.offered() != two.offered()
    assert [receipt.method for receipt in third.received] == ["PUT", "PUT"]
    assert at_rest(pair)

    one.edit(text, "Của Một, sửa")
    rounds(pair)
    assert one.titles() == two.titles()
    assert "Của Một, sửa" in two.titles()
    assert [receipt.method for receipt in third.received] == ["PUT"] * 3
    assert at_rest(pair)

    one.delete(text)
    rounds(pair)
    assert one.titles() == {"Của Hai": "published"}
    assert two.titles() == {"Của Hai": "published", "Của Một, sửa": "withdrawn"}
    assert [receipt.method for receipt in third.received] == ["PUT"] * 3 + ["DELETE"]
    assert at_rest(pair)
