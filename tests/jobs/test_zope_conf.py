"""`<clock-server>` in zope.conf: read by Zope's own schema, refused when it is wrong."""

from sonla.pbgdpl.jobs.zope_conf import ClockSection
from source_tree import ADDITIONAL
from source_tree import readme_clock
from source_tree import ROOT
from ZConfig import ConfigurationError
from Zope2.Startup.options import ZopeWSGIOptions

import pytest

CONF = """
instancehome {folder}
<zodb_db main>
  <mappingstorage>
  </mappingstorage>
  mount-point /
</zodb_db>
<product-config sonla.pbgdpl>
  allowed-hosts btp.example.vn
</product-config>
{lines}
"""
SECTION = """
%import sonla.pbgdpl
<clock-server pbgdpl>
{lines}
</clock-server>
"""
METHOD = "method /Plone/@@pbgdpl-run"
USER = "user may-dong-bo"


@pytest.fixture
def read_conf(tmp_path):
    """Read a zope.conf that ends with these lines, as Zope does when it starts."""

    def read_conf(lines):
        path = tmp_path / "zope.conf"
        path.write_text(CONF.format(folder=tmp_path, lines=lines))
        return ZopeWSGIOptions(configfile=str(path))().configroot.product_config

    return read_conf


@pytest.fixture
def read(read_conf):
    """Read a zope.conf with these lines in the section."""
    return lambda *lines: read_conf(SECTION.format(lines="\n".join(lines)))


def test_lines_of_the_readme(read_conf):
    section = read_conf(readme_clock())["pbgdpl"]
    assert (section.site_path, section.user) == ("Plone", "pbgdpl-runner")
    assert (section.period, section.budget) == (900.0, 20.0)
    assert section.url == "https://pbgdpl.example.gov.vn"
    assert section.has_password is False


def test_documents_show_the_same_lines():
    text = (ROOT / "docs" / "installation.rst").read_text(encoding="utf-8")
    lines = "\n".join(line.strip() for line in text.splitlines())
    assert f"{ADDITIONAL} +={readme_clock()}\n" in lines


def test_arrives_beside_the_other_sections(read):
    sections = read(METHOD, USER, "period 900", "host https://pbgdpl.example.vn/")
    section = sections["pbgdpl"]
    assert isinstance(section, ClockSection)
    assert (section.site_path, section.user) == ("Plone", "may-dong-bo")
    assert (section.period, section.budget) == (900.0, 20.0)
    assert section.url == "https://pbgdpl.example.vn"
    assert section.has_password is False
    assert sections["sonla.pbgdpl"] == {"allowed-hosts": "btp.example.vn"}


def test_has_defaults(read):
    section = read(METHOD, USER)["pbgdpl"]
    assert (section.period, section.budget, section.url) == (900.0, 20.0, "")


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("method /Plone/pbgdpl-run", "Plone"),
        ("method /Plone/@@btp-sync", "Plone"),
        ("method /cong/tinh/@@btp-sync/", "cong/tinh"),
    ],
)
def test_method_names_the_portal(read, line, path):
    assert read(line, USER)["pbgdpl"].site_path == path


@pytest.mark.parametrize(
    ("line", "seconds"), [("period 15m", 900.0), ("period 2h", 7200.0)]
)
def test_period_has_units(read, line, seconds):
    assert read(METHOD, USER, line)["pbgdpl"].period == seconds


def test_host_alone_is_https(read):
    section = read(METHOD, USER, "host pbgdpl.example.vn:8443")["pbgdpl"]
    assert section.url == "https://pbgdpl.example.vn:8443"


def test_password_of_older_sections_is_taken_note_of(read):
    assert read(METHOD, USER, "password x")["pbgdpl"].has_password is True


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([METHOD], "user"),
        ([USER], "method"),
        ([USER, "method /Plone/@@other"], "@@btp-sync"),
        ([USER, "method /@@btp-sync"], "@@btp-sync"),
        ([METHOD, USER, "period 0"], "period"),
        ([METHOD, USER, "period often"], "period|often"),
        ([METHOD, USER, "host ftp://pbgdpl.example.vn"], "ftp://pbgdpl.example.vn"),
        ([METHOD, USER, "url x"], "url"),
    ],
)
def test_what_makes_no_sense_stops_zope(read, lines, words):
    with pytest.raises((ConfigurationError, SystemExit), match=words):
        read(*lines)
