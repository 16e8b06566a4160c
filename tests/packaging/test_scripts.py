"""The scripts behind `make` say in one line what is missing, and choose what works."""

from pathlib import Path

import os
import pytest
import socket
import subprocess
import sys


def run(script: Path, *arguments: str, **environment: str):
    """Run a shell script with nothing but the given environment."""
    return subprocess.run(
        ["/bin/sh", str(script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )


def program(folder: Path, name: str, body: str) -> Path:
    """Put a program into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


class TestFindPython:
    def test_passes_over_shims_that_fail(self, root, tmp_path):
        program(tmp_path, "python3.13", "echo no such version >&2; exit 127")
        program(tmp_path, "python3", f'exec {sys.executable} "$@"')
        result = run(root / "tools" / "find-python.sh", PATH=str(tmp_path))
        assert result.returncode == 0
        assert os.access(result.stdout.strip(), os.X_OK)

    def test_passes_over_old_versions(self, root, tmp_path):
        program(tmp_path, "python3", "exit 1")
        result = run(root / "tools" / "find-python.sh", PATH=str(tmp_path))
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        assert "3.11" in result.stderr

    @pytest.mark.parametrize("minor", [10, 14])
    def test_passes_over_versions_without_promise(self, root, tmp_path, minor):
        pretend = f"import sys; sys.version_info = (3, {minor}, 0); exec(sys.argv[2])"
        program(tmp_path, "python3", f"exec {sys.executable} -c '{pretend}' \"$@\"")
        result = run(root / "tools" / "find-python.sh", PATH=str(tmp_path))
        assert result.returncode == 1
        assert "3.11 to 3.13" in result.stderr

    def test_tells_when_venv_is_missing(self, root, tmp_path):
        body = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
        program(tmp_path, "python3", body)
        result = run(root / "tools" / "find-python.sh", PATH=str(tmp_path))
        assert result.returncode == 1
        assert "python3-venv" in result.stderr

    def test_one_version_is_asked_for(self, root, tmp_path):
        minor = sys.version_info.minor
        program(tmp_path, "python3.98", f'exec {sys.executable} "$@"')
        program(tmp_path, "python3", f'exec {sys.executable} "$@"')
        script = root / "tools" / "find-python.sh"
        result = run(script, f"3.{minor}", PATH=str(tmp_path))
        assert os.access(result.stdout.strip(), os.X_OK), result.stderr
        result = run(script, "3.98", PATH=str(tmp_path))
        assert result.returncode == 1
        assert "No usable Python 3.98" in result.stderr

    def test_pyenv_has_versions_that_its_shims_do_not_run(self, root, tmp_path):
        minor = sys.version_info.minor
        folder = tmp_path / "versions" / f"3.{minor}.1" / "bin"
        folder.mkdir(parents=True)
        program(folder, "python3", f'exec {sys.executable} "$@"')
        program(tmp_path, f"python3.{minor}", "exit 127")
        script = root / "tools" / "find-python.sh"
        environment = {"PATH": str(tmp_path), "PYENV_ROOT": str(tmp_path)}
        result = run(script, f"3.{minor}", **environment)
        assert os.access(result.stdout.strip(), os.X_OK), result.stderr

    def test_a_named_python_must_work(self, root):
        result = run(root / "tools" / "find-python.sh", PATH="", PYTHON="/bin/false")
        assert result.returncode == 1
        assert "PYTHON=/bin/false" in result.stderr


class TestFindBrowser:
    def test_passes_over_stubs(self, root, tmp_path):
        program(tmp_path, "chromium-browser", "echo install the snap; exit 1")
        real = program(tmp_path, "google-chrome", "echo Chrome 1")
        result = run(root / "tools" / "find-browser.sh", "python", PATH=str(tmp_path))
        assert result.stdout.strip() == str(real)

    def test_a_named_browser_must_work(self, root):
        result = run(
            root / "tools" / "find-browser.sh",
            "python",
            PATH="",
            PBGDPL_CHROMIUM="/bin/false",
        )
        assert result.returncode == 1
        assert "PBGDPL_CHROMIUM=/bin/false" in result.stderr

    def test_the_one_without_windows_is_preferred(self, root, tmp_path):
        program(tmp_path, "chromium", "echo Chromium 1")
        real = program(tmp_path, "chromium-headless-shell", "echo Chromium 1")
        result = run(root / "tools" / "find-browser.sh", "python", PATH=str(tmp_path))
        assert result.stdout.strip() == str(real)

    @pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
    def test_as_root_one_that_is_offered_is_installed(self, root, tmp_path, package):
        path = f"{tmp_path}:/usr/bin:/bin"
        names = (
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        )
        for name in names:
            program(tmp_path, name, "exit 1")
        program(tmp_path, "id", "echo 0")
        fetch = f'printf "#!/bin/sh\\necho 1" > {tmp_path}/chromium'
        program(tmp_path, "apt-get", f'[ "$1" = update ] || {fetch}')
        result = run(root / "tools" / "find-browser.sh", "false", PATH=path)
        assert result.stdout.strip() == str(tmp_path / "chromium"), result.stderr

    @pytest.mark.parametrize("found_before", [True, False])
    def test_playwright_s_own_is_taken_or_fetched(self, root, tmp_path, found_before):
        """`python -m playwright install` is asked only where it has none yet."""
        program(tmp_path, "id", "echo 1000")
        browser, asked = tmp_path / "chrome", tmp_path / "asked"
        fetch = f"printf '#!/bin/sh\\necho 1' > {browser}; /bin/chmod +x {browser}"
        python = program(
            tmp_path,
            "python",
            f'if [ "$1" = -m ]; then echo "$@" > {asked}; {fetch}; else echo {browser}; fi',
        )
        if found_before:
            program(tmp_path, "chrome", "echo 1")
        script = root / "tools" / "find-browser.sh"
        result = run(script, str(python), PATH=str(tmp_path))
        assert result.returncode == 0, result.stderr
        assert result.stdout == f"{browser}\n"
        assert asked.exists() is not found_before
        if not found_before:
            assert asked.read_text() == "-m playwright install chromium\n"

    def test_without_any_it_fails_in_one_line(self, root, tmp_path):
        program(tmp_path, "id", "echo 1000")
        script = root / "tools" / "find-browser.sh"
        result = run(script, "/bin/false", PATH=str(tmp_path))
        assert result.returncode == 1
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        assert "PBGDPL_CHROMIUM" in result.stderr


class TestCheckPort:
    def test_free(self, tool):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        assert tool("check_port").problem("PORT", str(port)) is None

    def test_taken(self, tool):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            text = tool("check_port").problem("PORT", str(server.getsockname()[1]))
        assert "taken" in text
        assert "\n" not in text

    @pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1"])
    def test_not_a_port(self, tool, text):
        assert "not a port" in tool("check_port").problem("PORT", text)

    def test_one_for_each(self, tool):
        problem = next(tool("check_port").problems(["PORT", "1", "BTP_PORT", "1"]))
        assert problem == "PORT and BTP_PORT must differ, both are 1."


class TestClusterPorts:
    @pytest.mark.parametrize("behind", [0, 1, 2, 9])
    def test_the_ministry_has_its_own(self, tool, tmp_path, behind):
        """Otherwise its pages would come from the proxy, in the place of a client's."""
        problem = tool("cluster").main(40000, 40000 + behind, tmp_path)
        assert problem.endswith(f"BTP_PORT must differ, both are {40000 + behind}.")

    @pytest.mark.parametrize("behind", [0, 1, 2, 9])
    def test_all_are_free(self, tool, behind):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            port = server.getsockname()[1]
            words = tool("cluster").ports(port - behind, 1)
            found = [*tool("check_port").problems(words, "make cluster")]
        (fault,) = (line for line in found if line.startswith(f"Port {port} on"))
        assert fault.endswith("make cluster PORT=8180.")


def test_banner(tool, root, monkeypatch):
    monkeypatch.chdir(root)
    text = tool("serve").banner(8090, 8091)
    assert "http://127.0.0.1:8090/Plone" in text
    for name in ("admin", "contributor", "editor", "approver"):
        assert f"  {name} " in text


@pytest.mark.parametrize(
    "name,text,fault",
    [
        ("12.feature.rst", "Added.", False),
        ("+word.bugfix.rst", "Mended.", False),
        ("12.feature.1.rst", "Added, too.", False),
        ("README.rst", "", False),
        ("12.feat.rst", "Added.", True),
        ("word.feature.rst", "Added.", True),
        ("12.feature", "Added.", True),
        ("12.feature.rst", "  ", True),
    ],
)
def test_news(tool, tmp_path, name, text, fault):
    (tmp_path / name).write_text(text)
    assert bool(tool("news").problems(tmp_path, {"feature", "bugfix"})) is fault
