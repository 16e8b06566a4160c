"""What other packages add to the search: words outside of fields, and further help."""

from collections.abc import Iterator
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.search.topics import Topic


class ISearchableWords(Interface):
    """Add words to the search text of an item: a named adapter of content of ours.

    For what is computed; a field is named in its schema (`core.fields.searchable`). All are
    asked whenever an item is indexed, whoever may see it, so nothing protected may be among
    the words. What is raised fails the saving.
    """

    def words() -> Iterator[str]:
        """Yield texts, in any order; one that is empty adds nothing."""


class IFurtherHelp(Interface):
    """Help readers who found no answer: a named adapter of a place and the request.

    The search page asks all of them each time that it is drawn, for the portal's root, a section
    or a unit. What is raised fails the page.
    """

    order = Attribute("Place among the ways, a number.")

    def links(words: str) -> Iterator[PageLink]:
        """Yield the pages to go on to; `words` are those of the search, to fill in a form.

        One that is `primary` is a full button, with its description beside it.
        """


class ILocalHelp(Interface):
    """Lead to people who explain the law near by: a named multi-adapter of a section and the request.

    The page of a life situation asks all of them each time that it is drawn. What is raised
    fails the page.
    """

    order = Attribute("Place among the ways, a number.")

    def links(commune: str) -> Iterator[PageLink]:
        """Yield the pages to go on to; `commune` is a token of the administrative units, or empty."""


class ITopicPart(Interface):
    """Show what a subject has of one topic: a named multi-adapter of a place and the request.

    The page of a topic asks all of them each time that it is drawn. `search.topics.TopicPart`
    lists the newest items of some types. What is raised fails the page.
    """

    order = Attribute("Place among the subjects, a number.")
    title = Attribute("Heading of the part, a message.")

    def html(topic: "Topic") -> str:
        """Return the items as HTML; empty where there are none, and the part is left out."""

    def more_url(topic: "Topic") -> str:
        """Return the address of all that the subject has of the topic; empty for none."""
