"""Menus read what browsers send, with scripts and without, and refuse by name."""

from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.texts.behaviors import ILegalFields
from sonla.pbgdpl.texts.content import IGuidance
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import NO_VALUE
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def read(portal, http_request):
    """Read a field as the form would from what was sent."""
    alsoProvides(http_request, IFormLayer)

    def read_field(field, sent):
        http_request.form.update(sent)
        widget = getMultiAdapter((field, http_request), IFieldWidget)
        widget.name = "x"
        widget.context = portal
        widget.ignoreContext = True
        widget.update()
        raw = widget.extract()
        if raw is NO_VALUE:
            return raw
        return IDataConverter(widget).toFieldValue(raw)

    return read_field


@pytest.mark.parametrize(
    "sent,expected",
    [
        ({"x": "y-te;dat-dai"}, ("y-te", "dat-dai")),
        ({"x": ["y-te", "dat-dai"]}, ("y-te", "dat-dai")),
        ({"x": "y-te"}, ("y-te",)),
        ({"x": "y-te;y-te"}, ("y-te",)),
        ({"x": ""}, ()),
        ({"x-empty-marker": "1"}, ()),
        ({}, NO_VALUE),
    ],
)
def test_several_terms(read, sent, expected):
    assert read(ILegalFields["legal_fields"], sent) == expected


@pytest.mark.parametrize(
    "sent,expected",
    [
        ({"x": ["xa"]}, "xa"),
        ({"x": "xa"}, "xa"),
        ({"x": ["--NOVALUE--"]}, None),
        ({"x-empty-marker": "1"}, None),
    ],
)
def test_one_term(read, sent, expected):
    assert read(IGuidance["level"], sent) == expected


@pytest.mark.parametrize(
    "field,sent,value",
    [
        (IGuidance["level"], {"x": ["làng"]}, "làng"),
        (IGuidance["level"], {"x": ["huyen"]}, "Cấp huyện"),
        (ILegalFields["legal_fields"], {"x": "y-te;vũ-trụ"}, "vũ-trụ"),
    ],
)
def test_what_is_not_on_offer_is_refused_by_name(read, field, sent, value):
    with pytest.raises(InvalidInput) as caught:
        read(field, sent)
    assert caught.value.message.mapping["value"] == value
