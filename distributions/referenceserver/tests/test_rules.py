"""When faults happen, and how that is known."""

from sonla.referenceserver.faults.table import FAULTS
from sonla.referenceserver.faults.table import UnknownFault

import pytest

IDENTIFY = "/oai?verb=Identify"
LIST = "/oai?verb=ListRecords&metadataPrefix=pbgdpl"


def statuses(server, target: str = IDENTIFY, count: int = 4) -> list[int]:
    return [server.get(target).status for _number in range(count)]


def test_each_time_until_healed(server):
    rule = server.inject("status")
    assert statuses(server) == [500] * 4
    server.heal(rule.number)
    assert statuses(server, count=1) == [200]


def test_so_many_times(server):
    server.inject("status", times=2)
    assert statuses(server) == [500, 500, 200, 200]


@pytest.mark.parametrize(
    "nth,wanted", [(2, [200, 500, 200, 200]), ((1, 3), [500, 200, 500, 200])]
)
def test_the_nth(server, nth, wanted):
    server.inject("status", nth=nth)
    assert statuses(server) == wanted


def test_by_verb_path_and_method(server):
    server.inject("status", code=501, verb="ListRecords")
    server.inject("status", code=502, path="/push/*")
    server.inject("status", code=503, method="POST")
    assert server.get(IDENTIFY).status == 200
    assert server.get(LIST).status == 501
    assert server.get("/push/records/oai:x:1").status == 502
    assert server.fetch("POST", "/oai").status == 503


def test_nth_counts_matching_requests_only(server):
    server.inject("status", verb="ListRecords", nth=2)
    targets = [LIST, IDENTIFY, IDENTIFY, LIST]
    assert [server.get(target).status for target in targets] == [200, 200, 200, 500]


def test_probability_is_seeded(serve):
    runs = []
    for seed in (1, 1, 2):
        server = serve(seed=seed)
        server.inject("status", probability=0.5)
        runs.append(statuses(server, count=30))
    assert runs[0] == runs[1] != runs[2]
    assert 5 < runs[0].count(500) < 25


def test_the_first_answer_wins_and_the_other_is_not_spent(server):
    server.inject("status", code=500, times=1)
    server.inject("status", code=502, times=1)
    assert statuses(server) == [500, 502, 200, 200]


def test_the_nth_counts_what_another_fault_answered(server):
    server.inject("status", code=500, times=1)
    server.inject("status", code=502, nth=2)
    assert statuses(server) == [500, 502, 200, 200]


def test_an_answer_and_its_delivery_go_together(server):
    server.inject("unavailable")
    server.inject("wrong_content_type")
    answer = server.get(IDENTIFY)
    assert answer.status == 503
    assert answer.getheader("Content-Type") == "application/octet-stream"


def test_log_of_faults_and_of_requests(server):
    server.inject("status", nth=2)
    statuses(server, count=3)
    (injection,) = server.faults.log
    assert (injection.fault, injection.target) == ("status", IDENTIFY)
    assert [seen.status for seen in server.requests] == [200, 500, 200]
    assert [seen.faults for seen in server.requests] == [(), ("status",), ()]
    server.heal()
    assert len(server.faults.log) == 1


def test_the_page_and_the_admins_part_are_spared(server):
    server.inject("status")
    assert server.get("/").status == 200
    assert server.get("/admin/state").status == 200


def test_unknown_faults_and_parameters(server):
    with pytest.raises(UnknownFault, match="nothing"):
        server.inject("nothing")
    with pytest.raises(UnknownFault, match="speed"):
        server.inject("hang", speed=1)
    assert server.faults.rules == []


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_can_be_made_and_says_what_it_does(server, name):
    rule = server.inject(name)
    assert rule.name == name
    assert type(rule.fault).__doc__.strip().endswith(".")
