"""Records that are taken in: a receipt each, and no mercy for who sends one twice."""

from sonla.referenceserver.inbound import MAX_BATCH
from sonla.referenceserver.inbound import PATH
from sonla.referenceserver.messages import Request
from sonla.referenceserver.server import ReferenceServer

import json
import pytest


def send(server, body, method="POST", path=PATH, **headers):
    sent = {"Content-Type": "application/json", **headers}
    answer = server.fetch(method, path, json.dumps(body), **sent)
    return answer.status, json.loads(answer.content) if answer.content else None


def row(name="oai:x:1", title="Tin"):
    return {"ma_ban_ghi": name, "tieu_de": title}


def held(server):
    return [one for one in server.push.resources.values() if not one.deleted]


def test_a_batch_has_a_receipt_for_each(server):
    rows = [row(), row("oai:x:2", "x" * 200), row("oai:x:3", "")]
    status, answer = send(server, {"ban_ghi": rows})
    assert status == 200
    said = [(one["trang_thai"], one.get("ma_loi")) for one in answer["data"]]
    assert said == [
        ("DA_NHAN", None),
        ("TU_CHOI", "ERR-API-INBOUND-02"),
        ("TU_CHOI", "ERR-API-INBOUND-01"),
    ]
    assert [one.title for one in held(server)] == ["Tin"]
    assert [one.stored for one in server.received] == [True, False, False]


def test_one_is_made_changed_shown_and_deleted(server):
    status, answer = send(server, row())
    assert (status, answer["data"]["id"]) == (201, 1)
    one = f"{PATH}/1"
    assert send(server, {"tieu_de": "Hai"}, "PATCH", one)[0] == 200
    assert send(server, row(title="Ba"), "PUT", one)[0] == 200
    assert json.loads(server.get(one).content)["data"]["tieu_de"] == "Ba"
    found = json.loads(server.get(f"{PATH}?ma_ban_ghi=oai:x:1").content)["data"]
    assert [other["id"] for other in found] == [1]
    assert server.fetch("DELETE", one).status == 204
    assert server.get(one).status == 404
    assert held(server) == []


def test_what_is_sent_twice_is_there_twice_but_for_its_key(server):
    for _time in range(2):
        assert send(server, row(), Idempotency_Key="k")[0] == 201
    assert len(held(server)) == 1
    assert send(server, row(title="Khác"), Idempotency_Key="k")[0] == 409
    send(server, row())
    assert len(held(server)) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 400),
        ({"ban_ghi": 3}, 400),
        ({"ban_ghi": [row()] * (MAX_BATCH + 1)}, 413),
        (row(title=" "), 422),
        (row(name=""), 422),
    ],
)
def test_what_can_not_be_taken_is_refused(server, body, status):
    found, answer = send(server, body)
    assert found == status
    assert answer["error"]["code"].startswith("ERR-API-")
    assert held(server) == []


def test_a_token_is_asked_for(serve):
    server = serve(push_token="geheim")
    assert server.fetch("POST", PATH, "{}").status == 401
    assert send(server, row(), Authorization="Bearer geheim")[0] == 201


def test_a_server_that_starts_anew_has_them(tmp_path):

    kept = tmp_path / "push.jsonl"
    body, kind = json.dumps(row()).encode(), {"content-type": "application/json"}
    first = ReferenceServer(records=1, push_file=kept)
    first.inbound.answer(Request("POST", PATH, kind, body))
    second = ReferenceServer(records=1, push_file=kept)
    answer = second.inbound.answer(Request("PUT", f"{PATH}/1", kind, body))
    assert answer.status == 200


def test_receipts_that_say_nothing_sure(server):
    rows = {"ban_ghi": [row(), row("oai:x:2")]}
    server.inject("missing_receipts", times=1)
    assert len(send(server, rows)[1]["data"]) == 1
    server.inject("doubled_receipts", times=1)
    assert len(send(server, rows)[1]["data"]) == 3
    server.inject("error_called_good", times=1)
    assert send(server, rows)[1]["success"] is False
    assert len(held(server)) == 4
