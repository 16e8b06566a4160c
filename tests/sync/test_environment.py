from App.config import getConfiguration
from ipaddress import ip_network
from sonla.pbgdpl.core.environment import read_option
from sonla.pbgdpl.core.environment import read_options
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.sync.authentication.base import AccessOptions
from sonla.pbgdpl.sync.environment import read_environment
from Zope2.Startup.options import ZopeWSGIOptions

import io
import os
import pickle
import pytest
import ZConfig

TOKEN = "test-token-0123456789"
ZOPE_CONF = f"""
instancehome .
<product-config sonla.pbgdpl>
    allowed-hosts btp.example, 10.1.2.3:8443
    Allowed-Networks 10.1.0.0/16 ::1/128
    pull-token-btp {TOKEN}
    pull_token_bo-tu-phap other-0123456789
    ca-bundle /etc/ssl/state.pem
    ca-bundle-btp /etc/ssl/btp.pem
</product-config>
"""


@pytest.fixture()
def zope_conf(monkeypatch):
    """Read a zope.conf by Zope's own schema, as when it starts."""
    options = ZopeWSGIOptions()
    options.load_schema()

    def read(text):
        found, _handlers = ZConfig.loadConfigFile(options.schema, io.StringIO(text))
        config = getConfiguration()
        sections = found.product_config
        monkeypatch.setattr(config, "product_config", sections, raising=False)

    return read


def pull_token(environment, source):
    return AccessOptions(environment, "pull", source).token()


def test_without_any_configuration_nothing_is_allowed():
    found = read_environment({})
    assert (found.allowed_hosts, found.allowed_networks) == ((), ())
    assert AccessOptions(found, "push").token() is None


def test_zope_conf_is_read(zope_conf):
    zope_conf(ZOPE_CONF)
    found = read_environment({})
    assert found.allowed_hosts == ("btp.example", "10.1.2.3:8443")
    assert found.allowed_networks == (ip_network("10.1.0.0/16"), ip_network("::1/128"))
    assert pull_token(found, "btp").reveal() == TOKEN
    assert pull_token(found, "bo-tu-phap").reveal() == "other-0123456789"
    assert pull_token(found, "other") is None
    assert found.ca_bundle("btp") == "/etc/ssl/btp.pem"
    assert found.ca_bundle("push") == "/etc/ssl/state.pem"


@pytest.fixture
def options_file(tmp_path, monkeypatch):
    """Return a function that writes the file of options, which the environment names."""
    path = tmp_path / "secrets.env"
    monkeypatch.setenv("PBGDPL_OPTIONS_FILE", str(path))

    def write(*lines):
        path.write_text("\n".join(lines), encoding="utf-8")

    return write


@pytest.mark.parametrize(
    "line",
    [
        "PBGDPL_ALLOWED_HOSTS=new.example",
        'PBGDPL_ALLOWED_HOSTS="new.example"',
        "export PBGDPL_ALLOWED_HOSTS='new.example'",
        "  allowed-hosts new.example",
        "allowed-hosts = new.example",
        "Allowed_Hosts new.example",
    ],
)
def test_a_file_of_options_is_read_while_the_process_runs(
    zope_conf, options_file, monkeypatch, line
):
    """It wins over what the process was started with, in either way of writing."""
    zope_conf(ZOPE_CONF)
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", "old.example")
    options_file("# hosts", "")
    assert read_environment().allowed_hosts == ("old.example",)
    options_file("# hosts", line, "push-token a=b c")
    assert read_environment().allowed_hosts == ("new.example",)
    assert read_option("allowed-hosts") == "new.example"
    assert read_options()["push-token"] == "a=b c"
    assert pull_token(read_environment(), "btp").reveal() == TOKEN
    options_file(line.replace("new", "newest"), "pull-token-btp")
    assert read_environment().allowed_hosts == ("newest.example",)
    assert pull_token(read_environment(), "btp") is None


def test_zope_conf_names_the_file_too(zope_conf, tmp_path):
    path = tmp_path / "options"
    path.write_text("public-url https://pbgdpl.example")
    zope_conf(
        ZOPE_CONF.replace("allowed-hosts", f"options-file {path}\n allowed-hosts")
    )
    assert read_option("public-url") == "https://pbgdpl.example"
    assert read_options({})["allowed-hosts"]


def test_a_file_that_is_not_there_yet_is_read_as_soon_as_it_is(options_file):
    assert read_option("allowed-hosts") == ""
    options_file("allowed-hosts new.example")
    assert read_option("allowed-hosts") == "new.example"


def test_a_file_that_cannot_be_read_is_told_once(tmp_path, monkeypatch, caplog):
    """And breaks nothing: the rest counts."""
    monkeypatch.setenv("PBGDPL_OPTIONS_FILE", str(tmp_path))
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", "old.example")
    assert read_environment().allowed_hosts == ("old.example",)
    assert read_option("allowed-hosts") == "old.example"
    assert [str(tmp_path) in line.getMessage() for line in caplog.records] == [True]


