"""Faults of status, headers and type, as they are on the wire."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import json
import pytest

IDENTIFY = "/oai?verb=Identify"


@pytest.mark.parametrize("code", [500, 502, 503, 504, 400, 409])
def test_status(server, code):
    server.inject("status", code=code)
    assert server.get(IDENTIFY).status == code


def test_status_with_a_problem(server):
    server.inject("status", code=422, as_problem=True, detail="Thiếu nhan đề")
    answer = server.get(IDENTIFY)
    assert answer.getheader("Content-Type") == "application/problem+json"
    assert json.loads(answer.content)["detail"] == "Thiếu nhan đề"


def test_unavailable(server):
    server.inject("unavailable")
    assert server.get(IDENTIFY).status == 503


@pytest.mark.parametrize(
    "kind,value",
    [("seconds", "30"), ("absurd", "31536000"), ("garbage", "soon"), ("none", None)],
)
def test_rate_limited(server, kind, value):
    server.inject("rate_limited", retry_after=kind)
    answer = server.get(IDENTIFY)
    assert (answer.status, answer.getheader("Retry-After")) == (429, value)


def test_rate_limited_until_a_date_on_the_servers_clock(serve):
    moment = datetime.fromisoformat("2026-07-01T00:00:00+00:00")
    server = serve(frozen=moment)
    server.inject("rate_limited", retry_after="date", seconds=90, code=503)
    answer = server.get(IDENTIFY)
    then = parsedate_to_datetime(answer.getheader("Retry-After"))
    assert (answer.status, (then - moment).total_seconds()) == (503, 90)


def test_authority(server):
    server.inject("unauthorised", times=1)
    server.inject("forbidden", times=1)
    first = server.get(IDENTIFY)
    assert (first.status, first.getheader("WWW-Authenticate")[:6]) == (401, "Bearer")
    assert server.get(IDENTIFY).status == 403
    assert server.get(IDENTIFY).status == 200


def test_redirect_to_another_host(server):
    server.inject("redirect", times=1)
    answer = server.get(IDENTIFY)
    assert (answer.status, answer.content) == (302, b"")
    assert answer.getheader("Location") == "http://khac.invalid/oai"
    server.inject("redirect", location="file:///etc/hostname", code=301)
    assert server.get(IDENTIFY).getheader("Location") == "file:///etc/hostname"


def test_login_page(server):
    server.inject("login_page")
    answer = server.get(IDENTIFY)
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    assert 'type="password"' in answer.content.decode()


def test_wrong_content_type(server):
    server.inject("wrong_content_type", media_type="text/plain")
    answer = server.get(IDENTIFY)
    assert answer.getheader("Content-Type") == "text/plain"
    assert b"<Identify>" in answer.content


def test_precondition_always_fails(server):
    server.inject("precondition_failed")
    path, new = "/push/records/oai:tinh.example:1", {"If-None-Match": "*"}
    assert server.fetch("PUT", path, b"{}", **new).status == 412
    assert server.push.resources == {}
    assert [one.status for one in server.received] == [412]
    assert server.get(path).status == 404
