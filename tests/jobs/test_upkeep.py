"""Monitoring hears of backup and pack where the deployment tells of them, else nothing."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.core.health import check_health
from source_tree import ROOT

import os
import pytest
import subprocess


def checks(portal):
    return dict(check_health(portal))


def test_nothing_is_told_where_no_file_is_named(portal):
    assert {"backup", "pack"} & set(checks(portal)) == set()


def ago(hours: int) -> str:
    """Return the moment so many hours ago, as the scripts write it."""
    return f"{datetime.now(UTC) - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("hours", "line", "ok", "words"),
    [
        (3, "ok {} a.dump", True, "done at"),
        (40, "ok {}", False, "too long ago"),
        (0, "failed {} a.dump", False, "failed at"),
        (0, "ok yesterday", False, "nothing is known"),
        (0, "", False, "nothing is known"),
        (0, None, False, "nothing is known"),
    ],
)
def test_result_and_age(portal, tmp_path, monkeypatch, hours, line, ok, words):
    file = tmp_path / "backup.state"
    if line is not None:
        file.write_text(line.format(ago(hours)))
    monkeypatch.setenv("PBGDPL_BACKUP_STATE", str(file))
    found = checks(portal)["backup"]
    assert (found.ok, words in found.detail) == (ok, True), found.detail


def test_how_old_it_may_be_is_an_option(portal, tmp_path, monkeypatch):
    file = tmp_path / "pack.state"
    file.write_text(f"ok {ago(20)}")
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
            **os.environ,
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
