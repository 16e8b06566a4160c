"""What keeps a connection from coming about, in words for administrators."""

from sonla.pbgdpl import _
from zope.i18nmessageid import Message

CONNECTION_WORDS: tuple[tuple[str, Message], ...] = (
    (
        r"no complete answer within (?P<seconds>\S+) s",
        _(
            "detail_slow",
            default="There was no complete answer within ${seconds} seconds.",
        ),
    ),
    (
        r"(?P<host>\S+) is not an allowed host",
        _("detail_host", default="${host} is not among the allowed hosts."),
    ),
    (
        r"(?P<host>\S+) leads to (?P<address>\S+)",
        _("detail_network", default="${host} leads to the address ${address}."),
    ),
    (
        r"missing options: (?P<options>.+)",
        _(
            "detail_option_missing",
            default="The configuration of the server lacks: ${options}.",
        ),
    ),
    (
        r"no token was given \((?P<reason>.+)\)",
        _(
            "detail_no_token",
            default="We got no access token: the other side does not know us, or the secret is out of date (${reason}).",
        ),
    ),
    (
        r"the answer with the token can't be read|"
        r"the token has characters that no header can carry",
        _(
            "detail_token_unreadable",
            default="What answers at the address for tokens is no service for tokens.",
        ),
    ),
    (
        r"(?P<status>401|403|407), (?P<said>.+)",
        _(
            "detail_refused_because",
            default="Our access was refused (HTTP ${status}). The other side says: ${said}.",
        ),
    ),
    (
        r"(?P<status>401|403|407)",
        _("detail_refused", default="Our access was refused (HTTP ${status})."),
    ),
    (
        r"certificate: certificate has expired",
        _(
            "detail_certificate_expired",
            default="The certificate of the other side is out of date. Its operators must renew it.",
        ),
    ),
    (
        r"certificate: (?P<why>.+)",
        _(
            "detail_certificate",
            default="The certificate of the other side is not valid: ${why}.",
        ),
    ),
    (
        r"our certificate was refused \((?P<why>.+)\)",
        _(
            "detail_our_certificate",
            default="The other side refused our certificate: it is out of date, or nobody registered it there (${why}).",
        ),
    ),
    (
        r"(?:text/html|application/xhtml\+xml) instead of (?P<wanted>\S+)",
        _(
            "detail_html",
            default="A page for people came instead of data: a form to log in, or a notice of works. Open the address in a browser to see it.",
        ),
    ),
    (
        r"(?:text/html|application/xhtml\+xml) as a receipt",
        _(
            "detail_html",
            default="A page for people came instead of data: a form to log in, or a notice of works. Open the address in a browser to see it.",
        ),
    ),
    (
        r"429, wait (?P<seconds>\d+) s",
        _(
            "detail_quota",
            default="The number of requests that we may make is used up. The other side wants ${seconds} seconds of rest.",
        ),
    ),
    (
        r"503, wait (?P<seconds>\d+) s",
        _(
            "detail_away",
            default="The other side is being maintained, and wants ${seconds} seconds of rest.",
        ),
    ),
    (r"(?P<status>[1-5]\d\d)", _("detail_status", default="Answer: HTTP ${status}")),
    (
        r"(?:gaierror|NameResolutionError).*|\S+ (?:has no address|leads to an address that is none)",
        _(
            "detail_no_host",
            default="The name of the host leads nowhere. Look at the address in the settings, and at the name service of this server.",
        ),
    ),
    (
        r"(?:ConnectionRefusedError|NewConnectionError).*",
        _(
            "detail_nobody_there",
            default="Nobody answers at that host and port: the connection is refused.",
        ),
    ),
    (
        r"(?:TimeoutError|ConnectTimeout|ReadTimeout).*",
        _(
            "detail_silent",
            default="The other side did not answer in time.",
        ),
    ),
    (
        r"(?:ConnectionResetError|ConnectionAbortedError|BrokenPipeError|RemoteDisconnected|IncompleteRead|"
        r"ProtocolError|ChunkedEncodingError|SSLEOFError|ConnectionError).*",
        _(
            "detail_broke_off",
            default="The connection broke off.",
        ),
    ),
    (
        r"SSL\w*Error.*",
        _(
            "detail_handshake",
            default="The two sides could not agree on an encrypted connection.",
        ),
    ),
    (
        r"3\d\d, redirected to (?P<address>.*)",
        _(
            "detail_redirect",
            default="The address leads on to another one, which is not followed: ${address}. If that is right, write it into the settings.",
        ),
    ),
    (
        r"(?P<kind>.+) instead of (?P<wanted>\S+)",
        _(
            "detail_other_kind",
            default="The answer is ${kind}, not ${wanted}: it may be another protocol than was chosen in the settings.",
        ),
    ),
    (
        r"(?P<host>\S+) would be unencrypted",
        _(
            "detail_unencrypted",
            default="${host} would be asked without encryption, which is allowed only inside the networks of the configuration.",
        ),
    ),
    (
        r"the address (?:has characters that may not stand in one|can\'t be read|has a user name or a password|"
        r"has an odd port)|the scheme .+ is not allowed|.+ is (?:an odd way to write an address|no host name)",
        _(
            "detail_address",
            default="The address can't be used. It begins with https://, then comes the name of the host; user names, passwords and odd ports don't belong there.",
        ),
    ),
    (
        r"no answer by HTTP: .+|the headers of the answer contradict each other|"
        r"the compression of the answer is broken|odd status .+",
        _(
            "detail_no_http",
            default="The answer is no proper HTTP: something else may answer at that port.",
        ),
    ),
    (
        r"allowed (?:hosts|networks): (?P<entry>.+) is no (?:host|network)",
        _(
            "detail_allowed_entry",
            default="“${entry}” in the configuration of the server is no host or network. Correct the line: in the file of its options that counts at once, in zope.conf after a restart.",
        ),
    ),
    (
        r"no certificate(?:s of authorities| with its key) in (?P<file>.+)",
        _(
            "detail_certificate_file",
            default="There is no certificate that can be read in ${file} on this server.",
        ),
    ),
    (
        r"(?P<option>.+) has characters that may not stand in a token|"
        r"a header of ours has forbidden characters|the header of the gateway has no value",
        _(
            "detail_bad_secret",
            default="A secret in the configuration of the server can't be sent: it is empty, or has signs that may not stand in it.",
        ),
    ),
    (
        r"(?P<option>.+) is no name of a header that may be set",
        _(
            "detail_bad_header",
            default="${option} in the configuration of the server names no header, or one that may not be set.",
        ),
    ),
    (
        r"there is no (?:driver|authentication) (?P<name>.+)",
        _(
            "detail_not_installed",
            default="The settings name “${name}”, which is not installed here any more.",
        ),
    ),
)
"""Pattern of a detail → what is told; groups stand in the words."""
