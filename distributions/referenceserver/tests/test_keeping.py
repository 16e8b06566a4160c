"""What was pushed outlives the server, if it is told where to keep it."""

from urllib.parse import quote

import json
import pytest

NAMES = [f"oai:pbgdpl.example:{number}" for number in range(3)]
KIND = {"Content-Type": "application/ld+json"}


def path_of(name: str) -> str:
    return f"/push/records/{quote(name, safe='')}"


def put(server, name: str, title: str, **headers: str):
    data = {"@context": {}, "@type": "NewsArticle", "identifier": name, "name": title}
    body = json.dumps(data, ensure_ascii=False).encode()
    return server.fetch("PUT", path_of(name), body, **KIND, **headers)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "var" / "received.jsonl"


@pytest.fixture
def filled(serve, file):
    """A server that has received, changed and withdrawn something."""
    server = serve(push_file=file)
    for name in NAMES:
        put(server, name, "Tin của tỉnh", If_None_Match="*")
    etag = server.get(path_of(NAMES[0])).getheader("ETag")
    put(server, NAMES[0], "Tin đã sửa", If_Match=etag)
    put(server, NAMES[0], "Bị từ chối", If_Match=etag)
    server.fetch("DELETE", path_of(NAMES[1]), If_Match="*")
    server.stop()
    return server


def test_the_next_server_has_what_the_last_one_had(serve, file, filled):
    server = serve(push_file=file)
    assert server.received == filled.received
    assert [one.status for one in server.received] == [201] * 3 + [200, 200, 412, 204]
    assert server.push.resources == filled.push.resources
    first = server.get(path_of(NAMES[0]))
    assert json.loads(first.content)["name"] == "Tin đã sửa"
    assert server.get(path_of(NAMES[1])).status == 410
    etag = first.getheader("ETag")
    assert put(server, NAMES[0], "Sửa nữa", If_Match=etag).status == 200
    assert server.push.resources[NAMES[0]].revision == 3
    assert "Tin của tỉnh" in server.get("/").content.decode()


def test_a_request_of_which_nobody_heard_the_end_is_kept(serve, file):
    first = serve(push_file=file)
    first.inject("accept_then_drop", method="PUT", times=1)
    with pytest.raises(OSError):
        put(first, NAMES[0], "Tin", If_None_Match="*")
    first.stop()
    server = serve(push_file=file)
    assert server.push.resources == first.push.resources
    assert server.get(path_of(NAMES[0])).status == 200


def test_reset_forgets_it_for_good(serve, file, filled):
    server = serve(push_file=file)
    server.reset()
    assert server.received == []
    put(server, NAMES[2], "Từ đầu", If_None_Match="*")
    server.stop()
    assert len(server.received) == 1
    assert serve(push_file=file).received == server.received


def test_a_line_that_was_cut_off_costs_no_other(serve, file, filled):
    file.write_bytes(file.read_bytes()[:-9])
    server = serve(push_file=file)
    assert server.received == filled.received[:-1]
    put(server, "oai:pbgdpl.example:9", "Tin mới", If_None_Match="*")
    server.stop()
    assert serve(push_file=file).received == server.received


def test_without_a_file_nothing_is_kept(serve, file, filled):
    assert serve().received == []
