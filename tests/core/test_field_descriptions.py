"""Every field of ours says what belongs into it, in forms and in the settings."""

from content_types import OWN_TYPES
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.questions.settings import IQuestionSettings
from sonla.pbgdpl.settings.records import joint_schema
from zope.i18n import translate
from zope.schema import getFieldsInOrder

import pytest

OURS = "sonla.pbgdpl."


def fields_of(portal_type):
    return [
        field
        for schema in iterSchemataForType(portal_type)
        if schema.__module__.startswith(OURS)
        for _name, field in getFieldsInOrder(schema)
        if field.interface.__module__.startswith(OURS) and not field.readonly
    ]


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_every_field_of_a_type_has_help(portal, portal_type):
    mute = [field.__name__ for field in fields_of(portal_type) if not field.description]
    assert mute == []


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_help_is_vietnamese_for_who_speaks_it(portal, portal_type):
    english = [
        field.__name__
        for field in fields_of(portal_type)
        if field.description
        and translate(field.description, target_language="vi")
        == translate(field.description, target_language="en")
    ]
    assert english == []


@pytest.mark.parametrize("schema", [None, IQuestionSettings, IExchangeSettings])
def test_settings_have_help(portal, schema):
    if schema is None:
        schema = joint_schema()
        assert "four_eyes" in schema and "audit_log_years" in schema
    mute = [n for n, field in getFieldsInOrder(schema) if not field.description]
    assert mute == []
