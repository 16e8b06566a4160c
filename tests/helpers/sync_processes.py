"""Processes that the tests of the synchronisation start, and end by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import socket
import subprocess
import sys
import time


def free_port() -> int:
    """Return a port of the loopback interface on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen, seconds: float = 120) -> None:
    """Return when something listens; raise when the process ends before."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"ended with {process.returncode}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


def stop(process: subprocess.Popen) -> None:
    """End a process that is still there, whatever it does."""
    if process.poll() is None:
        process.kill()
    process.wait(30)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


ZEO_CONF = """
<zeo>
  address 127.0.0.1:{port}
</zeo>
<filestorage 1>
  path {folder}/Data.fs
  blob-dir {folder}/blobs-of-server
</filestorage>
"""


@contextmanager
def zeo_server(folder: Path) -> Iterator[int]:
    """Serve a new database from a folder; give the port."""
    port = free_port()
    conf = folder / "zeo.conf"
    conf.write_text(ZEO_CONF.format(port=port, folder=folder))
    process = subprocess.Popen(
        [sys.executable, "-m", "ZEO.runzeo", "-C", str(conf)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port, process)
        yield port
    finally:
        stop(process)
