"""What the server holds: entries that say what changed when, records that say it all."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """When one record changed last, without its content.

    A hundred thousand of these fit into memory; the content is made when it is asked
    for, from the seed, and `changes` are laid over it.
    """

    identifier: str
    type: str
    datestamp: datetime
    """Aware, UTC, whole seconds."""
    deleted: bool = False
    revision: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict)
    first: datetime | None = None
    """Datestamp of the first version; None while that is the only one."""

    @property
    def written(self) -> datetime:
        """The moment of the first version, on which the content depends."""
        return self.first or self.datestamp

    def changed(self, now: datetime, **values: Any) -> "Entry":
        """Return the entry as it is after a change at a moment."""
        later: dict[str, Any] = {
            "datestamp": now,
            "first": self.written,
            "revision": self.revision + 1,
        }
        return replace(self, **later | values)

    @property
    def key(self) -> tuple[datetime, str]:
        """The place in the order of listing."""
        return self.datestamp, self.identifier


@dataclass(frozen=True)
class Record:
    """One record's content.

    `fields` are named as the elements of the XML format. Their values can be written as
    JSON: text, a whole number, `{"code", "title"}` for a coded one, a mapping for a file
    or a legal document, and lists of these where an element repeats.
    """

    identifier: str
    type: str
    revision: int
    datestamp: datetime
    fields: Mapping[str, Any]
    deleted: bool = False

    @property
    def name(self) -> str:
        """The last part of the identifier, which stands in addresses."""
        return self.identifier.rpartition(":")[2]


@dataclass(frozen=True)
class Identity:
    """What the repository says of itself."""

    repository_id: str
    name: str
    deleted_record: str
    base_url: str
    """Of the OAI-PMH face."""
