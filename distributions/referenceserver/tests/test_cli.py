"""The command, as it is typed."""

from datetime import datetime
from datetime import UTC
from html import unescape
from pathlib import Path
from sonla.referenceserver.cli import main
from urllib.error import HTTPError
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request
from urllib.request import urlopen

import json
import os
import pytest
import re
import signal
import ssl
import subprocess
import sys
import tomllib

HERE = Path(__file__).parent
CERTIFICATES = HERE.parents[2] / "tests" / "sync" / "certificates"
CERTIFICATE = str(CERTIFICATES / "btp.example.pem")
AUTHORITY = str(CERTIFICATES / "authority.pem")


@pytest.fixture
def run():
    """Yield a function that starts the command and returns its first lines."""
    running = []

    def start(*arguments: str, **environment: str) -> tuple[subprocess.Popen, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "sonla.referenceserver", "--port", "0", *arguments],
            env={**os.environ, "PYTHONIOENCODING": "ascii", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        lines = []
        while not lines or "Ctrl+C" not in lines[-1]:
            lines.append(process.stdout.readline().decode("utf-8"))
            assert lines[-1], process.stderr.read().decode()
        return process, "".join(lines)

    yield start
    for process in running:
        process.kill()
        process.communicate()


def base_url(lines: str) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+", lines)[0]


def test_serves_and_stops_when_told(run):
    process, lines = run("--records", "12", "--seed", "3", "--page-size", "5")
    assert "12 bản ghi mẫu" in lines
    assert "Gửi lên không cần mã truy cập." in lines
    state = urlopen(f"{base_url(lines)}/admin/state").read().decode()
    assert '"page_size": 5' in state
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_token_from_the_environment(run):
    _process, lines = run("--records", "1", "--token-env", "MA_GUI", MA_GUI="s3cret")
    assert "MA_GUI" in lines
    assert "s3cret" not in lines


def test_a_gateway_before_a_list_with_records_of_its_own(run):
    _process, lines = run(
        *("--records", "30", "--list-seed", "2", "--gateway-path", "/api/"),
        *("--client-id", "son-la", "--client-secret-env", "MAT_MA"),
        *("--quota", "2", "--clock-minutes", "-7", "--access-seconds", "60"),
        MAT_MA="s3cret",
    )
    assert "s3cret" not in lines
    base = base_url(lines)
    state = json.load(urlopen(f"{base}/admin/state"))
    behind = datetime.now(UTC) - datetime.fromisoformat(state["now"])
    assert 5 < behind.total_seconds() / 60 < 9
    assert b"<Identify>" in urlopen(f"{base}/oai?verb=Identify").read()
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"{base}/api/v1/tin-bai")
    form = urlencode(
        {
            "grant_type": "client_credentials",
            "client_id": "son-la",
            "client_secret": "s3cret",
        }
    )
    token = json.load(urlopen(f"{base}/token", form.encode()))
    assert token["expires_in"] == 60
    asked = Request(
        f"{base}/api/v1/tin-bai",
        headers={"Authorization": f"Bearer {token['access_token']}"},
    )
    rows = json.load(urlopen(asked))["data"]
    names = json.load(urlopen(f"{base}/admin/identifiers"))["live"]
    assert rows
    assert not {row["x_ma_ban_ghi"] for row in rows} & set(names)
    page = urlopen(f"{base}/tin/{rows[0]['x_ma_ban_ghi'].rpartition(':')[2]}").read()
    assert rows[0]["tieu_de"] in unescape(page.decode())
    urlopen(asked)
    with pytest.raises(HTTPError, match="429"):
        urlopen(asked)


def test_outages(run):
    _process, lines = run("--records", "1", "--outages", "1")
    with pytest.raises(HTTPError, match="503"):
        urlopen(f"{base_url(lines)}/oai?verb=Identify")


def test_certificates(run):
    _process, lines = run("--records", "1", "--certificate", CERTIFICATE)
    base = re.search(r"https://127\.0\.0\.1:\d+", lines)[0]
    context = ssl.create_default_context(cafile=AUTHORITY)
    context.check_hostname = False
    answer = urlopen(f"{base}/oai?verb=Identify", context=context).read()
    assert b"<Identify>" in answer
    with pytest.raises(URLError, match="certificate"):
        urlopen(f"{base}/oai?verb=Identify")


def test_a_file_that_cannot_be_written_is_said(capsys, tmp_path):
    assert main(["--port", "0", "--records", "1", "--state", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_recorded_pages(run, tmp_path):
    _process, lines = run("--records", "12", "--recorded", str(tmp_path))
    answer = urlopen(f"{base_url(lines)}/oai?verb=Identify").read()
    assert b"<Identify>" in answer


@pytest.mark.parametrize(
    "arguments,word",
    [
        (["--host", "0.0.0.0"], "127.0.0.1 only"),
        (["--token-env", "KHONG_CO_BIEN_NAY"], "KHONG_CO_BIEN_NAY"),
    ],
)
def test_what_cannot_be_done_is_said(capsys, arguments, word):
    assert main(["--port", "0", *arguments]) == 2
    assert word in capsys.readouterr().err


def test_a_port_in_use_is_said(capsys, server):
    port = server.base_url.rpartition(":")[2]
    assert main(["--port", port, "--records", "1"]) == 2
    assert "referenceserver:" in capsys.readouterr().err


def test_the_script_is_declared():
    declared = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["scripts"] == {
        "referenceserver": f"{main.__module__}:{main.__name__}"
    }
