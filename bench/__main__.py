"""Run the rows of the benchmark and write the table.

usage: python -m bench [--only WORD] [--no-write]

Data sets are built once and kept in `.cache/bench`, each when a row first needs it:
`--only cost_of_the_portlet` builds none of the large ones. Remove that folder to
build them again. Rows that don't run keep what they gave before, with its day and machine
(`bench/results.json`). Exits with 1 when a bar is missed.
"""

from argparse import ArgumentParser
from bench.datasets import FOLDER
from bench.report import table
from bench.report import write
from bench.results import keep
from bench.results import kept
from bench.rows import ROWS

import sys


def main() -> int:
    """Run the chosen rows; print each one's table, and write the whole after each.

    A word that is in no row measures nothing and writes what is kept.
    """
    parser = ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "--only", default="", help="run rows whose module or function has this word"
    )
    parser.add_argument(
        "--no-write",
        action="store_true",
        help="keep nothing and leave docs/ as they are",
    )
    options = parser.parse_args()
    failed = False
    FOLDER.mkdir(parents=True, exist_ok=True)
    publish(options.no_write)
    for row in ROWS:
        if options.only in name_of(row):
            print(f"--- {row.__doc__.splitlines()[0]}", flush=True)
            results = row()
            print(table(results), flush=True)
            failed = failed or not all(result.kept for result in results)
            if not options.no_write:
                keep(name_of(row), results)
            publish(options.no_write)
    return int(failed)


def publish(no_write: bool) -> None:
    """Write what is kept of all rows."""
    if not no_write:
        write(kept([name_of(row) for row in ROWS]))


def name_of(row: object) -> str:
    """Name a row by its module and function."""
    return f"{row.__module__}.{row.__name__}"


if __name__ == "__main__":
    sys.exit(main())
