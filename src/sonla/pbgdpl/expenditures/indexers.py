"""What the catalog knows of expenditures: what they belong to, and the list they came with."""

from plone.indexer import indexer
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.expenditures.content import IExpenditure
from typing import Any

BATCH = "_pbgdpl_batch"
"""Attribute of an expenditure: the import that brought it."""


@indexer(IExpenditure)
def pbgdpl_refers_to(expenditure: Any) -> tuple[str, ...]:
    """Index the UID of what it belongs to, and its import."""
    names = (stored_value(expenditure, "belongs_to"), stored_value(expenditure, BATCH))
    return tuple(keyed_hash(name) for name in names if name)
