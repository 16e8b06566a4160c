"""Refuse what is published but not effective yet, and name it nowhere else, nor over REST.

Over REST: Everybody has View on it, and `embargo` refuses traversal alone. REST would name
it by its relations, as it would what subjects keep back (`IMayBeNamed`); a search for
everything (`show_inactive`) would list it, and `fullobjects` would give whole texts.
Elsewhere in the portal the answers are core's, but for what core fails on.
"""

from AccessControl import Unauthorized
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from DateTime import DateTime
from datetime import datetime
from plone import api
from plone.app.querystring.queryparser import parseFormquery
from plone.app.uuid.utils import uuidToObject
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.traverse import RESTWrapper
from plone.restapi.deserializer import json_body
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.serializer.relationfield import RelationChoiceFieldSerializer
from plone.restapi.serializer.relationfield import RelationListFieldSerializer
from plone.restapi.services.querystringsearch.get import QuerystringSearchGet
from plone.restapi.services.querystringsearch.get import QuerystringSearchPost
from plone.restapi.services.relations.get import GetRelations
from plone.restapi.services.search.get import SearchGet
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import has_children
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.interfaces import IGuardsItem
from sonla.pbgdpl.editorial.interfaces import IMayBeNamed
from sonla.pbgdpl.editorial.interfaces import IRelationPolicy
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.ui.page import InPlaceOfService
from typing import Any
from urllib.parse import quote
from urllib.parse import unquote
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import queryUtility
from zope.interface import implementer
from ZPublisher.interfaces import IPubAfterTraversal

import json

MAX_WHOLE = 100
"""Items that one answer gives with all of their fields; each is loaded for that."""


def refuse_embargoed(event: IPubAfterTraversal) -> None:
    """Refuse an address on or below an item whose effective date is to come.

    After traversal, so that pages, downloads, image scales and REST are all covered
    and the visitor is sent to the login form as for any private item.
    """
    request = event.request
    if not IBrowserLayer.providedBy(request) or guards_item(request):
        return
    for content in traversed(request):
        if not IDexterityContent.providedBy(content) or not is_embargoed_by_date(
            content
        ):
            continue
        if is_ours(content) and not has_role(content, INSIDERS):
            raise Unauthorized("Not effective yet")


def guards_item(request: Any) -> bool:
    """Return whether a page is asked for, and not a part of it, that tells strangers nothing."""
    published = request.get("PUBLISHED")
    page = getattr(published, "__self__", published)
    is_whole = page is published or published.__name__ in ("__call__", "answer_instead")
    return is_whole and IGuardsItem.providedBy(page)


@adapter(IPubAfterTraversal)
def cap_whole_items(event: IPubAfterTraversal) -> None:
    """Let a service give no more whole items at once than `MAX_WHOLE`, whatever it lists."""
    request = event.request
    if IBrowserLayer.providedBy(request) and "fullobjects" in request.form:
        request.form = capped(request.form)


def traversed(request: Any) -> Iterator[Any]:
    """Yield the objects that the address of a request led through, the last one first."""
    for parent in request.get("PARENTS", ()):
        yield parent.context if isinstance(parent, RESTWrapper) else parent


def is_ours(content: Any) -> bool:
    """Return whether one of our workflows is in force for an item."""
    return any(map(is_own_workflow, chain_of(content)))


def is_embargoed(content: Any) -> bool:
    """Return whether an item of ours, or a container of it, waits for its effective date.

    For the user who asks: those who work in the section see what is to come.
    """
    return any(
        is_embargoed_by_date(parent)
        and is_ours(parent)
        and not has_role(parent, INSIDERS)
        for parent in aq_chain(aq_inner(content))
        if IDexterityContent.providedBy(parent)
    )


def opens_at(content: Any) -> datetime | None:
    """Return when an item and all that it stands in are effective; None if they are now."""
    dates = [
        DateTime(parent.effective_date)
        for parent in aq_chain(aq_inner(content))
        if IDexterityContent.providedBy(parent) and is_embargoed_by_date(parent)
    ]
    return utc_of(max(dates)) if dates else None


def may_be_named(item: Any) -> bool:
    """Return whether the user may learn of an item by way of what refers to it.

    What names items without traversing them, such as relations, must ask this.
    """
    if is_embargoed(item):
        return False
    policy = IMayBeNamed(item, None)
    return policy is None or policy()


@implementer(IRelationPolicy)
@dataclass(frozen=True)
class RelationPolicy:
    """Hold who may learn of a relation."""

    permission: str


