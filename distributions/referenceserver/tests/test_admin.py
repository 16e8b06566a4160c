"""The admin's part, as another process uses it."""

from urllib.parse import quote

import pytest


def test_state_tells_no_secret(serve):
    server = serve(push_token="s3cret", pull_token="0ther")
    state = server.admin("GET", "state").json
    assert state["live"] + state["deleted"] == 23
    assert state["settings"]["seed"] == 1
    assert "s3cret" not in repr(state) and "0ther" not in repr(state)


def test_clock(serve):
    server = serve()
    before = server.clock.now()
    server.admin("POST", "clock", {"hours": 2, "seconds": 5})
    assert 7205 <= (server.clock.now() - before).total_seconds() < 7265


def test_records(server):
    name = server.admin("GET", "identifiers").json["live"][0]
    path = f"records/{quote(name, safe='')}"
    edited = server.admin("PATCH", path, {"title": "Tên mới"})
    assert edited.json["fields"]["title"] == "Tên mới"
    assert edited.json["revision"] == 2
    server.admin("DELETE", path)
    assert name in server.admin("GET", "identifiers").json["deleted"]
    server.admin("POST", f"restore/{quote(name)}")
    assert name in server.identifiers()
    server.admin("POST", f"purge/{quote(name)}")
    assert name not in server.catalogue


def test_adding(server):
    added = server.admin(
        "POST", "records", {"kind": "guidance", "fields": {"title": "Văn bản"}}
    ).json
    assert server.record(added["identifier"]).fields["title"] == "Văn bản"
    assert server.record(added["identifier"]).type == "guidance"


def test_many_edits_and_reset(server):
    assert len(server.admin("POST", "edits", {"count": 4}).json["edited"]) == 4
    assert server.record(server.identifiers()[-1]).revision == 2
    server.admin("POST", "reset")
    assert server.record(server.identifiers()[-1]).revision == 1


def test_faults(server):
    made = server.admin(
        "POST",
        "faults",
        {
            "fault": "rate_limited",
            "times": 1,
            "match": {"verb": "Identify", "nth": [2]},
            "parameters": {"seconds": 7},
        },
    ).json
    statuses = [server.get("/oai?verb=Identify").status for _number in range(3)]
    assert statuses == [200, 429, 200]
    faults = server.admin("GET", "faults").json
    assert [one["fault"] for one in faults["log"]] == ["rate_limited"]
    assert faults["rules"][0]["injected"] == 1
    assert "gzip_bomb" in faults["known"]
    server.admin("DELETE", f"faults/{made['number']}")
    assert server.faults.rules == []


def test_received_and_requests(server):
    body = b'{"@context": {}, "@type": "X", "identifier": "oai:tinh.example:1", "name": "N"}'
    headers = {"Content-Type": "application/ld+json", "If-None-Match": "*"}
    server.fetch("PUT", "/push/records/oai:tinh.example:1", body, **headers)
    answer = server.admin("GET", "received").json
    assert [(one["number"], one["status"]) for one in answer["log"]] == [(1, 201)]
    assert answer["records"][0]["document"]["name"] == "N"
    assert [one["method"] for one in server.admin("GET", "requests").json] == ["PUT"]


@pytest.mark.parametrize(
    "method,path,body,status",
    [
        ("GET", "nothing", None, 404),
        ("POST", "nothing", {}, 404),
        ("PATCH", "records/oai:x:1", {"title": "x"}, 404),
        ("POST", "records", {"kind": "nothing"}, 404),
        ("POST", "faults", {"fault": "nothing"}, 422),
        ("POST", "faults", {}, 422),
        ("POST", "clock", {"centuries": 1}, 422),
        ("DELETE", "faults/x", None, 422),
        ("POST", "edits", [], 422),
    ],
)
def test_what_cannot_be_done(server, method, path, body, status):
    assert server.admin(method, path, body).status == status


def test_a_form_of_another_site_changes_nothing(server):
    for kind in ("application/x-www-form-urlencoded", "text/plain", ""):
        headers = {"Content-Type": kind} if kind else {}
        assert server.fetch("POST", "/admin/reset", b"{}", **headers).status == 415
