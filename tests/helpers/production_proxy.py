"""The files of `deploy/nginx` as an administrator lays them down, on ports of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from getpass import getuser
from http.client import HTTPResponse
from pathlib import Path
from source_tree import ROOT
from typing import Any

import itertools
import os
import shutil
import socket
import ssl
import subprocess
import time

NGINX = ROOT / "deploy" / "nginx"
HOST = "127.0.0.1"
NAME = "pbgdpl.example.gov.vn"
"""As the files say."""
CLIENTS = ("8081", "8082")
READERS = itertools.count()


@dataclass
class ProductionProxy:
    """Hold the proxy: where its files lie, and its ports by those of production."""

    folder: Path
    parts: Any
    clients: tuple[int, ...] = ()
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take free ports for those that only root, or one proxy of a machine, may have."""
        for name in ("80", "443", "8078", "8079"):
            self.ports[name] = self.parts.free_port()

    @property
    def conf(self) -> Path:
        """The file that includes those of production."""
        return self.folder / "nginx.conf"

    @property
    def program(self) -> str:
        """The machine's nginx."""
        return str(self.parts.Proxy(self.folder).program)

    def lay_down(self) -> None:
        """Copy the files as they are, with this machine's folders and ports put in."""
        for path in NGINX.iterdir():
            shutil.copy(path, self.folder)
        for name in ("pbgdpl", "kept"):
            (self.folder / name).mkdir()
        make_certificate(self.folder)
        self.change("pbgdpl.conf", self.places())
        self.change("pbgdpl-common.conf", {"/var/cache/nginx": f"{self.folder}/kept"})
        # Workers of root's nginx would be another account's, which may not come here.
        user = f"user {getuser()};\n" if os.geteuid() == 0 else ""
        self.conf.write_text(
            f"{self.parts.modules()}{user}daemon off;\npid {self.folder}/pid;\n"
            f"error_log {self.folder}/error.log;\nevents {{}}\n"
            f"http {{ include {self.folder}/pbgdpl.conf; }}\n"
        )

    def places(self) -> dict[str, str]:
        """Return what differs between production and this machine."""
        http, tls, purge = (self.ports[name] for name in ("80", "443", "8079"))
        return {
            "/etc/nginx/pbgdpl/": f"{self.folder}/",
            "/etc/ssl/pbgdpl/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
            "  listen [::]:80;\n": "",
            "  listen [::]:80 default_server;\n": "",
            "  listen [::]:443 ssl;\n": "",
            "  listen [::]:443 ssl default_server;\n": "",
            "listen 80": f"listen {HOST}:{http}",
            "listen 443": f"listen {HOST}:{tls}",
            "listen 127.0.0.1:8079;": f"listen {HOST}:{purge};",
            "127.0.0.1:8078;": f"{HOST}:{self.ports['8078']};",
            **{
                f"127.0.0.1:{there} ": f"{HOST}:{here} "
                for there, here in zip(CLIENTS, self.clients, strict=False)
            },
        }

    def change(self, name: str, words: dict[str, str]) -> None:
        """Put words in the place of others, each of which must be there."""
        path = self.folder / name
        text = path.read_text()
        for there, here in words.items():
            assert there in text, there
            text = text.replace(there, here)
        path.write_text(text)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run the proxy meanwhile."""
        words = [self.program, "-c", self.conf]
        server = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        try:
            wait_for(self.ports["443"])
            yield
        finally:
            server.terminate()
            server.wait(20)

    @contextmanager
    def line(
        self, port: str = "443", name: str = NAME, source: str = HOST
    ) -> Iterator[socket.socket]:
        """Open a connection; whoever asks by TLS names a host before."""
        there = (HOST, self.ports[port])
        with socket.create_connection(there, 60, (source, 0)) as plain:
            if port != "443":
                yield plain
                return
            context = ssl.create_default_context(
                cafile=str(self.folder / "fullchain.pem")
            )
            context.check_hostname = False
            with context.wrap_socket(plain, server_hostname=name) as line:
                yield line

    def talk(
        self, sent: bytes, port: str = "443", name: str = NAME, source: str = HOST
    ) -> "Reply":
        """Send bytes as they are."""
        try:
            with self.line(port, name, source) as line:
                line.sendall(sent)
                return read(line, sent.split(b" ", 1)[0].decode())
        except (ssl.SSLError, ConnectionError, EOFError):
            return Reply(0, {}, b"")


@dataclass(frozen=True)
class Reply:
    """Hold an answer; a status of 0 is none at all."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def kept(self) -> str:
        """What the proxy says of where it has the answer from."""
        return self.headers.get("x-cache-status", "")


def another_address() -> str:
    """Name an address of this machine that no reader has had yet."""
    number = next(READERS) % 60000
    return f"127.9.{number // 250}.{number % 250 + 1}"


def read(line: Any, method: str) -> Reply:
    """Read one answer."""
    response = HTTPResponse(line, method=method)
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, response.read())


def wait_for(port: int) -> None:
    """Return when something listens there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen")


def make_certificate(folder: Path) -> None:
    """Make what a real place gets from its authority."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
