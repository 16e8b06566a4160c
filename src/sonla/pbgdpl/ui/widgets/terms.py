"""Menus for terms, which refuse what the list no longer offers.

Stock select widgets drop an option that ended since the form was opened, without a
word, and the text is saved without it.
"""

from plone.app.z3cform.interfaces import ISelectWidget
from plone.app.z3cform.widgets.select import SelectWidget
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.vocabularies.fields import ITermChoice
from sonla.pbgdpl.vocabularies.fields import ITermChoices
from sonla.pbgdpl.vocabularies.fields import term_refusal
from typing import Any
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import IValue
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only

OF_UNIT = ("agency", "territory")
"""Fields that begin with what the unit says in which something is added."""


class ITermsWidget(ISelectWidget):
    """Mark the menus of this module."""


@implementer_only(ITermsWidget)
class TermsWidget(SelectWidget):
    """Offer the terms of one list; with many to choose from, find them by typing."""

    separator = ";"
    promptMessage = _("option_choose", default="Choose…")
    noValueMessage = _("option_none", default="None")

    def update(self) -> None:
        """Let several terms be found by typing, and choose none for the editor.

        Without a prompt the first term of a compulsory menu would be taken unseen.
        """
        self.prompt = not ITermChoices.providedBy(self.field)
        if ITermChoices.providedBy(self.field):
            self.multiple = "multiple"
            self.pattern = "select2"
        super().update()

    def get_pattern_options(self) -> dict[str, Any]:
        """Return the options of `pat-select2`, the same that core's own menus use."""
        if not self.multiple:
            return super().get_pattern_options()
        return {"separator": self.separator, "allowClear": True, "width": "100%"}

    def extract(self, default: Any = NO_VALUE) -> Any:
        """Read the tokens as sent, known or not: the converter refuses by name.

        With JavaScript several tokens arrive as one text, without it as a list.
        """
        if self.name not in self.request:
            return [] if f"{self.name}-empty-marker" in self.request else default
        sent = self.request.get(self.name)
        parts = [sent] if isinstance(sent, str) else list(sent)
        if self.multiple:
            parts = [token for part in parts for token in part.split(self.separator)]
        return [part for part in parts if part and part != self.noValueToken]


@implementer(IFieldWidget)
@adapter(ITermChoice, IFormLayer)
def TermFieldWidget(field: Any, request: Any) -> Any:
    """Return the menu of a field for one term."""
    return FieldWidget(field, TermsWidget(request))


@implementer(IFieldWidget)
@adapter(ITermChoices, IFormLayer)
def TermsFieldWidget(field: Any, request: Any) -> Any:
    """Return the menu of a field for several terms."""
    return FieldWidget(field, TermsWidget(request))


@implementer(IDataConverter)
@adapter(ITermChoice, ITermsWidget)
class TermConverter(BaseDataConverter):
    """Convert between a token and the list of chosen options."""

    def toWidgetValue(self, value: str | None) -> list[str]:
        """Choose the option of the token."""
        return [] if value in (None, self.field.missing_value) else [value]

    def toFieldValue(self, value: Any) -> str | None:
        """Return the token of the chosen option; refuse one that is not on offer."""
        tokens = offered(self.widget, self.field.vocabularyName, value)
        return tokens[0] if tokens else self.field.missing_value


@implementer(IDataConverter)
@adapter(ITermChoices, ITermsWidget)
class TermsConverter(BaseDataConverter):
    """Convert between tokens and the list of chosen options."""

    def toWidgetValue(self, value: tuple[str, ...] | None) -> list[str]:
        """Choose the options of the tokens."""
        return list(value or ())

    def toFieldValue(self, value: Any) -> tuple[str, ...]:
        """Return the tokens of the chosen options; refuse those that are not on offer."""
        name = self.field.value_type.vocabularyName
        return tuple(offered(self.widget, name, value)) or self.field.missing_value


@implementer(IValue)
class ValueOfUnit:
    """Begin a field of a new item with what its unit says."""

    def __init__(
        self, context: Any, request: Any, form: Any, field: Any, widget: Any
    ) -> None:
        self.unit, self.field = unit_of(context), field

    def get(self) -> Any:
        """Return what the unit stores; other fields begin as by themselves."""
        if self.unit is None or self.field.__name__ not in OF_UNIT:
            return self.field.default
        return stored_value(self.unit, self.field.__name__) or self.field.default


def offered(widget: TermsWidget, vocabulary: str, tokens: Any) -> list[str]:
    """Keep the tokens sent, in their order; raise `InvalidInput` for one not on offer."""
    chosen = [token for token in tokens or () if token != widget.noValueToken]
    terms = widget.updateTerms()
    known = {term.token for term in terms}
    for token in chosen:
        if token not in known:
            raise term_refusal(vocabulary, token)
    return list(dict.fromkeys(chosen))
