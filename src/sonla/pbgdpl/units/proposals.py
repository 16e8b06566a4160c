"""What shall be made: proposals of units from the lists or from a CSV file."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any

import re

COMMITTEE = "ubnd-"
"""Begins the token of the people's committee of a commune, whose token follows."""
CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
COLUMNS = {
    "code": ("code", "ma", "mã", "mã_đơn_vị", "ma_don_vi"),
    "name": ("name", "ten", "tên", "tên_đơn_vị", "ten_don_vi"),
    "agency": ("agency", "co_quan", "cơ_quan"),
    "territory": ("territory", "dia_ban", "địa_bàn"),
}
"""Names that a column may have in the first line of a file."""


@dataclass(frozen=True)
class Proposal:
    """One unit to be made; `error` says why it can't be.

    `line` is the line of the file, the header being line 1; 0 if it is from a list.
    """

    code: str
    title: str
    agency: str | None = None
    territory: tuple[str, ...] = ()
    line: int = 0
    error: Any = ""


def from_territories(tokens: Iterable[str]) -> list[Proposal]:
    """Propose a unit for each commune or ward chosen from the list."""
    wanted = set(tokens)
    return [
        Proposal(
            term.token.lower(),
            term.title,
            agency=committee_of(term.token),
            territory=(term.token,),
        )
        for term in choosable(TERRITORIES)
        if term.token in wanted
    ]


def committee_of(territory: str) -> str | None:
    """Return the agency that governs a commune or ward: its people's committee."""
    token = f"{COMMITTEE}{territory}"
    return token if find_term(AGENCIES, token) is not None else None


def from_agencies(tokens: Iterable[str]) -> list[Proposal]:
    """Propose a unit for each agency chosen from the list."""
    wanted = set(tokens)
    return [
        Proposal(term.token.lower(), term.title, agency=term.token)
        for term in choosable(AGENCIES)
        if term.token in wanted
    ]


def from_rows(rows: Sequence[dict[str, str]]) -> list[Proposal]:
    """Propose a unit for each row of a file; a bad row carries its error.

    Agency and territory may be given by code or by name, with or without accents;
    several territories are separated by `|`.
    """
    proposals = [from_row(row, at) for at, row in enumerate(rows, start=2)]
    return refuse_repeated(proposals)


def from_row(row: dict[str, str], line: int) -> Proposal:
    """Read one row."""
    cells = {name: cell(row, *names) for name, names in COLUMNS.items()}
    territories = [
        part.strip() for part in cells["territory"].split("|") if part.strip()
    ]
    agency = find_token(AGENCIES, cells["agency"])
    tokens = [find_token(TERRITORIES, part) for part in territories]
    return Proposal(
        code=cells["code"].lower(),
        title=cells["name"],
        agency=agency,
        territory=tuple(filter(None, tokens)),
        line=line,
        error=row_error(cells, agency, dict(zip(territories, tokens, strict=True))),
    )


def row_error(
    cells: dict[str, str], agency: str | None, territories: dict[str, str | None]
) -> Any:
    """Return what is wrong with a row; nothing if nothing is."""
    if not CODE.fullmatch(cells["code"].lower()):
        return _(
            "msg_bad_unit_code",
            default="The code must be of small letters, digits, point and hyphen.",
        )
    if not cells["name"]:
        return _("msg_unit_name_missing", default="The name is missing.")
    unknown = [part for part, token in territories.items() if token is None]
    if cells["agency"] and agency is None:
        unknown.append(cells["agency"])
    if unknown:
        return _(
            "msg_not_in_lists",
            default="Not in the lists: ${names}",
            mapping={"names": ", ".join(unknown)},
        )
    return ""


def refuse_repeated(proposals: list[Proposal]) -> list[Proposal]:
    """Put an error on each row whose code stands further up already."""
    seen: set[str] = set()
    checked = []
    for proposal in proposals:
        error = proposal.error
        if not error and proposal.code in seen:
            error = _("msg_code_twice", default="This code stands in the file twice.")
        seen.add(proposal.code)
        checked.append(replace(proposal, error=error))
    return checked


def choosable(vocabulary: str) -> list[ValidTerm]:
    """List the terms that are valid today."""
    return [term for term in all_terms(vocabulary) if term.is_valid_on(today())]


def find_token(vocabulary: str, text: str) -> str | None:
    """Find a term valid today by its token, title or another spelling of it."""
    wanted = fold_name(text)
    for term in choosable(vocabulary) if wanted else ():
        if wanted in map(fold_name, (term.token, term.title, *term.aliases)):
            return term.token
    return None


def cell(row: dict[str, str], *names: str) -> str:
    """Return the first cell that is filled under any of these column names."""
    return next((row[name] for name in names if row.get(name)), "")
