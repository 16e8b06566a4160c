"""Read the tables of a mapping file, and collect what is wrong with them."""

from jmespath.parser import ParsedResult
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.mapping.definition import MappingFault
from typing import Any
from zope.i18nmessageid import Message

import difflib
import jmespath

MAX_NUMBER = 10**15


def missing() -> Message:
    """Return what is said of a word that must be there."""
    return _("mapping_missing", default="This is missing.")


def of_kind(kind: str) -> Message:
    """Return what is said of a value of another kind."""
    return _(
        "mapping_wrong_kind",
        default="This must be ${kind}.",
        mapping={"kind": KINDS[kind]},
    )


KINDS: dict[str, Message] = {
    "text": _("mapping_kind_text", default="text between quotation marks"),
    "number": _("mapping_kind_number", default="a whole number, 0 or more"),
    "truth": _("mapping_kind_truth", default="true or false"),
    "table": _("mapping_kind_table", default="a table, such as [list]"),
    "texts": _("mapping_kind_texts", default="a list of texts"),
}


class TableReader:
    """Read values of tables; what is wrong is kept in `faults`."""

    def __init__(self) -> None:
        self.faults: list[MappingFault] = []

    def fault(self, place: str, message: Message) -> None:
        """Note what is wrong."""
        self.faults.append(MappingFault(place, message))

    def known_keys(
        self, table: dict[str, Any], keys: tuple[str, ...], place: str
    ) -> None:
        """Note keys that mean nothing, with what may have been meant."""
        for key in table.keys() - set(keys):
            near = difflib.get_close_matches(key, keys, 1)
            self.fault(
                joined(place, key),
                _(
                    "mapping_unknown_key_near",
                    default="Nobody knows this word here. Is “${near}” meant?",
                    mapping={"near": near[0]},
                )
                if near
                else _(
                    "mapping_unknown_key",
                    default="Nobody knows this word here. There are: ${known}.",
                    mapping={"known": ", ".join(keys)},
                ),
            )

    def table(self, data: dict[str, Any], key: str, place: str = "") -> dict[str, Any]:
        """Return a table; an empty one where there is none."""
        found = data.get(key, {})
        if isinstance(found, dict):
            return found
        self.fault(joined(place, key), of_kind("table"))
        return {}

    def text(self, table: dict[str, Any], key: str, place: str) -> str:
        """Return a text; empty where there is none."""
        found = table.get(key, "")
        if isinstance(found, str):
            return found.strip()
        self.fault(joined(place, key), of_kind("text"))
        return ""

    def number(
        self, table: dict[str, Any], key: str, place: str, default: int = 0
    ) -> int:
        """Return a whole number."""
        found = table.get(key, default)
        if is_number(found) and found >= 0:
            return int(found)
        self.fault(joined(place, key), of_kind("number"))
        return default

    def truth(self, table: dict[str, Any], key: str, place: str) -> bool:
        """Return a truth value."""
        found = table.get(key, False)
        if isinstance(found, bool):
            return found
        self.fault(joined(place, key), of_kind("truth"))
        return False

    def texts(self, table: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
        """Return several texts."""
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return tuple(found)
        self.fault(joined(place, key), of_kind("texts"))
        return ()

    def choice(
        self,
        table: dict[str, Any],
        key: str,
        place: str,
        known: tuple[str, ...],
        default: str,
    ) -> str:
        """Return one of several words."""
        found = self.text(table, key, place) or default
        if found in known:
            return found
        self.fault(
            joined(place, key),
            _(
                "mapping_no_choice",
                default="There is no “${value}”. Choose one of: ${known}.",
                mapping={"value": found, "known": ", ".join(known)},
            ),
        )
        return default

    def expression(
        self, table: dict[str, Any], key: str, place: str, needed: bool = False
    ) -> ParsedResult | None:
        """Return an expression; None where there is none."""
        text = self.text(table, key, place)
        if not text:
            if needed and not isinstance(table.get(key, ""), list | dict):
                self.fault(joined(place, key), missing())
            return None
        try:
            return jmespath.compile(text)
        except (ValueError, RecursionError) as error:
            self.fault(joined(place, key), no_expression(text, error))
            return None


def is_number(value: Any) -> bool:
    """Return whether a value is a whole number that can be sent; TOML has endless ones."""
    return type(value) is int and abs(value) <= MAX_NUMBER


def joined(place: str, key: str) -> str:
    """Name a key with its table."""
    return f"{place}.{key}" if place else key


def no_expression(text: str, error: Exception) -> Message:
    """Return from where on a text is no expression; the words of the reader are English."""
    position = getattr(error, "lex_position", None)
    if position is None or not 0 <= position < len(text):
        return _(
            "mapping_no_expression_end",
            default="“${value}” is no expression of JMESPath: it ends too early, or is too long.",
            mapping={"value": text},
        )
    return _(
        "mapping_no_expression",
        default="“${value}” is no expression of JMESPath: it can't be read from sign ${column} on, “${rest}”.",
        mapping={"value": text, "column": position + 1, "rest": text[position:]},
    )