def test_while_a_file_cannot_be_read_its_last_state_counts(
    options_file, monkeypatch, tmp_path, caplog
):
    """What was taken back isn't given again; the same fault is told again after it was mended."""
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", "old.example")
    for number in range(2):
        options_file("allowed-hosts", f"push-token {number}")
        assert read_option("allowed-hosts") == ""
        (tmp_path / "secrets.env").write_bytes(b"push-token \xff" + b"x" * number)
        assert read_environment().allowed_hosts == ()
        assert read_option("push-token") == str(number)
    assert len(caplog.records) == 2


UNSAFE = {
    "written by all": lambda path, set_owner: path.chmod(0o646),
    "of another account": lambda path, set_owner: set_owner(12345),
}


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_a_file_that_others_can_write_is_not_read(
    options_file, monkeypatch, tmp_path, caplog, unsafe, portal
):
    """What was read before counts on, the log says so once, and health until it was mended."""
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", "old.example")
    path, ours = tmp_path / "secrets.env", os.geteuid()

    def set_owner(uid):
        """Let a file of ours be somebody else's: only root gives files away."""
        if ours == 0:
            os.chown(path, uid, -1)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: uid)

    options_file("allowed-hosts good.example")
    path.chmod(0o640)
    assert read_option("allowed-hosts") == "good.example"
    assert health_of(portal).ok
    options_file("allowed-hosts evil.example")
    UNSAFE[unsafe](path, set_owner)
    for _time in range(2):
        assert read_environment().allowed_hosts == ("good.example",)
        assert read_option("allowed-hosts") == "good.example"
        found = health_of(portal)
        assert not found.ok
        assert str(path) in found.detail and "chown root, chmod 640" in found.detail
    assert sum(str(path) in line.getMessage() for line in caplog.records) == 1
    path.chmod(0o640)
    set_owner(ours)
    assert read_option("allowed-hosts") == "evil.example"
    assert health_of(portal).ok


def test_an_unsafe_file_that_was_never_read_gives_nothing(options_file, tmp_path):
    options_file("allowed-hosts evil.example")
    (tmp_path / "secrets.env").chmod(0o666)
    assert read_environment().allowed_hosts == ()


def test_health_tells_of_a_file_that_cannot_be_read(portal, tmp_path, monkeypatch):
    assert health_of(portal).ok
    monkeypatch.setenv("PBGDPL_OPTIONS_FILE", str(tmp_path / "later.env"))
    assert health_of(portal).ok
    monkeypatch.setenv("PBGDPL_OPTIONS_FILE", str(tmp_path))
    assert str(tmp_path) in health_of(portal).detail


def health_of(portal):
    return dict(check_health(portal))["options-file"]


@pytest.mark.parametrize("source", ["btp", "header-x", "file-x"])
def test_the_key_of_no_source_is_in_a_text(options_file, source):
    options_file(f"pull-key-{source} abcdef123456", "pull-header-x X-Key-Name")
    told = without_secrets("it said abcdef123456 twice, X-Key-Name")
    assert "abcdef123456" not in told
    assert "X-Key-Name" in told


def test_what_is_secret_in_the_file_is_in_no_text(options_file):
    options_file("pull-api-key-btp abcdef123456")
    assert "abcdef123456" not in without_secrets("it said abcdef123456 twice")


def test_variables_win_over_zope_conf(zope_conf):
    zope_conf(ZOPE_CONF)
    found = read_environment(
        {
            "PBGDPL_ALLOWED_HOSTS": "Other.Example",
            "PBGDPL_PULL_TOKEN_BO_TU_PHAP": "from-variable-1",
            "PBGDPL_PUSH_TOKEN": "from-variable-2",
            "PBGDPL_ALLOWED_NETWORKS": "  ",
            "HOME": "/root",
        }
    )
    assert found.allowed_hosts == ("other.example",)
    assert found.allowed_networks[0] == ip_network("10.1.0.0/16")
    assert pull_token(found, "bo-tu-phap").reveal() == "from-variable-1"
    assert AccessOptions(found, "push").token().reveal() == "from-variable-2"
    assert found.option("home") == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PBGDPL_ALLOWED_HOSTS", "https://btp.example/"),
        ("PBGDPL_ALLOWED_HOSTS", "good.example 127.1"),
        ("PBGDPL_ALLOWED_NETWORKS", "10.0.0.1/8"),
        ("PBGDPL_ALLOWED_NETWORKS", "localhost"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_guessed(name, value):
    with pytest.raises(LocalFailure) as caught:
        read_environment({name: value})
    assert value.split()[-1] in str(caught.value)


@pytest.mark.parametrize("token", ["two words", "tuyệt-mật", "line\nbreak"])
def test_a_token_that_no_header_can_carry_is_refused_without_showing_it(token):
    found = read_environment({"PBGDPL_PUSH_TOKEN": token})
    with pytest.raises(LocalFailure) as caught:
        AccessOptions(found, "push").token()
    assert token.split()[-1] not in str(caught.value)


def test_a_secret_is_in_no_text_and_in_no_database():
    found = read_environment({"PBGDPL_PUSH_TOKEN": TOKEN})
    secret = AccessOptions(found, "push").token()
    texts = [
        repr(found),
        str(found),
        repr(secret),
        str(secret),
        f"{secret}",
        f"{found}",
    ]
    assert all(TOKEN not in text for text in texts)
    with pytest.raises(TypeError):
        pickle.dumps(secret)
