"""Each way to prove who asks, tried on servers that check it."""

from base64 import b64decode
from base64 import b64encode
from itertools import count
from loopback_http import answer
from loopback_http import http_server
from oai_documents import error
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.secrets import harmless
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.sync.authentication.base import AccessOptions
from sonla.pbgdpl.sync.authentication.base import make_authentication
from sonla.pbgdpl.sync.authentication.tokens import ClientCredentials
from sonla.pbgdpl.sync.authentication.tokens import Gateway
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.environment import Environment
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import OptionMissing
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.failures import TransientFailure
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.interfaces import IAuthentication
from sync_clients import LOOPBACK
from urllib.parse import parse_qs
from zope.component import getUtilitiesFor
from zope.interface.verify import verifyObject

import json
import pytest

SECRET = "client-secret-0123456789"
OAUTH = {"pull-client-id-btp": "son-la", "pull-client-secret-btp": SECRET}

OAUTH_OPTIONS = (
    "pull-oauth-address-btp",
    "pull-client-id-btp",
    "pull-client-secret-btp",
)


class Issuer:
    """Give out numbered tokens, and say which of them is good."""

    def __init__(self, seconds=3600, **reply):
        self.seconds, self.reply = seconds, reply
        self.given, self.asked, self.good = count(1), [], set()

    def __call__(self, connection, request):
        if request.path != "/token":
            good = request.headers.get("authorization", "").split()[-1] in self.good
            refused = answer(
                b"",
                "401 Unauthorized",
                WWW_Authenticate='Bearer error="invalid_token", '
                'error_description="wrong audience"',
            )
            connection.sendall(answer(b"page") if good else refused)
            return
        self.asked.append(request)
        if self.reply:
            connection.sendall(answer(**self.reply))
            return
        token = f"token-{next(self.given)}-0123456789"
        self.good.add(token)
        found = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.seconds,
        }
        connection.sendall(
            answer(json.dumps(found).encode(), content_type="application/json")
        )


def environment_of(server, **options):
    named = {name.replace("_", "-"): value for name, value in options.items()}
    endpoint = f"{server.scheme}://{server.host}/token"
    return Environment(
        (server.host,), (LOOPBACK,), {"pull-oauth-address-btp": endpoint, **named}
    )


def client_of(server, scheme="oauth2", **options):
    environment = environment_of(server, **OAUTH | options)
    return OutboundClient.for_source(environment, "btp", server.url, scheme)


def get(client):
    return client.request("GET", client.base_url).body


def test_ours_keep_to_the_interface(portal):
    found = dict(getUtilitiesFor(IAuthentication))
    assert found.keys() == {
        "none",
        "bearer",
        "key",
        "basic",
        "certificate",
        "oauth2",
        "gateway",
    }
    for scheme in found.values():
        assert verifyObject(IAuthentication, scheme, tentative=True)


def test_a_scheme_that_is_gone_is_a_matter_of_the_configuration(portal):
    with pytest.raises(ConfigurationFailure, match=r"hmac.*not installed"):
        make_authentication("hmac", AccessOptions(Environment(), "push"))


def test_basic_sends_user_and_password(portal):
    with http_server(answer(b"ok")) as server:
        found = client_of(
            server, "basic", pull_user_btp="sơn la", pull_password_btp="mật khẩu"
        )
        get(found)
    scheme, pair = server.requests[0].headers["authorization"].split()
    assert (scheme, b64decode(pair).decode()) == ("Basic", "sơn la:mật khẩu")


KEY = "key-0123456789"


@pytest.mark.parametrize(
    ("options", "header"),
    [({}, "x-api-key"), ({"pull_header_btp": "apikey"}, "apikey")],
)
def test_a_key_stands_in_the_header_that_the_partner_names(portal, options, header):
    with http_server(answer(b"ok")) as server:
        get(client_of(server, "key", pull_key_btp=KEY, **options))
    asked = server.requests[0].headers
    assert asked[header] == KEY
    assert "authorization" not in asked


@pytest.mark.parametrize(
    "name", ["Host", "content-length", "X: y", "X\r\nY", "Đ", "a b"]
)
def test_not_each_header_can_have_it(portal, name):
    options = {"pull-key-btp": KEY, "pull-header-btp": name}
    with pytest.raises(ConfigurationFailure, match="pull-header-btp"):
        make_authentication(
            "key", AccessOptions(Environment(options=options), "pull", "btp")
        )


