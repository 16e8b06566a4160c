"""What is remembered of the records of a source: items they are bound to, versions that wait."""

from collections.abc import Mapping
from datetime import datetime
from persistent import Persistent
from typing import Any

IN_SYNC = "in_sync"
DIVERGED = "diverged"
CONFLICT = "conflict"
WITHDRAWN = "withdrawn"
DETACHED = "detached"


class Binding(Persistent):
    """Bind a record of a source to an item of the portal permanently.

    `field_hashes` are those of the version that was applied last, `own_hashes` those of
    the item as it was then: by the two an edit made there is told from one made here.
    """

    state: str = IN_SYNC
    datestamp: datetime | None = None
    content_hash: str = ""
    field_hashes: Mapping[str, str] = {}
    own_hashes: Mapping[str, str] = {}
    raw_digest: str = ""
    applied: datetime | None = None
    attachments: str = ""
    """Empty, or `partial` while a file of the record is still missing."""
    sets: tuple[str, ...] = ()
    """Where it was found: the sets that it is in, and the one that was asked for."""
    withdrawn_by_source: bool = False
    """The source took it back while it was edited here: an editor decides."""
    has_tombstone: bool = False
    """A tombstone said that it is gone, so that only a newer version brings it back."""

    def __init__(self, uid: str, **facts: Any) -> None:
        self.uid = uid
        self.__dict__.update(facts)

    @property
    def is_gone(self) -> bool:
        """Whether its source is known to have taken it back."""
        return self.state == WITHDRAWN or (
            self.withdrawn_by_source and self.state == CONFLICT
        )


class QuarantinedRecord(Persistent):
    """A record that could not be applied, and when it is tried again."""

    code: str = ""
    detail: str = ""
    datestamp: datetime | None = None
    raw_digest: str = ""
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    next_try: datetime | None = None
    attempts: int = 0
    asked_set: str = ""
    """The set in which it was found."""
    version: str = ""
    """That of the code which failed with it."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)


class RecordConflict(Persistent):
    """The version of a source that waits for an editor's choice."""

    source: str = ""
    remote_id: str = ""
    fields: tuple[str, ...] = ()
    theirs: Any = None
    """Their record, as JSON."""
    since: datetime | None = None

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)
