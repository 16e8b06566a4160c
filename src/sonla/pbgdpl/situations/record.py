"""Life situations as records of the exchange: what their pages say, as one text."""

from collections.abc import Iterator
from collections.abc import Mapping
from html import escape
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import LegalDocumentRows
from sonla.pbgdpl.exchange.body_accessor import Body
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import VERSION
from typing import Any

LISTS = {
    "summary": "Cần biết trước",
    "conditions": "Điều kiện",
    "if_not_done": "Nếu không làm",
    "do_not": "Không nên làm",
}
"""What records call the parts of a situation, whichever language the portal speaks."""

BOX_WORDS = {
    "where": "Nơi làm",
    "duration": "Bao lâu",
    "deadline": "Hạn nộp",
    "fee": "Lệ phí",
}

STEP_CELLS = {
    "office": "Nơi làm",
    "fee": "Lệ phí",
    "time_limit": "Thời hạn",
    "legal_basis": "Căn cứ",
}


def whole_text(situation: Any) -> str | None:
    """Write the parts of a situation as one text in HTML; None where there are none."""
    parts = [*_parts(situation), Body().read(situation) or ""]
    return "".join(parts) or None


def _parts(situation: Any) -> Iterator[str]:
    for name, label in BOX_WORDS.items():
        if said := (stored_value(situation, name) or "").strip():
            yield f"<p>{label}: {escape(said)}</p>"
    yield _list(situation, "summary")
    yield _list(situation, "conditions")
    if steps := stored_value(situation, "steps"):
        yield f"<h2>Các bước</h2><ol>{''.join(map(_step, steps))}</ol>"
    yield _list(situation, "if_not_done")
    yield _list(situation, "do_not")
    if lines := stored_value(situation, "helplines"):
        yield f"<h2>Gọi ai</h2><ul>{''.join(map(_helpline, lines))}</ul>"


def _list(situation: Any, name: str) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in tokens(situation, name))
    return f"<h2>{LISTS[name]}</h2><ul>{items}</ul>" if items else ""


def _step(row: Mapping[str, Any]) -> str:
    said = [f"<p><strong>{escape(row.get('title') or '')}</strong></p>"]
    said += [f"<p>{escape(line)}</p>" for line in (row.get("what") or "").splitlines()]
    papers = [line for line in (row.get("papers") or "").splitlines() if line.strip()]
    if papers:
        said.append(f"<p>Giấy tờ: {escape('; '.join(papers))}</p>")
    said += [
        f"<p>{label}: {escape(row[name])}</p>"
        for name, label in STEP_CELLS.items()
        if row.get(name)
    ]
    return f"<li>{''.join(said)}</li>"


def _helpline(row: Mapping[str, Any]) -> str:
    cells = (row.get(name) or "" for name in ("number", "name", "when"))
    return f"<li>{escape(' – '.join(filter(None, cells)))}</li>"


SITUATION = RecordType(
    name="situation",
    title=_("record_type_situation", default="Life situations"),
    portal_types=("LifeSituation",),
    accessors={
        **COMMON,
        "body": Computed(whole_text),
        "legal_documents": LegalDocumentRows(),
        **VERSION,
    },
    schema_org=lambda record: "HowTo",
    fetched=False,
)
