"""Fill a portal with published texts, quickly.

Texts are real content with every field, published and in every index, but made
without Plone's events (versions, relations, content rules, a transition each),
which would take ten times as long and change nothing that is measured.
"""

from bench.activities import activities
from bench.datasets import DataSet
from bench.people import people
from bench.publishing import publish
from bench.questions import questions
from bench.texts import Writer
from bench.texts import YEARS
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from itertools import islice
from time import perf_counter
from typing import Any

import sys

COMMIT = 500
MONTHS, DAYS = range(1, 13), range(1, 29)
STOCK_TYPES = ("Document",)
"""No news: those on the homepage are the same in every data set."""


def fill(site: Any, folders: list[Any], dataset: DataSet) -> None:
    """Make the texts, spread over the folders, and commit them in groups."""
    import transaction

    catalog = site.portal_catalog
    items = maker_of(dataset)(folders, dataset)
    done = 0
    begin = perf_counter()
    while group := list(islice(items, COMMIT)):
        for item in group:
            catalog.catalog_object(item)
        transaction.commit()
        done += len(group)
        if done % 5_000 == 0:
            site._p_jar.cacheMinimize()
        rate = done / (perf_counter() - begin)
        print(f"  {done}/{dataset.items}, {rate:.0f} a second", file=sys.stderr)


def maker_of(dataset: DataSet) -> Callable[[list[Any], DataSet], Iterator[Any]]:
    """Choose what makes the items of a data set."""
    if dataset.people:
        return people
    if dataset.questions:
        return questions
    return activities if dataset.activities else texts


def texts(folders: list[Any], dataset: DataSet) -> Iterator[Any]:
    """Yield stored, published texts that wait for the catalog."""
    writer = Writer(seed=dataset.items)
    classifier = Classifier(writer) if dataset.addon else None
    types = TYPES if dataset.addon else STOCK_TYPES
    for number in range(dataset.items):
        folder = folders[number % len(folders)]
        portal_type = writer.random.choice(types)
        text = create_text(folder, portal_type, number, writer, dataset.words)
        if classifier is not None:
            classifier.classify(text, number, text.effective_date.asdatetime().date())
        yield text


TYPES = ("LegalNews",) * 5 + ("LegalIntroduction",) * 2 + ("Guidance",) * 2
TYPES += ("EducationMaterial",)
"""Our types, as often as each should come."""


class Classifier:
    """Set the fields of our types at random, from the vocabularies of the portal."""

    def __init__(self, writer: Writer) -> None:
        from sonla.pbgdpl.vocabularies.terms import all_terms

        def tokens(name: str) -> list[str]:
            return [term.token for term in all_terms(f"sonla.pbgdpl.{name}")]

        self.pick = writer.random.choice
        self.fields = tokens("LegalFields")
        self.audiences = tokens("Audiences")
        self.agencies = tokens("Agencies")
        self.units = tokens("AdministrativeUnits")
        self.languages = tokens("Languages")
        self.kinds = {
            "LegalIntroduction": tokens("IntroductionKinds"),
            "EducationMaterial": tokens("MaterialKinds"),
            "Guidance": tokens("DocumentTypes"),
        }

    def classify(self, text: Any, number: int, day: date) -> None:
        """Set what all types have, then what only some have."""
        text.agency = self.pick(self.agencies)
        text.legal_fields = (self.pick(self.fields),)
        text.audiences = (self.pick(self.audiences),)
        text.territory = (self.pick(self.units),) if number % 3 else ()
        if text.portal_type == "Guidance":
            text.document_type = self.pick(self.kinds["Guidance"])
            text.number = f"{number % 500 + 1}/QĐ-UBND"
            text.issuer = "Ủy ban nhân dân tỉnh Sơn La"
            text.issued_on = day
        elif text.portal_type in self.kinds:
            text.kind = self.pick(self.kinds[text.portal_type])
            text.text_language = self.pick(self.languages)
            text.legal_documents = [legal_document(number, day)]


def legal_document(number: int, day: date) -> dict[str, Any]:
    """Make a row that some other texts share."""
    return {
        "document_type": "nghi-dinh",
        "number": f"{number % 300 + 1}/{day.year}/NĐ-CP",
        "issuer": "Chính phủ",
        "issued_on": day,
        "validity": "CHL",
    }


def create_text(
    folder: Any, portal_type: str, number: int, writer: Writer, words: int
) -> Any:
    """Store one published text, not yet classified nor in the catalog."""
    from DateTime import DateTime
    from plone.app.textfield.value import RichTextValue
    from plone.dexterity.utils import resolveDottedName
    from plone.uuid.handlers import addAttributeUUID

    day = date(*(writer.random.choice(r) for r in (YEARS, MONTHS, DAYS)))
    klass = resolveDottedName(folder.portal_types[portal_type].klass)
    text = klass(id=f"bai-{number}")
    text.portal_type = portal_type
    text.title = writer.title(number, day.year)
    text.description = writer.sentence(18)
    text.text = RichTextValue(writer.body(words), "text/html", "text/x-html-safe")
    text.language = "vi"
    text.effective_date = DateTime(day.isoformat())
    text.creation_date = text.modification_date = text.effective_date
    # Ours are not in the menu either; ten thousand entries would be no baseline.
    text.exclude_from_nav = True
    addAttributeUUID(text, None)
    folder._setObject(text.id, text, suppress_events=True)
    text = folder._getOb(text.id)
    publish(text)
    return text
