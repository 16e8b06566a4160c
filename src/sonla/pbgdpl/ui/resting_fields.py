"""Fields of an option: no form has them in a portal in which it is off, and what they hold stays."""

from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl.core.options import fields_rest
from zope.schema import getFieldNames


class HideRestingFields(FormExtender):
    """Take the fields of behaviors whose option is off out of a form, and their part of it."""

    def update(self) -> None:
        """Remove them; a fieldset stays if it has others."""
        resting = [
            (name, schema.__name__)
            for schema in self.form.additionalSchemata
            if fields_rest(schema)
            for name in getFieldNames(schema)
        ]
        for name, prefix in resting:
            self.remove(name, prefix)
        if resting:
            self.form.groups = [group for group in self.form.groups if group.fields]
