"""Behind the gateway: tokens that run out, a header of its own, a quota."""

from base64 import b64encode

import json
import pytest

BEHIND = {"client_id": "son-la", "client_secret": "bi-mat-1", "access_seconds": 60}
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
GRANT = "grant_type=client_credentials"
PAIR = {"Authorization": f"Basic {b64encode(b'son-la:bi-mat-1').decode()}"}
IDENTIFY = "/oai?verb=Identify"


def token_from(server, body=GRANT, **headers):
    answer = server.fetch("POST", "/token", body, **FORM, **headers)
    answer.json = json.loads(answer.content)
    return answer


def access(server, **headers):
    return f"Bearer {token_from(server, **PAIR, **headers).json['access_token']}"


def test_without_a_client_there_is_no_gateway(server):
    assert server.get(IDENTIFY).status == 200
    assert server.fetch("POST", "/token", GRANT, **FORM).status == 404


def test_a_token_opens_every_face_until_it_runs_out(serve):
    server = serve(**BEHIND)
    sent = {"Authorization": access(server)}
    for path in (IDENTIFY, "/atom", "/api/v1/tin-bai"):
        assert server.get(path).status == 401
        assert server.get(path, **sent).status == 200
    server.advance(61)
    refused = server.get(IDENTIFY, **sent)
    assert refused.status == 401
    assert "run out" in refused.getheader("WWW-Authenticate")
    assert server.get(IDENTIFY, Authorization=access(server)).status == 200
    server.gateway.revoke()
    assert server.get(IDENTIFY, **sent).status == 401


@pytest.mark.parametrize(
    ("body", "headers", "status", "error"),
    [
        (GRANT, {}, 401, "invalid_client"),
        (GRANT, {"Authorization": "Basic !"}, 401, "invalid_client"),
        (f"{GRANT}&client_id=son-la&client_secret=x", {}, 401, "invalid_client"),
        ("grant_type=password", PAIR, 400, "unsupported_grant_type"),
        ("", PAIR, 400, "unsupported_grant_type"),
    ],
)
def test_no_token_for_strangers(serve, body, headers, status, error):
    answer = token_from(serve(**BEHIND), body, **headers)
    assert (answer.status, answer.json) == (status, {"error": error})


def test_a_secret_may_stand_in_the_body(serve):
    body = f"{GRANT}&client_id=son-la&client_secret=bi-mat-1"
    assert token_from(serve(**BEHIND), body).status == 200


def test_its_header_is_wanted_everywhere(serve):
    server = serve(**BEHIND, gateway_token="lgsp-1")
    assert token_from(server, **PAIR).status == 403
    sent = {"lgspaccesstoken": "lgsp-1"}
    token = access(server, **sent)
    assert server.get(IDENTIFY, Authorization=token).status == 403
    assert server.get(IDENTIFY, Authorization=token, **sent).status == 200


def test_a_token_for_somebody_else(serve):
    server = serve(**BEHIND, audience="pbgdpl")
    refused = server.get(IDENTIFY, Authorization=access(server))
    assert "wrong audience" in refused.getheader("WWW-Authenticate")
    answer = token_from(server, f"{GRANT}&audience=pbgdpl", **PAIR)
    sent = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert server.get(IDENTIFY, **sent).status == 200


def test_a_token_may_be_good_for_some_requests_alone(serve):
    server = serve(**BEHIND, access_uses=2)
    sent = {"Authorization": access(server)}
    found = [server.get(IDENTIFY, **sent).status for _number in range(3)]
    assert found == [200, 200, 401]


def test_a_quota_is_one_of_a_minute(serve):
    server = serve(**BEHIND, quota=2)
    sent = {"Authorization": access(server)}
    found = [server.get(IDENTIFY, **sent) for _number in range(3)]
    assert [one.status for one in found] == [200, 200, 429]
    assert 0 < int(found[-1].getheader("Retry-After")) <= 60
    server.advance(60)
    sent = {"Authorization": access(server)}
    assert server.get(IDENTIFY, **sent).status == 200
