"""The seam of the page that says who may read and do what."""

from zope.interface import Attribute
from zope.interface import Interface


class IPrivateContent(Interface):
    """Describe content of a subject that few may read, such as questions of citizens.

    A named utility; `units.access.PrivateContent` does. The page of who may read and do what
    counts the readers of each, in their order: by roles, and by what the catalog knows of
    single items, of which it looks at so many. Attributes that never raise.
    """

    order = Attribute("Place among what is counted, a number.")
    roles = Attribute("Roles whose holders read it, wherever they hold them.")
    query = Attribute(
        "Query of the catalog for single items, the most important first."
    )
    belongs_to = Attribute(
        "Its option: while that is off it is told of as long as there is any; empty for most."
    )
    most = Attribute("So many of them are looked at.")
    readers = Attribute("Message with ${number}: so many people can read it.")
    everybody = Attribute("Message: everybody with an account can read it.")
    cut = Attribute(
        "Message with ${section}, ${number} and ${most}: not all items were looked at."
    )
