"""Check the arguments of a request (OAI-PMH 2.0, sections 2.7, 3.3 and 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.exchange.oai.errors import BadArgument
from sonla.pbgdpl.exchange.oai.errors import BadResumptionToken
from sonla.pbgdpl.exchange.oai.errors import BadVerb

import re

SECONDS = "%Y-%m-%dT%H:%M:%SZ"
DAYS = "%Y-%m-%d"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", re.ASCII)
_MARKS = r"\w.!~*'()-"
_SCHEME = "[a-zA-Z][a-zA-Z0-9+.-]*"
_SIGN = r"(?:[\w.~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})"
"""What parts of a URI are made of (RFC 3986)."""
_WORDING = {
    "from": _DATE,
    "until": _DATE,
    "identifier": re.compile(
        rf"(?=.{{1,2000}}$)(?:{_SCHEME}:(?!//)(?:{_SIGN}|[:/?])+"
        rf"|{_SCHEME}://[a-zA-Z0-9.-]+(?::[0-9]{{1,5}})?(?:/(?:{_SIGN}|[:/?])*)?"
        rf"|{_SIGN}+)",
        re.ASCII,
    ),
    "metadataPrefix": re.compile(f"[{_MARKS}]{{1,2000}}", re.ASCII),
    "resumptionToken": re.compile(
        "[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]{0,2000}"
    ),
    "set": re.compile(f"[{_MARKS}]+(:[{_MARKS}]+)*", re.ASCII),
}
"""What the schema of the protocol lets these arguments be, or XML: answers repeat them."""


@dataclass(frozen=True)
class Verb:
    """Which arguments a verb needs and which it takes."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumable: bool = False


LIST = Verb(
    frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), resumable=True
)
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(resumable=True),
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}


def checked(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the arguments of a request, `verb` included, or raise what is wrong."""
    arguments = list(pairs)
    verbs = [value for name, value in arguments if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise BadVerb("Exactly one verb of the protocol is needed.")
    found = dict(arguments)
    if len(found) != len(arguments):
        raise BadArgument("An argument is repeated.")
    verb, names = VERBS[verbs[0]], found.keys() - {"verb"}
    if "resumptionToken" in names:
        if not verb.resumable or len(names) > 1:
            raise BadArgument("resumptionToken excludes all other arguments.")
        return worded(found)
    if missing := verb.required - names:
        raise BadArgument(f"Missing: {', '.join(sorted(missing))}.")
    if names - verb.required - verb.optional:
        raise BadArgument("There is an argument that the verb doesn't take.")
    return worded(found)


def worded(arguments: dict[str, str]) -> dict[str, str]:
    """Return the arguments as they are; raise for one that is right in no repository."""
    for name, form in _WORDING.items():
        if name in arguments and not form.fullmatch(arguments[name]):
            if name == "resumptionToken":
                raise BadResumptionToken("This is no token of ours.")
            raise BadArgument(f"{name} has a form that isn't offered here.")
    return arguments


def period(arguments: dict[str, str]) -> tuple[int | None, int | None]:
    """Return `from` and `until` in seconds since 1970 UTC, both inclusive.

    They must have the same granularity; a day as `until` includes all of it.
    """
    start, until = arguments.get("from"), arguments.get("until")
    if start and until and len(start) != len(until):
        raise BadArgument("from and until must have the same granularity.")
    first = _moment("from", start) if start else None
    last = _moment("until", until) if until else None
    if last is not None and until is not None and len(until) == len("2026-01-31"):
        last += timedelta(days=1) - timedelta(seconds=1)
    if first is not None and last is not None and first > last:
        raise BadArgument("from is later than until.")
    return _seconds(first), _seconds(last)


def _moment(name: str, text: str) -> datetime:
    form = SECONDS if "T" in text else DAYS
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        raise BadArgument(f"{name} is no date.") from None


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
