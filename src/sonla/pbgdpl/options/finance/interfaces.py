"""What other subjects propose to the form of expenditures."""

from zope.interface import Attribute
from zope.interface import Interface


class IExpenditureProposal(Interface):
    """What the form offers for money that is usually spent for an item.

    An adapter of content; its factory returns None where nothing is to be offered. Asked when
    the form is opened for an item, and by the check of its rate; what is raised fails them.
    """

    item = Attribute("Token of the item of the rates.")
    quantity = Attribute("How many units of it.")
    rate = Attribute(
        "The most for one unit, a supplement included; None if none is set."
    )
    amount = Attribute("Rate times quantity; None without a rate.")
    note = Attribute("How the rate came about, as text.")
