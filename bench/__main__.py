"""Run the rows of the benchmark and write the table.

usage: python -m bench [--only WORD] [--no-write]

Data sets are built once and kept in `.cache/bench`, each when a row first needs it:
`--only cost_of_the_portlet` builds none of the large ones. Remove that folder to
build them again. Exits with 1 when a bar is missed.
"""

from argparse import ArgumentParser
from bench.measuring import Result
from bench.report import table
from bench.report import write
from bench.rows import ROWS

import sys


def main() -> int:
    """Run the chosen rows, print the table as it grows and write it at the end."""
    parser = ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "--only", default="", help="run rows whose module or function has this word"
    )
    parser.add_argument(
        "--no-write", action="store_true", help="leave docs/benchmarks.rst as it is"
    )
    options = parser.parse_args()
    results: list[Result] = []
    for row in ROWS:
        if options.only in f"{row.__module__}.{row.__name__}":
            print(f"--- {row.__doc__.splitlines()[0]}", flush=True)
            found = row()
            results += found
            print(table(found), flush=True)
    if not options.no_write and not options.only:
        write(results)
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