class Asked(dict):
    """Options that are all set, and which of them were asked for."""

    def __init__(self, **values):
        super().__init__(values)
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, "value-0123456789")


# What decides where a request goes, how long it is and who stands between (RFC 9110, 7;
# RFC 9112, 6; RFC 7239), and what servers and proxies are known to read in their place
STANDARD_HEADERS = {
    *(
        "Connection Keep-Alive Proxy-Authenticate Proxy-Authorization TE Trailers"
        " Transfer-Encoding Upgrade"
    ).split(),
    *"Trailer Proxy-Connection HTTP2-Settings Content-Length Expect".split(),
    *"Host Forwarded Via Max-Forwards X-Forwarded-For X-Forwarded-Host".split(),
    *"X-HTTP-Method-Override X-Original-URL X-Rewrite-URL".split(),
    *"Content-Type Content-Encoding Content-Range Accept-Encoding Range".split(),
}


@pytest.mark.parametrize("scheme", ["key", "gateway", "oauth2", "basic", "bearer"])
def test_no_option_names_a_header_that_frames_or_routes(portal, scheme):
    """Whichever options a way to prove who asks reads of them."""
    options = Asked()
    access = AccessOptions(Environment(options=options), "pull", "btp")
    make_authentication(scheme, access)
    names = {name for name in options.asked if "header" in name}
    assert bool(names) == (scheme in ("key", "gateway"))
    for name in names:
        for header in STANDARD_HEADERS:
            options[name.replace("_", "-")] = header.swapcase()
            with pytest.raises(ConfigurationFailure, match=name):
                make_authentication(scheme, access)
        options[name] = "X-Partner"
        make_authentication(scheme, access)


def test_a_key_is_told_to_nobody(portal, monkeypatch):
    """Wherever an answer repeats it; the name of its header is no secret."""
    monkeypatch.setenv("PBGDPL_PULL_KEY_BTP", KEY)
    monkeypatch.setenv("PBGDPL_PULL_HEADER_BTP", "X-Partner-Access")
    said = without_secrets(f"no access by {KEY} in X-Partner-Access")
    assert KEY not in said
    assert "X-Partner-Access" in said


def test_none_sends_no_token_although_there_is_one(portal):
    with http_server(answer(b"ok")) as server:
        get(client_of(server, "none", pull_token_btp="token-0123456789"))
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("scheme", "options"),
    [
        ("key", ("pull-key-btp",)),
        ("basic", ("pull-user-btp", "pull-password-btp")),
        ("certificate", ("pull-client-certificate-btp",)),
        ("oauth2", OAUTH_OPTIONS),
        ("gateway", OAUTH_OPTIONS),
    ],
)
def test_options_that_are_missing_are_named(portal, scheme, options):
    with pytest.raises(OptionMissing) as caught:
        make_authentication(scheme, AccessOptions(Environment(), "pull", "btp"))
    assert caught.value.options == options


