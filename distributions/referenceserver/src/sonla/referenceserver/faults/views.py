"""Faults in what the repository holds: it is shown otherwise than it is."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.catalogue import changed
from sonla.referenceserver.catalogue import with_deletions
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.messages import Request
from sonla.referenceserver.records import Entry
from sonla.referenceserver.records import Record
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.source import decomposed


@dataclass
class EmptyCatalogue(Fault):
    """Have nothing any more, not even tombstones."""

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show nothing."""
        return catalogue.seen_through(lambda entry: None)


@dataclass
class AllDeleted(Fault):
    """Have deleted everything at once."""

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show a tombstone for each record."""
        return catalogue.seen_through(
            lambda entry: entry if entry.deleted else entry.changed(since, deleted=True)
        )


@dataclass
class AllChanged(Fault):
    """Have changed every record at once."""

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show each live record with another title."""
        pattern = load("phrases")["changed_title"]

        def retitled(record: Record) -> Record:
            title = record.fields.get("title", "")
            return changed(record, title=pattern.format(title=title))

        return catalogue.seen_through(
            lambda entry: entry if entry.deleted else entry.changed(since), retitled
        )


@dataclass
class MissingRecord(Fault):
    """Leave a record out of ListRecords alone; other verbs have it."""

    identifier: str = ""
    """Empty for the first live one."""

    def applies(self, request: Request) -> bool:
        """Take the verb that lies."""
        return request.argument("verb") == "ListRecords"

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show all but one."""
        live = (entry.identifier for entry in catalogue.entries() if not entry.deleted)
        left_out = self.identifier or next(live, "")
        return catalogue.seen_through(
            lambda entry: None if entry.identifier == left_out else entry
        )


@dataclass
class Deletions(Fault):
    """Announces another policy of deletions, and keeps tombstones or not."""

    policy: str = "no"
    """`no`, `transient` or `persistent`."""
    kept: bool = False

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show the other policy."""
        return with_deletions(catalogue, self.policy, self.kept)


@dataclass
class IdentityChange(Fault):
    """Another repository at the same address."""

    repository_id: str = "khac.example"
    base_url: str = ""
    """Empty to keep it."""

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show the same records under another name."""
        identity = replace(
            catalogue.identity,
            repository_id=self.repository_id,
            base_url=self.base_url or catalogue.identity.base_url,
        )
        return catalogue.seen_through(identity=identity)


@dataclass
class _OfRecords(Fault):
    """Alter the content of records, of one or of all."""

    identifier: str = ""
    """Empty for all."""
    stamped: bool = False
    """Whether they changed when the fault came; else they always were like that."""

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Show them altered."""

        def concerned(identifier: str) -> bool:
            return self.identifier in ("", identifier)

        def stamp(entry: Entry) -> Entry:
            alters = concerned(entry.identifier) and not entry.deleted
            return entry.changed(since) if self.stamped and alters else entry

        return catalogue.seen_through(
            stamp,
            lambda record: (
                self.alter(record) if concerned(record.identifier) else record
            ),
        )

    def alter(self, record: Record) -> Record:
        """Return the record altered."""
        return record


@dataclass
class Scripts(_OfRecords):
    """Have scripts in titles and texts, in all the ways known."""

    def alter(self, record: Record) -> Record:
        """Put them in."""
        hostile = load("hostile")
        body = record.fields.get("body", "") + "\n".join(hostile)
        return changed(
            record, title=f"{record.fields['title']} {hostile[1]}", body=body
        )


@dataclass
class Decomposed(_OfRecords):
    """Write accents apart from letters (NFD)."""

    def alter(self, record: Record) -> Record:
        """Take letters apart."""
        return decomposed(record)
