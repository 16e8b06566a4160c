"""Word: a list of questions as people type it, with the right answers marked by their looks."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.typed import ListReader
from sonla.pbgdpl.options.learning.question_bank.files.typed import TypedLine
from sonla.pbgdpl.texts.word_files import unpacked
from sonla.pbgdpl.texts.word_paragraphs import paragraphs_of
from sonla.pbgdpl.texts.word_paragraphs import PLAIN
from sonla.pbgdpl.texts.word_paragraphs import Runs
from sonla.pbgdpl.texts.word_paragraphs import WordParagraph


def read(data: bytes) -> list[ReadQuestion]:
    """Read the questions of a file; raise `InvalidInput` for what can't be read."""
    with unpacked(data) as (package, _left_out):
        return ListReader(lines_of(paragraphs_of(package))).read()


def lines_of(paragraphs: Iterable[WordParagraph]) -> Iterator[TypedLine]:
    """Yield the lines, with an empty one behind each paragraph; cells of a row make one line."""
    rows: list[TypedLine] = []
    for number, one in enumerate(paragraphs, 1):
        line = TypedLine(number, one.runs, one.has_picture)
        if one.in_next_cell:
            first = rows.pop()
            joined = [*first.runs, ("\t", PLAIN), *one.runs]
            line = TypedLine(first.number, joined, first.has_picture or one.has_picture)
        rows.append(line)
    for row in rows:
        for runs in split(row.runs):
            yield replace(row, runs=runs)
        yield TypedLine(row.number, [])


def split(runs: Runs) -> Iterator[Runs]:
    """Part a text at its line feeds."""
    line: list[tuple[str, frozenset[str]]] = []
    for text, look in runs:
        first, *others = text.split("\n")
        line.append((first, look))
        for other in others:
            yield line
            line = [(other, look)]
    yield line
