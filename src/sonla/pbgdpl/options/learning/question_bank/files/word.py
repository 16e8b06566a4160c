"""Word: a list of questions as people type it, with the right answers marked by their looks."""

from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.typed import ListReader
from sonla.pbgdpl.texts.word_files import unpacked
from sonla.pbgdpl.texts.word_paragraphs import paragraphs_of


def read(data: bytes) -> list[ReadQuestion]:
    """Read the questions of a file; raise `InvalidInput` for what can't be read."""
    with unpacked(data) as (package, _left_out):
        paragraphs = list(paragraphs_of(package))
    looks = [look for one in paragraphs for look in one.looks]
    return ListReader("".join(one.text for one in paragraphs), looks).read()