def embargoed_paths() -> list[str]:
    """List the paths of containers that the user may not see before their dates.

    What stands in them may be effective by itself, so that the catalog gives it to
    everybody: lists made of brains must leave it out by its path. Without a query: of
    the few items that are still to become effective fewer have something inside.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if not {"effective", "path"} <= set(catalog.indexes()):
        return []
    brains = brains_by_record(catalog)
    places = (
        brains[rid] for rid in coming(catalog, DateTime()) if has_children(catalog, rid)
    )
    return sorted(
        brain.getPath()
        for brain in places
        if (place := item_of(brain)) is not None and is_embargoed(place)
    )


def without_embargoed(brains: Iterable[Any]) -> Iterable[Any]:
    """Leave out brains of what stands in a place that the user may not see yet."""
    inside = tuple(f"{path}/" for path in embargoed_paths())
    if not inside:
        return brains
    return (brain for brain in brains if not brain.getPath().startswith(inside))


def coming(catalog: Any, now: DateTime) -> Iterator[int]:
    """Yield the ids of what the catalog holds as effective after `now`, the next first."""
    effective = get_index(catalog, "effective")
    for _key, ids in records_by_key(effective).items(date_key(effective, now)):
        yield from (ids,) if isinstance(ids, int) else ids


def is_shown(relation: Any, source: Any) -> bool:
    """Return whether the user may learn of the target of an item's relation; of none they may.

    Core doesn't ask for View. Where neither end stands in a section its answer stays.
    """
    target = relation.to_object
    if target is None:
        return True
    ours = section_of(source) is not None or section_of(target) is not None
    if ours and not api.user.has_permission("View", obj=target):
        return False
    return may_be_named(target)


@adapter(IRelationChoice, IDexterityContent, IBrowserLayer)
@implementer(IFieldSerializer)
class EmbargoedRelationChoice(RelationChoiceFieldSerializer):
    """Provide a relation, unless its target is withheld from the user."""

    def get_value(self, default: Any = None) -> Any:
        """Return the relation; `default` in the place of one whose target the user may not learn of."""
        value = super().get_value(default)
        return value if value is None or is_shown(value, self.context) else default


@adapter(IRelationList, IDexterityContent, IBrowserLayer)
@implementer(IFieldSerializer)
class EmbargoedRelationList(RelationListFieldSerializer):
    """Provide the relations whose targets the user may learn of."""

    def get_value(self, default: Any = None) -> Any:
        """List the relations, as core does but for those withheld."""
        value = super().get_value(default)
        return [one for one in value if is_shown(one, self.context)] if value else value


class EmbargoedRelations(InPlaceOfService, GetRelations):
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
                if self.may_be_shown(pair) and self.may_be_known(name, pair)
            ]
            group["items"], group["items_total"] = items, len(items)
        return answer

    def may_be_known(self, name: str, pair: Any) -> bool:
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


class EmbargoedSearch(InPlaceOfService, SearchGet):
    """Answer `@search` without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        refuse_unknown(self.request.form)
        return without_embargoed_items(super().reply())


class EmbargoedQuerystringSearch(InPlaceOfService, QuerystringSearchGet):
    """Answer `@querystring-search` without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        sent = self.request.form.get("query", "{}")
        try:
            # As core does: of bytes the encoding and its mark are found out.
            data = json.loads(unquote(sent).encode(self.request.charset, "replace"))
        except ValueError:  # core has its own words for it
            return without_embargoed_items(super().reply())
        except (AttributeError, RecursionError, TypeError) as error:
            raise BadRequest("The query is no JSON object.") from error
        self.request.form["query"] = quote(json.dumps(query_of(self.context, data)))
        return without_embargoed_items(super().reply())


class EmbargoedQuerystringSearchPost(InPlaceOfService, QuerystringSearchPost):
    """Answer `@querystring-search` by POST without what is withheld."""

    def reply(self) -> Any:
        """Take what is withheld out of core's answer."""
        refuse_unknown(self.request.form)
        data = query_of(self.context, json_body(self.request))
        self.request["BODY"] = json.dumps(data).encode()
        return without_embargoed_items(super().reply())


def query_of(context: Any, data: Any) -> dict[str, Any]:
    """Return what `@querystring-search` is asked, no more whole items than it gives at once.

    Raises `BadRequest` for a query that core's parser would fail on.
    """
    if not isinstance(data, dict):
        raise BadRequest("The query is no JSON object.")
    refuse_unknown(data)
    query = data.get("query") or []
    try:
        parseFormquery(context, query)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadRequest("The query is a list of objects with values.") from error
    return capped(data) if data.get("fullobjects") else data


def capped(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked with a size of pages that whole items may have."""
    try:
        too_many = int(asked.get("b_size", 0)) > MAX_WHOLE
    except (TypeError, ValueError):  # which core refuses
        too_many = False
    return {**asked, "b_size": MAX_WHOLE} if too_many else asked


def refuse_unknown(form: Mapping[str, Any]) -> None:
    """Raise `BadRequest` for parameters on which core fails with 500."""
    numbers = (form.get(name, 0) for name in ("b_start", "b_size"))
    if any(parse_int(number, None) is None for number in numbers):
        raise BadRequest("b_start and b_size are whole numbers.")
    if not isinstance(form.get("SearchableText", ""), str | list | dict):
        raise BadRequest("SearchableText is a text.")


def without_embargoed_items(answer: Any) -> Any:
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
