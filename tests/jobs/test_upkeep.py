"""Monitoring hears of backup and pack where the deployment tells of them, else nothing."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.health import check_health
from source_tree import ROOT

import os
import pytest
import subprocess

NOW = datetime.now(UTC)


def checks(portal):
    return dict(check_health(portal))


def test_nothing_is_told_where_no_file_is_named(portal):
    assert {"backup", "pack"} & set(checks(portal)) == set()


@pytest.mark.parametrize(
    ("line", "ok", "words"),
    [
        (f"ok {NOW - timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ} a.dump", True, "done at"),
        (f"ok {NOW - timedelta(hours=40):%Y-%m-%dT%H:%M:%SZ}", False, "too long ago"),
        (f"failed {NOW:%Y-%m-%dT%H:%M:%SZ} a.dump", False, "failed at"),
        ("ok yesterday", False, "nothing is known"),
        ("", False, "nothing is known"),
        (None, False, "nothing is known"),
    ],
)
def test_result_and_age(portal, tmp_path, monkeypatch, line, ok, words):
    file = tmp_path / "backup.state"
    if line is not None:
        file.write_text(line)
    monkeypatch.setenv("PBGDPL_BACKUP_STATE", str(file))
    found = checks(portal)["backup"]
    assert (found.ok, words in found.detail) == (ok, True), found.detail


def test_how_old_it_may_be_is_an_option(portal, tmp_path, monkeypatch):
    file = tmp_path / "pack.state"
    file.write_text(f"ok {NOW - timedelta(hours=20):%Y-%m-%dT%H:%M:%SZ}")
    monkeypatch.setenv("PBGDPL_PACK_STATE", str(file))
    assert checks(portal)["pack"].ok
    monkeypatch.setenv("PBGDPL_PACK_MAX_AGE", "12")
    assert not checks(portal)["pack"].ok


@pytest.mark.parametrize("script", ["backup", "pack"])
@pytest.mark.parametrize("well", [True, False])
def test_scripts_write_what_the_check_reads(
    portal, tmp_path, monkeypatch, script, well
):
    """With stand-ins for PostgreSQL's programs, which either work or don't."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("pg_dump", "pg_restore", "zodbpack", "psql"):
        (tools / name).write_text(
            "#!/bin/sh\n"
            'for word; do case $word in --file=*) : >"${word#--file=}";; esac; done\n'
            "echo TABLE DATA public object_state\n" + ("" if well else "exit 1\n")
        )
        (tools / name).chmod(0o755)
    state = tmp_path / f"{script}.state"
    variable = f"PBGDPL_{script.upper()}_STATE"
    done = subprocess.run(
        ["sh", ROOT / "deploy" / "scripts" / script],
        env={
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PBGDPL_DSN": "x",
            "PBGDPL_BACKUPS": str(tmp_path),
            "PBGDPL_BACKUP_DAYS": "30",
            "PBGDPL_HISTORY_DAYS": "7",
            "PBGDPL_INSTANCE": str(tmp_path),
            variable: str(state),
        },
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) is well, done.stderr
    monkeypatch.setenv(variable, str(state))
    assert checks(portal)[script].ok is well
    assert [one.name for one in tmp_path.glob("*.part")] == []
