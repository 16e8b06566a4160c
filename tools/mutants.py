"""Change a package in small ways and tell which changes no test notices.

mutmut knows which changes are worth a try. Its own command sets the test layers up for
each of them, leaves out what has a decorator (each property) and keeps its files in the
project, so this takes its operators alone. pytest runs once: a process that has the
layers is forked for each change, puts the changed function into the place of the loaded
one and runs the tests that reach the changed statement. No file is touched.

Not found is what has no function, such as classes of schemata and defaults of arguments,
and what runs only while the layers are set up.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from functools import partial
from importlib import import_module
from inspect import CO_OPTIMIZED
from itertools import pairwise
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import Mutation
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.mutators import OPERATORS_TYPE
from mutmut.mutation.pragma_handling import IgnoredCode
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import print_exc
from types import CodeType
from types import FunctionType
from typing import Any
from webtest.http import StopableWSGIServer

import argparse
import ast
import coverage
import gc
import libcst as cst
import os
import pytest
import random
import signal
import sys
import time

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src"
PACKAGE = "sonla.pbgdpl"
CHOSEN = "not browser and not long and not endurance and not cluster"
"""A browser costs more than what it would notice beside the other tests."""


def without_call(node: cst.Expr) -> Iterator[cst.BaseSmallStatement]:
    """Yield nothing done in place of a call for its effect alone."""
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def without_entry(node: cst.Dict) -> Iterator[cst.Dict]:
    """Yield a literal dictionary without each of its entries, such as a filter of a query."""
    for number in range(len(node.elements)):
        rest = [*node.elements[:number], *node.elements[number + 1 :]]
        yield node.with_changes(elements=rest)


PASSED, FAILED, BROKEN = range(3)
"""How a child ends."""

OPERATORS: OPERATORS_TYPE = [
    *mutation_operators,
    (cst.Expr, without_call),
    (cst.Dict, without_entry),
]


class Visitor(MutationVisitor):
    """Find mutations in the bodies of all functions, but none of what only people read."""

    def __init__(self) -> None:
        super().__init__(OPERATORS, IgnoredCode(set(), set(), set()))

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.FunctionDef():
                return False
            case cst.Parameters() | cst.Call(func=cst.Name(value="_")):
                return True
            case cst.Expr(
                value=cst.Call(func=cst.Attribute(value=cst.Name(value="logger")))
            ):
                return True
        return super()._skip_node_and_children(node)


@dataclass(frozen=True, eq=False)
class Mutant:
    """A module with one change."""

    path: Path
    module: cst.Module
    mutation: Mutation

    @cached_property
    def before(self) -> str:
        """The source as it is."""
        return self.module.code

    @cached_property
    def after(self) -> str:
        """The source with the change."""
        node = self.mutation.original_node
        changed: Any = self.module.deep_replace(node, self.mutation.mutated_node)
        return str(changed.code)

    @property
    def diff(self) -> list[str]:
        """The change, in the form of ``diff -u``."""
        lines = unified_diff(
            self.before.splitlines(), self.after.splitlines(), n=1, lineterm=""
        )
        return list(lines)[2:]

    @cached_property
    def line(self) -> int:
        """The first line that differs."""
        pairs = zip(self.before.splitlines(), self.after.splitlines(), strict=False)
        differing = (number for number, (old, new) in enumerate(pairs, 1) if old != new)
        return next(differing, 1)

    def install(self) -> None:
        """Change the loaded functions; raises `ValueError` where that can't be done.

        As where a method loses its only ``super()``, and with it a variable.
        """
        import_module(".".join(self.path.relative_to(SOURCES).with_suffix("").parts))
        olds, news = (
            list(codes(compile(source, str(self.path), "exec", dont_inherit=True)))
            for source in (self.before, self.after)
        )
        changed = {
            (old.co_qualname, old.co_firstlineno): new
            for old, new in zip(olds, news, strict=True)
            if old.co_qualname == new.co_qualname and differ(old, new)
        }
        for function in gc.get_objects():
            if isinstance(function, FunctionType):
                code = function.__code__
                key = (code.co_qualname, code.co_firstlineno)
                if key in changed and code.co_filename == str(self.path):
                    function.__code__ = changed[key]


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of each function and method, not of what stands inside of them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & CO_OPTIMIZED:
                yield inner
            else:
                yield from codes(inner)


def differ(old: CodeType, new: CodeType) -> bool:
    """Return whether two codes do something else, wherever they stand."""
    if (old.co_code, old.co_names) != (new.co_code, new.co_names):
        return True
    if len(old.co_consts) != len(new.co_consts):
        return True
    for one, other in zip(old.co_consts, new.co_consts, strict=True):
        if isinstance(one, CodeType) and isinstance(other, CodeType):
            if differ(one, other):
                return True
        elif repr(one) != repr(other):
            return True
    return False


def mutants_of(path: Path, source: str) -> list[Mutant]:
    """Return the module with each change that can be made in its functions."""
    visitor = Visitor()
    module = MetadataWrapper(cst.parse_module(source)).visit(visitor)
    return [
        Mutant(path, module, mutation)
        for mutation in visitor.mutations
        if isinstance(mutation.contained_by_top_level_function, cst.FunctionDef)
    ]


def statement_lines(source: str, line: int) -> range:
    """Return the lines of the innermost statement around a line; of a block, its head."""
    found, least = range(line, line + 1), sys.maxsize
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else (node.end_lineno or node.lineno) + 1
            lines = range(node.lineno, max(end, node.lineno + 1))
            if line in lines and len(lines) < least:
                found, least = lines, len(lines)
    return found


def modules_of(name: str) -> list[Path]:
    """Return the modules of a package, or the one of that name; raises `SystemExit`."""
    place = SOURCES.joinpath(*PACKAGE.split("."), *name.split("."))
    if place.is_dir():
        return sorted(place.rglob("*.py"))
    if place.with_suffix(".py").is_file():
        return [place.with_suffix(".py")]
    sys.exit(f"There is no package or module {PACKAGE}.{name}.")


def sample(paths: Sequence[Path], number: int, seed: int) -> list[Mutant]:
    """Choose so many mutants, the same ones for the same sources and seed."""
    found = [
        mutant for path in paths for mutant in mutants_of(path, path.read_text("utf-8"))
    ]
    print(f"{len(found)} mutants in {len(paths)} modules", flush=True)
    return random.Random(seed).sample(found, min(number, len(found)))


class Trial:
    """Run the tests of a session of pytest in children of its process, as a plug-in."""

    def __init__(self, mutants: Sequence[Mutant], folder: Path) -> None:
        self.mutants = mutants
        self.folder = folder
        self.failed = False
        self.survivors = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure; a child writes it into the log."""
        if report.failed:
            self.failed = True
            print(report.nodeid, report.longreprtext, sep="\n", flush=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Set the layers up by the first test, run all, then those of each mutant."""
        if not session.items or not self.passes(session.items[:1]):
            pytest.exit("There is no test, or the first one fails without a change.", 2)
        began = time.monotonic()
        if self.child(partial(self.measure, session.items), 3600) != PASSED:
            pytest.exit(f"{self.log}\nThe tests fail without a change.", 2)
        spent = time.monotonic() - began
        print(f"\n{len(session.items)} tests took {spent:.0f} s", flush=True)
        data = coverage.CoverageData(str(self.folder / "coverage"))
        data.read()
        for number, mutant in enumerate(self.mutants, 1):
            reached = tests_for(mutant, data)
            tests = [item for item in session.items if item.nodeid in reached]
            self.tell(number, mutant, self.judge(mutant, tests, 2 * spent + 20))
        return True

    def judge(self, mutant: Mutant, tests: list[pytest.Item], timeout: float) -> str:
        """Return what becomes of a mutant."""
        if not tests:
            return "not reached"

        def attempt() -> bool:
            mutant.install()
            return self.passes(tests)

        ended = self.child(attempt, timeout)
        if ended == BROKEN:
            return "not tried"
        return "SURVIVED" if ended == PASSED else "killed"

    def tell(self, number: int, mutant: Mutant, judgement: str) -> None:
        """Print what became of a mutant, and what it was unless a test noticed."""
        place = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
        print(f"{number} {judgement} {place}", flush=True)
        if judgement != "killed":
            self.survivors += 1
            print("\n".join(f"    {line}" for line in mutant.diff), flush=True)

    def passes(
        self,
        tests: Sequence[pytest.Item],
        begin: Callable[[str], Any] = lambda name: None,
    ) -> bool:
        """Run tests up to the first that fails, and keep the layers of the session."""
        for test, following in pairwise([*tests, tests[0].session]):
            begin(test.nodeid)
            hook = test.config.hook
            hook.pytest_runtest_protocol(item=test, nextitem=following)
            if self.failed:
                return False
        return True

    def measure(self, tests: Sequence[pytest.Item]) -> bool:
        """Run tests, and store which one reaches which line."""
        measured = coverage.Coverage(
            data_file=str(self.folder / "coverage"),
            config_file=False,
            include=sorted({str(mutant.path) for mutant in self.mutants}),
        )
        measured.set_option("run:core", "ctrace")  # the only one that tells tests apart
        measured.start()
        passed = self.passes(tests, measured.switch_context)
        measured.stop()
        measured.save()
        return passed

    def child(self, work: Callable[[], bool], timeout: float) -> int | None:
        """Do work in a child of this process and return how it ended; None: out of time."""
        pid = os.fork()
        if not pid:
            code = BROKEN
            try:
                self.settle()
                code = PASSED if work() else FAILED
            except BaseException:
                print_exc()
            finally:
                sys.stdout.flush()
                os._exit(code)
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return None

    def settle(self) -> None:
        """Write into the log, and serve the portal anew: the server's thread stayed behind."""
        log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        # Of the tests' folder, which pytest has put on the path.
        fixture = import_module("served_layer").SERVER_FIXTURE
        served = StopableWSGIServer.create(
            fixture.server.application, clear_untrusted_proxy_headers=False
        )
        fixture.server = served
        fixture["port"] = fixture.port = int(served.effective_port)

    @property
    def log(self) -> str:
        """What the last child wrote."""
        return (self.folder / "log").read_text("utf-8", "replace")


def tests_for(mutant: Mutant, data: coverage.CoverageData) -> set[str]:
    """Return the tests that reach the statement that was changed."""
    reached = data.contexts_by_lineno(str(mutant.path))
    lines = statement_lines(mutant.before, mutant.line)
    return {test for line in lines for test in reached.get(line, ())}


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a sample of mutants of a package; return 1 if any survived."""
    parser = argparse.ArgumentParser(description="Which changes does no test notice?")
    parser.add_argument("package", help="such as units, or editorial.query")
    parser.add_argument("tests", nargs="*", help="other tests than the package's own")
    parser.add_argument("--number", type=int, default=20, help="how many, 20")
    parser.add_argument("--seed", type=int, default=0, help="which ones, 0")
    asked = parser.parse_args(arguments)
    tests = asked.tests or [f"tests/{asked.package.partition('.')[0]}"]
    mutants = sample(modules_of(asked.package), asked.number, asked.seed)
    options = [
        "-q",
        "-s",
        "-n",
        "0",
        "-m",
        CHOSEN,
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore",
    ]
    with TemporaryDirectory(prefix="mutants-") as folder:
        trial = Trial(mutants, Path(folder))
        if code := pytest.main([*options, *tests], plugins=[trial]):
            return int(code)
    print(f"{trial.survivors} of {len(mutants)} were noticed by no test.")
    return 1 if trial.survivors else 0


if __name__ == "__main__":
    sys.exit(main())
