"""What a pull is compared with: `plone.api.content.create` in a loop.

The same texts, in the same place, by the same account; what they hold is read from the
source before the time is taken.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

Values = dict[str, Any]


def create_unit(site: Any) -> Any:
    """Return the unit in which the texts are made, as a pull makes its own."""
    from plone import api
    from sonla.pbgdpl.sync.harvest.target import target_container
    from sonla.pbgdpl.sync.sources import all_sources
    from sonla.pbgdpl.sync.store import make_store

    import transaction

    source = next(iter(all_sources().values()))
    with api.env.adopt_roles(["Manager"]):
        unit = target_container(source, make_store(site).source(source.name))
    transaction.commit()
    return unit


def contents(
    site: Any, container: Any, url: str, first: int, number: int
) -> list[Values]:
    """Read some records of the source as arguments for `api.content.create`."""
    from plone import api

    with api.env.adopt_roles(["Manager"]):
        records = islice(records_at(url), first, first + number)
        return [arguments_for(record, container) for record in records]


def records_at(url: str) -> Iterator[Any]:
    """Yield the records of a source, harmless as a pull makes them."""
    from sonla.pbgdpl.exchange.sanitizing import sanitise
    from sonla.pbgdpl.sync.drivers.base import Window
    from sonla.pbgdpl.sync.environment import read_environment
    from sonla.pbgdpl.sync.http.client import OutboundClient
    from sonla.pbgdpl.sync.sources import open_driver
    from sonla.pbgdpl.sync.sources import Source

    client = OutboundClient.for_source(read_environment(), "btp", url)
    driver = open_driver(Source("btp", "B", "oaipmh", url), client)
    for page in driver.pages(Window()):
        for change in page.changes:
            yield sanitise(driver.parse(change))


def arguments_for(record: Any, container: Any) -> Values:
    """Return what the fields of an item made of a record hold, by name."""
    from plone.dexterity.utils import iterSchemata
    from sonla.pbgdpl.exchange.accessors import WriteContext
    from sonla.pbgdpl.exchange.creation import new_item
    from sonla.pbgdpl.exchange.importer import add_keywords
    from sonla.pbgdpl.exchange.importer import nothing
    from sonla.pbgdpl.exchange.record_types import type_named

    kind = type_named(record.type)
    obj, writing = new_item(kind.creates), WriteContext(container, nothing)
    names = {"title", "subjects"}
    for name, place in kind.accessors.items():
        if place.writable and record.get(name) is not None:
            writing.name = name
            place.write(obj, record[name], writing)
            names.update(place.attributes)
    add_keywords(obj, writing)
    obj = obj.__of__(container)
    values = {
        name: getattr(schema(obj), name)
        for schema in iterSchemata(obj)
        for name in names.intersection(schema.names(all=True))
    }
    return {"type": kind.creates, **values}


def create_all(container: Any, values: list[Values], commit: int) -> None:
    """Make the items."""
    from plone import api

    import transaction

    with api.env.adopt_roles(["Manager"]):
        for number, arguments in enumerate(values, 1):
            api.content.create(container=container, **arguments)
            if number % commit == 0:
                transaction.commit()
        transaction.commit()
