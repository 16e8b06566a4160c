"""Who spoke, as typed into the quick form: names and codes of the register."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import Refused
from sonla.pbgdpl.people.name_lookup import PeopleByName
from typing import Any

import re

_BETWEEN = re.compile(r"\s*[,;\n]\s*")


def people_in(text: str, context: Any) -> list[Any]:
    """Find the people whom a text names, each once.

    Raises `Refused` for the first that is nobody, or may be several.
    """
    if not text.strip():
        return []
    known = PeopleByName(context)
    found = [one_called(name, known) for name in names_in(text)]
    return list({person.UID(): person for person in found}.values())


def names_in(text: str) -> Iterator[str]:
    """Yield the names, or codes, that a text has."""
    return filter(None, _BETWEEN.split(text.strip()))


def one_called(name: str, known: PeopleByName) -> Any:
    """Find the one person called so."""
    found = known.named(name) or known.coded(name)
    if len(found) == 1:
        return found[0]
    if not found and (alike := known.like(name)):
        raise Refused(
            _(
                "msg_performer_alike",
                default="Nobody in the register is called “${name}”. Do you mean: ${names}?",
                mapping={"name": name, "names": ", ".join(alike)},
            )
        )
    if not found:
        raise Refused(
            _(
                "msg_performer_unknown",
                default="Nobody in the register is called “${name}”. Correct the name, or leave it out.",
                mapping={"name": name},
            )
        )
    raise Refused(
        _(
            "msg_performer_several",
            default="${count} people are called “${name}”. Write the person's code instead, or choose the person in the form with all fields.",
            mapping={"name": name, "count": str(len(found))},
        )
    )
