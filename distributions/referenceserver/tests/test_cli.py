"""The command, as it is typed."""

from pathlib import Path
from sonla.referenceserver.cli import main
from urllib.request import urlopen

import os
import pytest
import re
import signal
import subprocess
import sys
import tomllib

HERE = Path(__file__).parent


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
