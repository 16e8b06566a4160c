"""Leave out of what REST finds what is published but not effective yet.

Core lets every visitor ask for it (`show_inactive`), and gives whole texts
(`fullobjects`) of what traversal alone refuses (`early`). Elsewhere in the portal the
answers are core's, but for what core fails on.
"""

from collections.abc import Mapping
from plone import api
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services.querystringsearch.get import QuerystringSearchGet
from plone.restapi.services.querystringsearch.get import QuerystringSearchPost
from plone.restapi.services.search.get import SearchGet
from sonla.pbgdpl.core.numbers import whole_number
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.workflow.early import is_withheld
from typing import Any
from zExceptions import BadRequest


class DiscreetSearch(SearchGet):
    """Answer `@search` without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        refuse_strange(self.request.form)
        return without_withheld(super().reply())


class DiscreetQuerystringSearch(QuerystringSearchGet):
    """Answer `@querystring-search` without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        return without_withheld(super().reply())


class DiscreetQuerystringSearchPost(QuerystringSearchPost):
    """Answer `@querystring-search` by POST without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        json_sent(self.request)
        return without_withheld(super().reply())


def json_sent(request: Any) -> dict[str, Any]:
    """Return the JSON of a request; raise `BadRequest` for what is none."""
    try:
        return json_body(request)
    except (DeserializationError, RecursionError) as error:
        raise BadRequest("The body of this request is no JSON object.") from error


def refuse_strange(form: Mapping[str, Any]) -> None:
    """Raise `BadRequest` for parameters on which core fails with 500."""
    numbers = (form.get(name, 0) for name in ("b_start", "b_size"))
    if any(whole_number(number, None) is None for number in numbers):
        raise BadRequest("b_start and b_size are whole numbers.")
    if not isinstance(form.get("SearchableText", ""), str | list | dict):
        raise BadRequest("SearchableText is a text.")


def without_withheld(answer: Any) -> Any:
    """Leave items out that the user may not see yet, and out of their number.

    Of further pages nothing is known, so the number may still count some of those. A
    query that means nothing is answered by core with a bare list, which is empty.
    """
    if not isinstance(answer, dict):
        return answer
    found = answer.get("items") or []
    shown = [item for item in found if may_be_shown(item)]
    if len(shown) < len(found):
        left_out = len(found) - len(shown)
        answer["items"] = shown
        answer["items_total"] = answer.get("items_total", len(found)) - left_out
    return answer


def may_be_shown(item: dict[str, Any]) -> bool:
    """Return whether the user may learn of an item that was found."""
    portal = api.portal.get()
    path = item.get("@id", "").removeprefix(portal.absolute_url()).strip("/")
    obj = portal.unrestrictedTraverse(path, None) if path else None
    if obj is None or section_of(obj) is None:
        return True
    return not is_withheld(obj)
