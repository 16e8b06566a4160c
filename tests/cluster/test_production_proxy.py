"""nginx understands the files that administrators copy, and tells browsers what it should."""

from getpass import getuser
from source_tree import ROOT

import os
import pytest
import re
import requests
import shutil
import socket
import subprocess
import time

NGINX = ROOT / "deploy" / "nginx"
HOST = "127.0.0.1"


@pytest.fixture
def ports(parts):
    """Give free ports for those that only root, or one proxy of a machine, may have."""
    return {
        "80": parts.free_port(),
        "443": parts.free_port(),
        "8079": parts.free_port(),
    }


@pytest.fixture
def conf(tmp_path, parts, ports):
    """Lay the files down as they are, with this machine's folders and ports put in."""
    for path in NGINX.iterdir():
        shutil.copy(path, tmp_path)
    for name in ("pbgdpl", "kept"):
        (tmp_path / name).mkdir()
    make_certificate(tmp_path)
    text = (tmp_path / "pbgdpl.conf").read_text()
    for there, here in {
        "/etc/nginx/pbgdpl/": f"{tmp_path}/",
        "/etc/ssl/pbgdpl/": f"{tmp_path}/",
        "/var/log/nginx/": f"{tmp_path}/",
        "listen 80;": f"listen {HOST}:{ports['80']};",
        "listen 443 ssl;": f"listen {HOST}:{ports['443']} ssl;",
        "listen 127.0.0.1:8079;": f"listen {HOST}:{ports['8079']};",
        "  listen [::]:80;\n": "",
        "  listen [::]:443 ssl;\n": "",
    }.items():
        assert there in text
        text = text.replace(there, here)
    (tmp_path / "pbgdpl.conf").write_text(text)
    common = tmp_path / "pbgdpl-common.conf"
    common.write_text(
        common.read_text().replace("/var/cache/nginx", f"{tmp_path}/kept")
    )
    # Workers of root's nginx would be another account's, which may not come here.
    user = f"user {getuser()};\n" if os.geteuid() == 0 else ""
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"{parts.modules()}{user}daemon off;\npid {tmp_path}/pid;\nevents {{}}\n"
        f"http {{ include {tmp_path}/pbgdpl.conf; }}\n"
    )
    return conf


@pytest.fixture
def program(parts, tmp_path):
    """Give the machine's nginx."""
    return parts.Proxy(tmp_path).program


def test_is_understood(conf, program):
    """`nginx -t` has neither a fault nor a warning."""
    done = subprocess.run([program, "-t", "-c", conf], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_limits_that_the_manual_advises_are_understood(conf, program):
    """Put where its comments say."""
    manual = (ROOT / "docs" / "security.rst").read_text(encoding="utf-8")
    zone, limit = re.findall(r"^    (limit_req\w* .+;)$", manual, re.MULTILINE)
    common, server = (conf.parent / n for n in ("pbgdpl-common.conf", "pbgdpl.conf"))
    common.write_text(f"{common.read_text()}\n{zone}\n")
    names = "  ssl_protocols TLSv1.2 TLSv1.3;\n"
    text = server.read_text()
    assert text.count(names) == 1
    server.write_text(text.replace(names, f"{names}  {limit}\n"))
    test_is_understood(conf, program)


@pytest.mark.parametrize("path", ["", "@@pbgdpl-health"])
def test_browsers_are_told_to_come_by_tls_alone(conf, program, ports, path):
    """Without a client, too; and who comes without is led to where it is."""
    server = subprocess.Popen([program, "-c", conf], stdin=subprocess.DEVNULL)
    try:
        wait_for(ports["443"])
        answer = requests.get(
            f"https://{HOST}:{ports['443']}/{path}",
            verify=str(conf.parent / "fullchain.pem"),
            timeout=20,
        )
        plain = requests.get(
            f"http://{HOST}:{ports['80']}/x", allow_redirects=False, timeout=20
        )
    finally:
        server.terminate()
        server.wait(20)
    assert answer.status_code == 502
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/x")
    assert "Strict-Transport-Security" not in plain.headers


def wait_for(port):
    """Return when something listens there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen")


def make_certificate(folder):
    """Make what a real place gets from its authority."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=pbgdpl.example.gov.vn", "-addext", f"subjectAltName=IP:{HOST}",
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