class TestTokens:
    def test_one_token_serves_all_requests(self, portal):
        issuer = Issuer()
        with http_server(issuer) as server:
            client = client_of(server, pull_oauth_scope_btp="pbgdpl:read")
            assert [get(client), get(client)] == [b"page", b"page"]
        (asked,) = issuer.asked
        assert asked.method == "POST"
        assert parse_qs(asked.body.decode()) == {
            "grant_type": ["client_credentials"],
            "scope": ["pbgdpl:read"],
        }
        pair = b64encode(f"son-la:{SECRET}".encode()).decode()
        assert asked.headers["authorization"] == f"Basic {pair}"

    def test_the_secret_may_stand_in_the_body(self, portal):
        issuer = Issuer()
        with http_server(issuer) as server:
            get(client_of(server, pull_oauth_client_authentication_btp="post"))
        sent = parse_qs(issuer.asked[0].body.decode())
        assert (sent["client_id"], sent["client_secret"]) == (["son-la"], [SECRET])
        assert "authorization" not in issuer.asked[0].headers

    def test_a_token_that_was_revoked_is_renewed_and_the_request_repeated(self, portal):
        issuer = Issuer()
        with http_server(issuer) as server:
            client = client_of(server)
            get(client)
            issuer.good.clear()
            assert get(client) == b"page"
        assert len(issuer.asked) == 2

    def test_a_token_is_renewed_before_its_end(self, portal):
        now = [0.0]
        issuer = Issuer(seconds=300)
        with http_server(issuer) as server:
            options = AccessOptions(environment_of(server, **OAUTH), "pull", "btp")
            client = OutboundClient(
                server.url,
                allowed_hosts=[server.host],
                allowed_networks=[LOOPBACK],
                authentication=ClientCredentials(options, lambda: now[0]),
            )
            get(client)
            now[0] = 239.0
            get(client)
            assert len(issuer.asked) == 1
            now[0] = 240.0
            get(client)
        assert len(issuer.asked) == 2

    def test_a_new_token_that_is_refused_is_not_asked_for_again(self, portal):
        issuer = WrongAudience()
        with http_server(issuer) as server:
            with pytest.raises(AuthorityFailure) as caught:
                get(client_of(server))
        assert "invalid_token – wrong audience" in str(caught.value)
        assert len(issuer.asked) == 1

    @pytest.mark.parametrize(
        ("reply", "kind", "words"),
        [
            (
                {
                    "status": "401 Unauthorized",
                    "body": b'{"error": "invalid_client"}',
                },
                AuthorityFailure,
                "no access token.*HTTP 401",
            ),
            (
                {"status": "400 Bad", "body": b'{"error": "invalid_scope"}'},
                AuthorityFailure,
                "no access token.*invalid_scope",
            ),
            (
                {"status": "400 Bad", "body": b"<p>"},
                AuthorityFailure,
                r"no access token.*\(400\)",
            ),
            (
                {"body": b'{"error": "invalid_grant"}'},
                AuthorityFailure,
                "no access token",
            ),
            ({"body": b"<html>"}, ProtocolFailure, "no service for tokens"),
            ({"body": b'{"token": "x"}'}, ProtocolFailure, "no service for tokens"),
            (
                {"body": b'{"access_token": 5}'},
                ProtocolFailure,
                "no service for tokens",
            ),
            ({"body": b'["x"]'}, ProtocolFailure, "no service for tokens"),
            (
                {"body": b'{"access_token": "x", "expires_in": 1e999}'},
                ProtocolFailure,
                "no service for tokens",
            ),
            ({"body": b"[" * 100_000}, ProtocolFailure, "no service for tokens"),
            (
                {"body": b'{"access_token": ""}'},
                ProtocolFailure,
                "no service for tokens",
            ),
            (
                {"body": b'{"access_token": "%s"}' % (b"x" * 20_000)},
                ProtocolFailure,
                "no service for tokens",
            ),
            (
                {"body": b'{"access_token": "a b"}'},
                ProtocolFailure,
                "no service for tokens",
            ),
            ({"body": b'{"error": 5}'}, AuthorityFailure, r"no access token.*\(5\)"),
            ({"body": b'{"error": null}'}, ProtocolFailure, "no service for tokens"),
            ({"status": "429 Many", "body": b""}, RateLimited, "seconds of rest"),
            ({"status": "503 Away", "body": b""}, TransientFailure, "503"),
        ],
    )
    def test_a_token_that_is_not_given_is_told(self, portal, reply, kind, words):
        issuer = Issuer(**{"content_type": "application/json", **reply})
        with http_server(issuer) as server:
            with pytest.raises(kind, match=words):
                get(client_of(server))
        assert all(request.path == "/token" for request in server.requests)

    def test_a_page_of_html_instead_of_the_token(self, portal):
        issuer = Issuer(body=b"<html>Log in</html>", content_type="text/html")
        with http_server(issuer) as server:
            with pytest.raises(ProtocolFailure, match="A page for people"):
                get(client_of(server))

    def test_tokens_go_to_no_other_address(self, portal):
        with http_server(Issuer()) as server, http_server(answer(b"")) as other:
            environment = environment_of(server, **OAUTH)
            hosts = (server.host, other.host)
            client = OutboundClient.for_source(
                Environment(hosts, (LOOPBACK,), environment.options),
                "btp",
                server.url,
                "oauth2",
            )
            client.request("GET", other.url)
        assert "authorization" not in other.requests[0].headers
        assert not server.requests

    def test_an_issuer_that_is_not_allowed_is_not_asked(self, portal):
        with http_server(Issuer()) as server, http_server(Issuer()) as other:
            client = client_of(
                server, pull_oauth_address_btp=f"http://{other.host}/token"
            )
            with pytest.raises(AuthorityFailure, match="not among the allowed hosts"):
                get(client)
        assert other.connections == 0


