"""Records made at random, for tests that look for counterexamples themselves."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from hypothesis import strategies as st
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from sonla.pbgdpl.exchange import fields
from sonla.pbgdpl.exchange.composite_types import Code
from sonla.pbgdpl.exchange.composite_types import FileKind
from sonla.pbgdpl.exchange.composite_types import LEGAL_DOCUMENT
from sonla.pbgdpl.exchange.composite_types import LegalDocumentKind
from sonla.pbgdpl.exchange.composite_types import ListOf
from sonla.pbgdpl.exchange.field_types import Address
from sonla.pbgdpl.exchange.field_types import Day
from sonla.pbgdpl.exchange.field_types import Moment
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.field_types import TextList
from sonla.pbgdpl.exchange.part_types import FigureKind
from sonla.pbgdpl.exchange.part_types import Flag
from sonla.pbgdpl.exchange.part_types import MEMBERSHIP
from sonla.pbgdpl.exchange.part_types import MembershipKind
from sonla.pbgdpl.exchange.part_types import PROGRAMME_PART
from sonla.pbgdpl.exchange.part_types import ProgrammePartKind
from sonla.pbgdpl.exchange.record import Figure
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Membership
from sonla.pbgdpl.exchange.record import ProgrammePart
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import RecordType

import sonla.pbgdpl


def kinds_of_ours() -> dict[str, RecordType]:
    """Find the record types by their modules.

    Tests are collected before any ZCML is loaded; one test compares with what is
    registered.
    """
    names = (
        f"{package.name}.record"
        for package in iter_modules(sonla.pbgdpl.__path__, f"{sonla.pbgdpl.__name__}.")
        if package.ispkg
    )
    modules = (import_module(name) for name in names if find_spec(name))
    found = (value for module in modules for value in vars(module).values())
    kinds = {kind.name: kind for kind in found if isinstance(kind, RecordType)}
    return dict(sorted(kinds.items()))


RECORD_TYPES = kinds_of_ours()

texts = st.text(max_size=30) | st.sampled_from(
    [
        "Phổ biến, giáo dục pháp luật",
        "Pho\u0302\u0309 bie\u0302\u0301n",
        "<script>alert(1)</script> & ]]> \"'",
        "dòng một\r\ndòng hai\rdòng ba\u2028\x85",
        "  đầu và cuối\xa0 ",
        "\ufeff\u200b\u202ekcart\x00\ud800",
        "ꪼꪕꪒꪾ 𞄀𞄁",
    ]
)
addresses = st.builds(
    "https://{}.example.vn{}".format,
    st.sampled_from(["www", "tệp"]),
    st.sampled_from(["", "/", ":8080/a?b=c&d=%20#e", "/tệp-đính-kèm.pdf", "/a'b(c)"]),
)
moments = st.datetimes(
    datetime(1001, 1, 1),
    datetime(9998, 1, 1),
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=7)), timezone(-timedelta(minutes=210))]
    ),
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
terms = st.builds(Term, texts, texts)


def digests():
    return st.just("") | st.binary(min_size=32, max_size=32).map(bytes.hex)


files = st.builds(
    FileReference,
    name=texts,
    media_type=st.sampled_from(["", "application/pdf", "Image/PNG; x=y", "nonsense"]),
    size=st.integers(0, 2**53 - 1),
    sha256=digests(),
    url=addresses,
)


figures = st.builds(
    lambda cell, value, estimate: Figure(cell, value, min(value, estimate)),
    terms,
    st.integers(0, 10**15 - 1),
    st.integers(0, 10**15 - 1),
)


def values_of(kind):
    """Return values that a kind has to take, clean or not."""
    if isinstance(kind, ListOf):
        return st.lists(values_of(kind.kind), max_size=3).map(tuple)
    simple = {
        TextList: st.lists(texts, max_size=3).map(tuple),
        Text: texts,
        Address: addresses,
        Day: days,
        Moment: moments,
        Code: terms,
        FileKind: files,
        Flag: st.booleans(),
        LegalDocumentKind: st.deferred(lambda: laws),
        FigureKind: figures,
        MembershipKind: st.deferred(lambda: memberships),
        ProgrammePartKind: st.deferred(lambda: programme_parts),
    }
    if isinstance(kind, Number):
        return st.integers(kind.lowest, kind.highest)
    return next(found for cls, found in simple.items() if isinstance(kind, cls))


laws = st.builds(
    LegalDocument, **{part.name: values_of(part.kind) for part in LEGAL_DOCUMENT}
)
memberships = st.builds(
    Membership, **{part.name: values_of(part.kind) for part in MEMBERSHIP}
)
programme_parts = st.builds(
    ProgrammePart, **{part.name: values_of(part.kind) for part in PROGRAMME_PART}
)


@st.composite
def records(
    draw,
    names=None,
    types=("news", "introduction", "guidance", "material"),
    special=None,
):
    """Make a record with any of the fields; `special` gives strategies by name."""
    chosen = draw(
        st.sets(st.sampled_from(sorted(names or fields.BY_NAME)), max_size=12)
    )
    special = special or {}
    values = {
        name: draw(
            special[name] if name in special else values_of(fields.BY_NAME[name].kind)
        )
        for name in chosen
    }
    values["title"] = draw(
        texts.filter(lambda text: fields.BY_NAME["title"].kind.clean(text))
    )
    uid = draw(st.uuids()).hex
    name = draw(st.sampled_from([uid, "12", "tin/1?x=y", "TIN-Đ"]))
    return fields.build(
        f"oai:a.example.vn:{name}", draw(st.sampled_from(types)), values
    )
