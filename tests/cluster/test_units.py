"""systemd and logrotate understand the files that administrators copy."""

from source_tree import ROOT

import pytest
import re
import shutil
import subprocess

DEPLOY = ROOT / "deploy"
UNITS = sorted(p.name for p in (DEPLOY / "systemd").glob("pbgdpl*"))


def test_units(tmp_path):
    """`systemd-analyze verify`, with programs that are there in place of an installation."""
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text()
        text = re.sub(
            r"/srv/pbgdpl/(venv/bin|deploy/scripts)/[\w-]+", "/bin/true", text
        )
        (tmp_path / name).write_text(text)
    shutil.copy(
        tmp_path / "pbgdpl-client@.service", tmp_path / "pbgdpl-client@1.service"
    )
    done = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            "--man=no",
            *sorted(tmp_path.glob("pbgdpl*[!@].*")),
        ],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_variables_are_those_of_the_environment_file(name):
    known = set(
        re.findall(r"^(PBGDPL_\w+)=", (DEPLOY / "pbgdpl.env").read_text(), re.M)
    )
    unit = (DEPLOY / "systemd" / name).read_text()
    script = re.search(r"^ExecStart=/srv/pbgdpl/(deploy/scripts/\w+)$", unit, re.M)
    text = unit + ((ROOT / script[1]).read_text() if script else "")
    asked = set(re.findall(r"\$\{?(PBGDPL_\w+)", text))
    assert asked <= known | {"PBGDPL_CLIENT"}


def test_zope_asks_for_nothing_else():
    known = set(
        re.findall(r"^(PBGDPL_\w+)=", (DEPLOY / "pbgdpl.env").read_text(), re.M)
    )
    for path in (DEPLOY / "zope").glob("*.conf"):
        asked = set(re.findall(r"\$\((\w+)\)", path.read_text()))
        assert asked <= known | {"PBGDPL_CLIENT", "PBGDPL_FROM"}, path


def test_log_rotation(tmp_path):
    """logrotate turns the proxy's log over as the file says, beside Debian's own rule."""
    log = tmp_path / "pbgdpl" / "access.log"
    log.parent.mkdir()
    log.write_text("one line\n")
    text = (DEPLOY / "logrotate" / "pbgdpl").read_text()
    text = text.replace("/var/log/nginx", str(tmp_path))
    text = text.replace("0640 www-data adm", "0640").replace("invoke-rc.d", "true")
    conf = tmp_path / "conf"
    conf.write_text(text)
    conf.chmod(0o644)
    debian = tmp_path / "debian"
    debian.write_text(f"{tmp_path}/*.log {{\n    daily\n    missingok\n}}\n")
    debian.chmod(0o644)
    tmp_path.chmod(0o755)
    log.parent.chmod(0o755)
    program = shutil.which("logrotate", path="/usr/sbin:/usr/bin:/sbin")
    subprocess.run(
        [program, "--force", "--state", tmp_path / "state", debian, conf],
        check=True,
    )
    assert (log.parent / "access.log.1").read_text() == "one line\n"
    assert log.read_text() == ""
