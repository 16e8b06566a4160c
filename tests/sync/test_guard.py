from hypothesis import given
from hypothesis import strategies
from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv6Address
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.guard import Guard
from sonla.pbgdpl.sync.guard import is_public
from sonla.pbgdpl.sync.guard import target_of

import pytest

HOSTS = ("btp.example", "btp.example:8443", "203.0.113.7", "[2001:db8::1]:8443")
PUBLIC = ["8.8.8.8", "1.1.1.1", "203.113.1.1", "2001:4860:4860::8888", "2a00:1450::1"]
FORBIDDEN = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


def target(url="https://btp.example/oai"):
    return target_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://btp.example/oai",
        "https://BTP.example:443/oai?verb=Identify",
        "https://btp.example:8443/",
        "http://btp.example/",
        "https://203.0.113.7/",
        "https://[2001:db8::1]:8443/",
    ],
)
def test_exactly_the_named_hosts_are_allowed(url):
    assert Guard(HOSTS).target(url).host in url.lower()


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "https://btp.example.evil.example/",
        "https://sub.btp.example/",
        "https://btp.example./",
        "https://btp.example:444/",
        "https://btp.example:80/",
        "https://btp.example:0/",
        "https://btp.example:/",
        "https://btp.example:99999/",
        "https://btp.example:8443x/",
        "https://user@btp.example/",
        "https://user:word@btp.example/",
        "https://btp.example@other.example/",
        "https://@btp.example/",
        "https://btp.example\\@other.example/",
        "https://btp.example\t.evil.example/",
        "https://btp.example/a b",
        "https://btp.example/\n",
        "https://btp%2eexample/",
        "https://btp。example/",
        "https://bộtưpháp.example/",
        "file:///etc/passwd",
        "file://btp.example/etc/passwd",
        "ftp://btp.example/",
        "gopher://btp.example/",
        "//btp.example/",
        "btp.example/oai",
        "https:///oai",
        "https://[::1/",
        "",
    ],
)
def test_everything_else_is_refused(url):
    with pytest.raises(TargetRefused):
        Guard(HOSTS).target(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.0.0.01",
        "1.2.3.4.5",
        "256.1.1.1",
        "btp.example.1",
        "btp.0x1",
        "[::ffff:7f00:1%25eth0]",
        "[0:0:0:0:0:0:0:1]",
    ],
)
def test_odd_numbers_are_no_hosts(host):
    with pytest.raises(TargetRefused):
        target_of(f"https://{host}/")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_connected_to(address):
    assert Guard(HOSTS).checked(target(), [address]) == [address]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_the_others_are_not(address):
    with pytest.raises(TargetRefused):
        Guard(HOSTS).checked(target(), [address])


def test_one_forbidden_address_refuses_all():
    with pytest.raises(TargetRefused, match=r"leads to the address 10\.0\.0\.1"):
        Guard(HOSTS).checked(target(), ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(TargetRefused):
        Guard(HOSTS).checked(target(), [])
    with pytest.raises(TargetRefused):
        Guard(HOSTS).checked(target(), ["no address"])


def test_a_configured_network_is_the_exception():
    guard = Guard(HOSTS, [ip_network("10.1.0.0/16"), ip_network("::1/128")])
    assert guard.checked(target(), ["10.1.2.3", "::1"]) == ["10.1.2.3", "::1"]
    with pytest.raises(TargetRefused):
        guard.checked(target(), ["10.2.0.1"])


def test_another_form_of_a_configured_address_is_none():
    guard = Guard(HOSTS, [ip_network("127.0.0.0/8")])
    for address in ("::ffff:127.0.0.1", "64:ff9b::7f00:1", "::7f00:1"):
        with pytest.raises(TargetRefused):
            guard.checked(target(), [address])


def test_a_configured_gateway_hides_no_forbidden_address():
    guard = Guard(HOSTS, [ip_network("64:ff9b::/96")])
    assert guard.checked(target(), ["64:ff9b::808:808"]) == ["64:ff9b::808:808"]
    with pytest.raises(TargetRefused):
        guard.checked(target(), ["64:ff9b::a00:1"])


def test_unencrypted_only_inside_a_configured_network():
    guard = Guard(HOSTS, [ip_network("127.0.0.0/8")])
    plain = target("http://btp.example/")
    assert guard.checked(plain, ["127.0.0.1"]) == ["127.0.0.1"]
    with pytest.raises(TargetRefused, match="without encryption"):
        guard.checked(plain, ["8.8.8.8"])


@pytest.mark.parametrize(
    "entry",
    ["https://btp.example", "btp.example/oai", "a@b", "127.1", "", "b:0", "b:x"],
)
def test_an_entry_that_is_no_host_is_a_mistake_of_ours(entry):
    with pytest.raises(LocalFailure):
        Guard([entry])


@given(strategies.ip_addresses(v=4), strategies.sampled_from([0xFFFF << 32, 0]))
def test_no_form_of_an_ipv4_address_inside_ipv6_is_public(inner, prefix):
    assert not is_public(IPv6Address(prefix | int(inner)))


@given(strategies.ip_addresses())
def test_public_is_never_local(address):
    if is_public(address):
        assert address.is_global
        assert not (address.is_private or address.is_multicast or address.is_reserved)
        assert address not in ip_network("64:ff9b::/96") or address.version == 4


@given(strategies.text(alphabet="abz019.:/@\\[]%# -é", max_size=30))
def test_whatever_is_typed_is_read_or_refused(rest):
    try:
        found = target_of(f"https://{rest}")
    except TargetRefused:
        return
    assert found.host == found.host.lower()
    assert 0 < found.port < 65536
    if found.host[:1].isdigit() and found.host.replace(".", "").isdigit():
        assert str(ip_address(found.host)) == found.host