class WrongAudience(Issuer):
    """Give out tokens that the service does not take."""

    good = property(lambda self: set(), lambda self, value: None)


class TestGateway:
    def gateway(self, server, **options):
        return client_of(
            server,
            "gateway",
            **{"pull_service_token_btp": "service-0123456789", **options},
        )

    def test_its_header_stands_on_the_token_request_and_on_all_others(self, portal):
        issuer = Issuer()
        with http_server(issuer) as server:
            client = self.gateway(server, pull_gateway_token_btp="ready-0123456789")
            get(client)
        asked, read = server.requests
        assert asked.headers["lgspaccesstoken"] == "ready-0123456789"
        assert "x-authentication-token" not in asked.headers
        assert read.headers["lgspaccesstoken"] == "ready-0123456789"
        assert read.headers["authorization"].startswith("Bearer token-1")
        assert read.headers["x-authentication-token"] == "service-0123456789"

    def test_its_header_is_made_of_parts(self, portal):
        with http_server(Issuer()) as server:
            client = self.gateway(
                server,
                pull_gateway_access_key_btp="access-1",
                pull_gateway_secret_key_btp="secret-1",
                pull_gateway_app_name_btp="pbgdpl",
                pull_gateway_header_btp="x-lgsp",
            )
            get(client)
        value = server.requests[0].headers["x-lgsp"]
        assert json.loads(b64decode(value)) == {
            "AccessKey": "access-1",
            "SecretKey": "secret-1",
            "AppName": "pbgdpl",
        }

    def test_without_header_and_parts_the_option_is_named(self, portal):
        with http_server(Issuer()) as server, pytest.raises(OptionMissing) as caught:
            self.gateway(server)
        assert caught.value.options == ("pull-gateway-token-btp",)


class TestSecrets:
    """Whatever a partner says back, no secret of ours is in it."""

    @pytest.mark.parametrize("before", [0, 200, 290])
    def test_a_partner_that_repeats_it_in_an_answer_with_a_good_status(
        self, portal, before
    ):
        class Echo(Issuer):
            def __call__(self, connection, request):
                if request.path == "/token":
                    super().__call__(connection, request)
                    return
                token = request.headers["authorization"].split()[-1]
                body = error("badArgument", f"{'x' * before} {token}")
                connection.sendall(answer(body, content_type="text/xml"))

        with http_server(Echo()) as server:
            driver = OaiPmhDriver(client_of(server), server.url)
            with pytest.raises(ProtocolFailure) as caught:
                driver.identify()
        assert "badArgument" in caught.value.detail
        assert "token-" not in caught.value.detail

    def test_a_partner_that_repeats_what_we_sent(self, portal):
        class Echo(Issuer):
            def __call__(self, connection, request):
                if request.path == "/token":
                    super().__call__(connection, request)
                    return
                said = {"detail": f"You sent {sorted(request.headers.values())}"}
                connection.sendall(
                    answer(
                        json.dumps(said).encode(),
                        "422 No",
                        "application/problem+json",
                    )
                )

        with http_server(Echo()) as server:
            client = client_of(
                server, "gateway", pull_gateway_token_btp="ready-0123456789"
            )
            with pytest.raises(PeerRefusal) as caught:
                get(client)
        said = f"{caught.value!r} {caught.value.problem} {caught.value.body}"
        for secret in ("token-1-", SECRET, "ready-0123456789"):
            assert secret not in said

    def test_a_log_line_with_the_header_of_the_gateway(self):
        line = "sent lgspaccesstoken: eyJBY2Nlc3NLZXkiOiJh and more"
        assert harmless(line) == "sent lgspaccesstoken: … and more"

    def test_each_form_that_is_sent_is_known(self, portal):
        options = {
            "push-oauth-address": "https://a.example/token",
            "push-client-id": "son-la",
            "push-client-secret": SECRET,
            "push-gateway-token": "ready-0123456789",
        }
        found = Gateway(AccessOptions(Environment(options=options), "push"))
        pair = b64encode(f"son-la:{SECRET}".encode()).decode()
        assert {SECRET, pair, "ready-0123456789"} <= set(found.secrets())
