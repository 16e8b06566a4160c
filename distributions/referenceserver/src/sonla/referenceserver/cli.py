"""The command `referenceserver`: a reference server in the foreground."""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from sonla.referenceserver.loopback import NotLoopback
from sonla.referenceserver.loopback import Tls
from sonla.referenceserver.pages import addresses
from sonla.referenceserver.recording import recorded
from sonla.referenceserver.recording import RecordedServer
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.server import ReferenceServer
from sonla.referenceserver.settings import Settings
from typing import Any

import os
import signal
import sys
import threading


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit status: 2 for what can't be done."""
    options = _parser().parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # Vietnamese, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        return _recorded(options) if options.recorded else _reference(options)
    except (NotLoopback, OSError, LookupError) as failure:
        print(f"referenceserver: {failure}", file=sys.stderr)
        return 2


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="referenceserver",
        description="Reference server that stands for the Ministry of Justice; loopback only.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--records", type=int, default=257, help="how many to hold")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--page-size", type=int, default=50)
    parser.add_argument("--body-bytes", type=int, default=0, help="at least, per body")
    parser.add_argument(
        "--token-env",
        metavar="NAME",
        help="environment variable with the token that pushing needs",
    )
    parser.add_argument(
        "--state",
        metavar="FILE",
        type=Path,
        help="keep what is pushed there, so that the next start still has it",
    )
    _add_gateway(parser.add_argument_group("the list over REST, and a gateway"))
    parser.add_argument(
        "--recorded",
        metavar="FOLDER",
        type=Path,
        help="serve pages from files there, which are made first if need be",
    )
    return parser


def _add_gateway(group: Any) -> None:
    add = group.add_argument
    add(
        "--list-seed",
        type=int,
        default=0,
        help="which records the list has; without it those of all faces",
    )
    add("--gateway-path", default="", help="below it alone a token is needed")
    add("--client-id", default="", help="who gets tokens; turns the gateway on")
    add(
        "--client-secret-env",
        metavar="NAME",
        help="environment variable with the secret of the client",
    )
    add(
        "--gateway-token-env",
        metavar="NAME",
        help="environment variable with what the header lgspaccesstoken must have",
    )
    add("--audience", default="", help="what a token must have been asked for")
    add("--access-seconds", type=int, default=900, help="how long a token is good")
    add("--access-uses", type=int, default=0, help="for how many requests; 0: any")
    add("--quota", type=int, default=0, help="requests a minute; 0: any number")
    add(
        "--clock-minutes",
        type=float,
        default=0,
        help="how far the server's clock is ahead; behind where it is below zero",
    )
    add(
        "--outages",
        type=float,
        default=0,
        metavar="SHARE",
        help="share of the requests that are answered with 503",
    )
    add("--certificate", metavar="FILE", help="certificate of the server: HTTPS")
    add("--certificate-key", metavar="FILE", help="its key")
    add(
        "--client-authority",
        metavar="FILE",
        help="authority of clients, who must show a certificate of it",
    )


def _gateway_settings(options: Namespace) -> dict[str, Any]:
    return {
        "list_seed": options.list_seed,
        "gateway_path": options.gateway_path,
        "client_id": options.client_id,
        "client_secret": _token(options.client_secret_env),
        "gateway_token": _token(options.gateway_token_env),
        "audience": options.audience,
        "access_seconds": options.access_seconds,
        "access_uses": options.access_uses,
        "quota": options.quota,
    }


def _settings(options: Namespace) -> dict[str, Any]:
    return {
        "records": options.records,
        "seed": options.seed,
        "page_size": options.page_size,
        "body_bytes": options.body_bytes,
    }


def _token(name: str | None) -> str:
    if name and not os.environ.get(name):
        raise LookupError(f"The environment variable {name} is not set.")
    return os.environ[name] if name else ""


def _reference(options: Namespace) -> int:
    words = load("pages")
    server = ReferenceServer(
        options.host,
        options.port,
        push_file=options.state,
        tls=_tls(options),
        push_token=_token(options.token_env),
        **_settings(options),
        **_gateway_settings(options),
    )
    if options.clock_minutes:
        server.advance(minutes=options.clock_minutes)
    if options.outages:
        server.inject("unavailable", probability=options.outages)
    token = words["token"]["yes" if options.token_env else "no"]
    lines = [
        words["started"].format(records=options.records, seed=options.seed),
        *_addresses(server.base_url),
        token.format(name=options.token_env),
    ]
    return _serve(server, lines)


def _tls(options: Namespace) -> Tls | None:
    if not options.certificate:
        return None
    return Tls(options.certificate, options.certificate_key, options.client_authority)


def _recorded(options: Namespace) -> int:
    words, folder = load("pages"), options.recorded
    print(words["recording"].format(records=options.records, folder=folder), flush=True)
    recording = recorded(folder, Settings(**_settings(options)))
    server = RecordedServer(recording, options.host, options.port)
    pages = len(recording.pages)
    lines = [
        words["recorded"].format(pages=pages, folder=folder),
        f"  OAI-PMH: {server.oai_url}",
    ]
    return _serve(server, lines)


def _addresses(base_url: str) -> list[str]:
    names = load("pages")["address_names"]
    return [f"  {names[name]}: {url}" for name, url in addresses(base_url).items()]


def _serve(server: ReferenceServer | RecordedServer, lines: Sequence[str]) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_ignored: stopped.set())
    with server:
        print("\n".join([*lines, load("pages")["stop"]]), flush=True)
        stopped.wait()
    return 0
