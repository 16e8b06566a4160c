"""What may be entered into the thesaurus, and what is doubtful, whoever enters it."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.core.term_checks import too_many
from sonla.pbgdpl.core.term_checks import too_short
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.core.vietnamese.terms import term_words
from sonla.pbgdpl.core.vietnamese.words import is_syllable
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import IN_USE
from sonla.pbgdpl.search.thesaurus.rules import OFF
from sonla.pbgdpl.search.thesaurus.rules import SAMPLE
from sonla.pbgdpl.search.thesaurus.rules import WEIGHTS
from zope.i18nmessageid import Message

STATUSES = (SAMPLE, IN_USE, OFF)
MAX_TERMS = 60

RELATION_TITLES = {
    "equivalent": _("relation_equivalent", default="means the same"),
    "broader": _("relation_broader", default="the term of the law is broader"),
    "narrower": _(
        "relation_narrower", default="the term of the law is one of the meanings"
    ),
    "related": _("relation_related", default="is related"),
}
STATUS_TITLES = {
    SAMPLE: _("status_sample", default="used, not checked yet"),
    IN_USE: _("status_in_use", default="used"),
    OFF: _("status_off", default="switched off"),
}


def problems(concept: Concept, others: Iterable[Concept]) -> Iterator[Message]:
    """Yield why a concept can't be stored; `others` are all that are."""
    yield from _incomplete(concept)
    yield from _misplaced(concept)
    lay, legal = _keys(concept.lay_terms), _keys(concept.legal_terms)
    for other in others:
        if other.key == concept.key:
            continue
        if term_key(other.label) == term_key(concept.label):
            yield _(
                "msg_concept_there",
                default="There is a concept “${concept}” already. Add the words to it.",
                mapping={"concept": other.label},
            )
        if lay & _keys(other.legal_terms) and legal & _keys(other.lay_terms):
            yield _(
                "msg_concept_circle",
                default="“${concept}” and “${other}” lead to each other in a circle. Put their words into one concept.",
                mapping={"concept": concept.label, "other": other.label},
            )


def _incomplete(concept: Concept) -> Iterator[Message]:
    if not concept.label:
        yield _("msg_concept_no_label", default="The concept has no name.")
    if not any(map(term_words, concept.lay_terms)):
        yield _("msg_concept_no_lay", default="Enter what people say, one term a line.")
    if not any(map(term_words, concept.legal_terms)):
        yield _(
            "msg_concept_no_legal", default="Enter what the law says, one term a line."
        )
    if concept.relation not in WEIGHTS:
        yield _("msg_concept_relation", default="Choose how the words are related.")
    if concept.status not in STATUSES:
        yield _("msg_concept_status", default="Choose whether the concept is used.")
    terms = (*concept.lay_terms, *concept.legal_terms, concept.label, concept.note)
    yield from too_many(len(terms), terms, MAX_TERMS)


def _misplaced(concept: Concept) -> Iterator[Message]:
    marked = (*concept.whole_word_terms, *concept.accented_only_terms)
    lay, excepted = _keys(concept.lay_terms), _keys(marked)
    for term in (*marked, *concept.hidden_terms):
        if term_key(term) not in lay:
            yield _(
                "msg_term_not_lay",
                default="“${term}” has to stand among what people say, too.",
                mapping={"term": term},
            )
    for term in concept.lay_terms:
        found = term_words(term)
        if len(found) != 1 or term_key(term) in excepted:
            continue
        if found[0].isascii() and is_syllable(found[0]):
            yield too_short(term)


def warnings(
    concept: Concept, others: Iterable[Concept], names: Iterable[str] = ()
) -> Iterator[Message]:
    """Yield what may be meant so, but surprises; `names` are those of communes."""
    lay = _keys(concept.lay_terms)
    for other in others:
        for term in sorted(lay & _keys(other.lay_terms)):
            if other.key != concept.key and other.status != OFF:
                yield _(
                    "msg_term_in_two",
                    default="“${term}” stands in “${other}”, too: the search offers both instead of choosing.",
                    mapping={"term": term, "other": other.label},
                )
    for term in sorted(lay & _keys(names)):
        yield _(
            "msg_term_is_name",
            default="“${term}” is the name of a commune, too.",
            mapping={"term": term},
        )


def check_all(
    found: Iterable[Concept], stored: Iterable[Concept]
) -> Iterator[tuple[int, Concept, Message]]:
    """Yield what is wrong with the concepts of a file, with their numbers from 1."""
    known = {term_key(one.label): one for one in stored}
    for number, concept in enumerate(found, 1):
        name = term_key(concept.label)
        before = known.get(name)
        concept = replace(concept, key=before.key if before else f"new-{number}")
        for problem in problems(concept, known.values()):
            yield number, concept, problem
        known[name] = concept


def _keys(terms: Iterable[str]) -> set[str]:
    return set(filter(None, map(term_key, terms)))
