"""The same by buildout: a client that it writes serves the database of the cluster."""

from source_tree import load_tool
from source_tree import ROOT

import pytest
import shutil
import signal
import subprocess


@pytest.fixture(scope="module")
def portals():
    """Give what builds a wheel and runs programs."""
    return load_tool("portals")


def test_client_of_buildout(story, parts, portals, tmp_path):
    foreign = load_tool("foreign")
    for stale in foreign.EGGS.glob(f"**/{portals.PACKAGE}-*.egg"):
        shutil.rmtree(stale)  # the same version, built before
    portals.build_wheel(tmp_path / "wheels")
    shutil.copy(ROOT / "versions.cfg", tmp_path)
    shutil.copy(ROOT / "deploy" / "buildout.cfg", tmp_path)
    port = parts.free_port()
    place = (f"place:dsn={story.place.dsn}", f"client1:http-address=127.0.0.1:{port}")
    eggs = f"buildout:eggs-directory={foreign.EGGS}"
    portals.run(foreign.BUILDOUT, "-q", eggs, *place, cwd=tmp_path)
    made = {path.name for path in (tmp_path / "bin").iterdir()}
    assert {"client2", "pbgdpl-restamp", "pbgdpl-sync", "zodbpack"} <= made
    with (tmp_path / "log").open("w") as log:
        client = subprocess.Popen(
            [tmp_path / "bin" / "client1", "console"],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            parts.wait_for(port, client, tmp_path / "log")
        finally:
            client.send_signal(signal.SIGTERM)
            client.wait(60)
