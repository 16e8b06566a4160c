"""Keep from REST what is published but not effective yet, and what relates to it.

Everybody has View on it, and `embargo` refuses traversal alone. REST would name it by its
relations, as it would what subjects keep back (`IMayBeNamed`); a search for everything
(`show_inactive`) would list it, and `fullobjects` would give whole texts. Elsewhere in the
portal the answers are core's, but for what core fails on.
"""

from collections.abc import Mapping
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.serializer.relationfield import RelationChoiceFieldSerializer
from plone.restapi.serializer.relationfield import RelationListFieldSerializer
from plone.restapi.services.querystringsearch.get import QuerystringSearchGet
from plone.restapi.services.querystringsearch.get import QuerystringSearchPost
from plone.restapi.services.relations.get import GetRelations
from plone.restapi.services.search.get import SearchGet
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.editorial.embargo import may_be_named
from sonla.pbgdpl.editorial.interfaces import IRelationPolicy
from typing import Any
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import queryUtility
from zope.interface import implementer


def is_shown(relation: Any) -> bool:
    """Return whether the user may learn of the target of a relation; of none they may."""
    target = relation.to_object
    return target is None or may_be_named(target)


@adapter(IRelationChoice, IDexterityContent, IBrowserLayer)
@implementer(IFieldSerializer)
class DiscreetRelationChoice(RelationChoiceFieldSerializer):
    """Provide a relation, unless its target waits for its effective date."""

    def get_value(self, default: Any = None) -> Any:
        value = super().get_value(default)
        return value if value is None or is_shown(value) else default


@adapter(IRelationList, IDexterityContent, IBrowserLayer)
@implementer(IFieldSerializer)
class EmbargoedRelationList(RelationListFieldSerializer):
    """Provide the relations whose targets the user may learn of."""

    def get_value(self, default: Any = None) -> Any:
        """List the relations, as core does but for those withheld."""
        value = super().get_value(default)
        return [one for one in value if is_shown(one)] if value else value


class DiscreetRelations(GetRelations):
    """Answer `@relations` without pairs of which one is withheld."""

    def reply(self) -> Any:
        """Take the pairs withheld out of core's answer and out of its numbers."""
        answer = super().reply()
        if not isinstance(answer, dict):  # core's mark for an answer without a body
            return answer
        for name, group in (answer.get("relations") or {}).items():
            items = [
                pair
                for pair in group["items"]
                if self.may_be_shown(pair) and self.may_be_told(name, pair)
            ]
            group["items"], group["items_total"] = items, len(items)
        return answer

    def may_be_told(self, name: str, pair: Any) -> bool:
        """Return whether the user may learn of this relation between the two."""
        policy = queryUtility(IRelationPolicy, name)
        if policy is None:
            return True
        source = (
            uuidToObject(pair["source"].get("UID"), unrestricted=True)
            if isinstance(pair, dict)
            else None
        )
        return source is not None and api.user.has_permission(
            policy.permission, obj=source
        )

    def may_be_shown(self, pair: Any) -> bool:
        """Return whether both ends may be named; broken relations are bare addresses."""
        if not isinstance(pair, dict):
            return True
        ends = (
            uuidToObject(pair[end].get("UID"), unrestricted=True)
            for end in ("source", "target")
        )
        return all(end is None or may_be_named(end) for end in ends)


class EmbargoedSearch(SearchGet):
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
    if any(parse_int(number, None) is None for number in numbers):
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
    return not is_embargoed(obj)
