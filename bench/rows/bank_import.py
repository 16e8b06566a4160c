"""Row: a file of questions that is read into a bank."""

from bench.bank_import import BankImport
from bench.measuring import Result

QUESTIONS = 1_000
BAR = 20.0
"""Seconds."""


def bank_import() -> list[Result]:
    """Row: a thousand questions of a file, from the upload to the drafts, into a bank that has as many."""
    with BankImport("items-0") as importing:
        first = importing.ask(questions=QUESTIONS, family=0)
        second = importing.ask(questions=QUESTIONS, family=1)
    if second["stored"] != 2 * QUESTIONS:
        raise RuntimeError(f"not every question was stored: {second}")
    return [
        Result(
            f"{QUESTIONS:,} questions of a file", first["seconds"], bar=BAR, unit="s"
        ),
        Result("…, the preview of it", first["looked"], unit="s"),
        Result("…, into a bank that has as many", second["seconds"], bar=BAR, unit="s"),
    ]
