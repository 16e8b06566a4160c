"""The push face: nothing is overwritten unseen, and all that came is known."""

from hashlib import sha256
from urllib.parse import quote

import json
import pytest

NAME = "oai:pbgdpl.example:11111111-2222-3333-4444-555555555555"
PATH = f"/push/records/{quote(NAME, safe='')}"
NEW = {"If-None-Match": "*"}


def document(title: str = "Tin của tỉnh", **more) -> bytes:
    known = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "NewsArticle",
        "identifier": NAME,
        "name": title,
    }
    whole = {key: value for key, value in (known | more).items() if value is not None}
    return json.dumps(whole).encode()


def put(server, body: bytes = b"", kind: str = "application/ld+json", **headers: str):
    return server.fetch(
        "PUT", PATH, body or document(), **{"Content-Type": kind}, **headers
    )


@pytest.fixture
def created(server):
    """The tag of a record that was put."""
    return put(server, **NEW).getheader("ETag")


def test_create_update_delete(server):
    first = put(server, **NEW)
    assert first.status == 201
    assert server.get(PATH).content == document()
    second = put(server, document("Tin đã sửa"), If_Match=first.getheader("ETag"))
    assert second.status == 200
    etag = second.getheader("ETag")
    assert etag != first.getheader("ETag")
    assert server.get(PATH).getheader("ETag") == etag
    assert server.fetch("DELETE", PATH, If_Match=etag).status == 204
    assert server.get(PATH).status == 410
    assert [one.status for one in server.received_of(NAME)] == [
        201,
        200,
        200,
        200,
        204,
        410,
    ]


def test_withdrawn_may_come_again(server, created):
    server.fetch("DELETE", PATH, If_Match=created)
    assert put(server, If_Match=created).status == 412
    again = put(server, **NEW)
    assert again.status == 201
    assert again.getheader("ETag") != created


def test_no_condition(server, created):
    assert put(server).status == 428
    assert server.fetch("DELETE", PATH).status == 428
    assert server.get(PATH).content == document()


@pytest.mark.parametrize(
    "headers",
    [
        NEW,
        {"If-Match": '"other"'},
        {"If-Match": '"other"', **NEW},
        {"If-None-Match": "x"},
    ],
)
def test_condition_not_met(server, created, headers):
    refused = put(server, document("Khác"), **headers)
    assert refused.status == 412
    assert refused.getheader("ETag") == created
    assert refused.getheader("Content-Type") == "application/problem+json"
    assert server.get(PATH).content == document()


def test_update_of_what_is_not_there(server):
    assert put(server, If_Match='"1"').status == 412
    assert put(server, If_Match="*").status == 412


def test_any_version_will_do(server, created):
    assert put(server, document("Hai"), If_Match="*").status == 200
    assert put(server, document("Ba"), If_Match=f'"x", {created}').status == 412


def test_what_is_not_there(server, created):
    other = PATH.replace("1111", "9999")
    assert server.get(other).status == 404
    assert server.fetch("DELETE", other, If_Match="*").status == 404
    server.fetch("DELETE", PATH, If_Match=created)
    assert server.fetch("DELETE", PATH, If_Match=created).status == 410


def test_unchanged_is_not_sent_again(server, created):
    assert server.get(PATH, If_None_Match=created).status == 304


@pytest.mark.parametrize(
    "body,kind,status",
    [
        (b"{", "application/ld+json", 400),
        (b'{"a": 1, "a": 2}', "application/ld+json", 400),
        (b'{"a": NaN}', "application/ld+json", 400),
        (b"\xff", "application/ld+json", 400),
        (b"[" * 100_000, "application/ld+json", 400),
        (b"[]", "application/ld+json", 422),
        (document(identifier="oai:other:1"), "application/ld+json", 422),
        (document(name=None), "application/ld+json", 422),
        (document(**{"@type": None}), "application/ld+json", 422),
        (document(), "text/plain", 415),
    ],
)
def test_unusable_content(server, body, kind, status):
    refused = put(server, body, kind, **NEW)
    assert refused.status == status
    assert json.loads(refused.content)["status"] == status
    assert server.push.resources == {}


def test_several_identifiers_are_allowed(server):
    body = document(identifier=["https://pbgdpl.example/1", NAME])
    assert put(server, body, **NEW).status == 201


def test_a_headline_is_a_title(server):
    assert put(server, document(name=None, headline="Tin"), **NEW).status == 201


def test_token(serve):
    server = serve(push_token="s3cret")
    assert put(server, **NEW).status == 401
    wrong = put(server, **NEW, Authorization="Bearer other")
    assert wrong.status == 401
    assert "invalid_token" in wrong.getheader("WWW-Authenticate")
    assert put(server, **NEW, Authorization="Basic s3cret").status == 401
    assert put(server, **NEW, Authorization="Bearer s3cret").status == 201
    seen = repr([server.received, list(server.requests)])
    assert "s3cret" not in seen + server.get("/").content.decode()


def test_the_ministrys_own_records_are_not_the_senders(server):
    path = f"/push/records/{server.identifiers()[0]}"
    assert server.fetch("PUT", path, document(), **NEW).status == 403


def test_other_methods_and_no_name(server):
    refused = server.fetch("POST", PATH, document(), **NEW)
    assert (refused.status, refused.getheader("Allow")) == (
        405,
        "GET, HEAD, PUT, DELETE",
    )
    assert server.fetch("PUT", "/push/records/", document(), **NEW).status == 405


def test_what_came_how_often_and_in_which_order(server):
    put(server)
    put(server, **NEW)
    put(server, **NEW)
    receipts = [
        (one.number, one.method, one.status, one.stored) for one in server.received
    ]
    assert receipts == [
        (1, "PUT", 428, False),
        (2, "PUT", 201, True),
        (3, "PUT", 412, False),
    ]
    assert {one.identifier for one in server.received} == {NAME}
    assert {one.condition for one in server.received} == {"", "if-none-match: *"}
    assert len({one.digest for one in server.received}) == 1


def test_a_list_of_all_that_came_with_digests(server, created):
    other = NAME.replace("1111", "2222", 1)
    path = f"/push/records/{quote(other, safe='')}"
    body = document(identifier=other)
    kind = {"Content-Type": "application/ld+json"}
    answer = server.fetch("PUT", path, body, **kind, **NEW)
    assert answer.status == 201
    server.fetch("DELETE", PATH, If_Match=created)
    found = json.loads(server.get("/push/records").content)
    digest = f"sha-256:{sha256(body).hexdigest()}"
    rows = [
        {"identifier": NAME, "deleted": True},
        {"identifier": other, "digest": digest},
    ]
    assert found == {"total": 2, "records": rows, "next": None}
    first = json.loads(server.get("/push/records?size=1").content)
    assert (first["records"], first["next"]) == (rows[:1], NAME)
    second = json.loads(server.get(f"/push/records?size=1&after={quote(NAME)}").content)
    assert (second["records"], second["next"]) == (rows[1:], None)
    assert server.get("/push/records?size=no").status == 400
    assert server.fetch("DELETE", "/push/records").status == 405
