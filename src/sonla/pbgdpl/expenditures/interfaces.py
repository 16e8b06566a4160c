"""What other subjects tell expenditures."""

from zope.interface import Attribute
from zope.interface import Interface


class IExpenditureProposal(Interface):
    """What the form offers for money that is usually spent for an item.

    An adapter of content; its factory returns None where nothing is to be offered.
    """

    item = Attribute("Token of the item of the rates.")
    quantity = Attribute("How many units of it.")
    rate = Attribute(
        "The most for one unit, a supplement included; None if none is set."
    )
    amount = Attribute("Rate times quantity; None without a rate.")
    note = Attribute("How the rate came about, as text.")
