"""Rows of settings that can be stored in more than one registry record.

`collective.z3cform.datagridfield.registry.DictRow` is itself persistent, and
plone.registry stores a persistent field as it is: the one object of the schema,
shared by the whole process, would belong to the database connection that wrote it
first. A second portal, or an installation after an uninstallation by another thread,
would fail with `InvalidObjectReference`.
"""

from collective.z3cform.datagridfield.interfaces import IRow
from collective.z3cform.datagridfield.registry import DictRow
from collective.z3cform.datagridfield.row import DictRow as TransientDictRow
from plone.registry.interfaces import IPersistentField
from zope.component import adapter
from zope.interface import implementer

NOT_COPIED = ("order", "constraint")
"""What persistent fields fix for themselves (`plone.registry.field`)."""


class ISettingsRow(IRow):
    """Mark the rows of which each registry record stores a copy."""


@implementer(ISettingsRow)
class SettingsRow(TransientDictRow):
    """Describe one row of a setting; belongs to a schema, never to a database."""


@implementer(IPersistentField)
@adapter(ISettingsRow)
def stored_row(field: SettingsRow) -> DictRow:
    """Make the copy of a row that a registry record stores."""
    copy = DictRow.__new__(DictRow)
    copy.__dict__.update(
        {name: value for name, value in vars(field).items() if name not in NOT_COPIED}
    )
    return copy
