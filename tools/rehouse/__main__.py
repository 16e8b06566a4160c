"""Move modules to the packages that a map gives them, with all that names them.

usage: .venv/bin/python tools/rehouse [--check] [--without ROW]… PACKAGE…

`move-map.tsv` has a row for each module, template and folder: old path, new path, what it is
merged with; `tests-map.tsv` has one for each folder of tests. `layers.txt` has the packages
of each storey on a line, from the top. Only rows whose new path is one of the packages, or in
it, are carried out; an earlier run may have done others.
"""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from rehouse_map import MADE
from rehouse_map import make_plan
from rehouse_map import module_of
from rehouse_map import PACKAGE
from rehouse_map import Plan
from rehouse_map import read_rows
from rehouse_map import Refused
from rehouse_map import Row
from rehouse_map import SOURCE
from rehouse_map import Tree
from rehouse_python import Piece
from rehouse_python import put_together
from rehouse_python import Rewriter
from rehouse_python import take_apart
from rehouse_text import leftovers
from rehouse_text import Renamer
from rehouse_zcml import Registrations

import argparse
import ast
import os.path
import re
import subprocess
import sys

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEXTS = (
    *(".py", ".zcml", ".xml", ".rst", ".pt", ".toml", ".cfg", ".txt", ".in", ".sh"),
    *(".tsv", ".csv", ".json", ".css", ".js", ".service", ".timer", ".conf", ""),
)
OURS = f"{HERE.relative_to(ROOT)}/"
"""Folder of files that are left alone: this tool."""


class Workspace:
    """The files of the repository, and what is to become of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        listed = git(root, "ls-files", "-z").split("\0")
        self.paths = [path for path in listed if is_text(path) and is_file(root / path)]
        self.texts: dict[str, str] = {}
        self.made: dict[str, str] = {}
        """Files that are made where none stands, or none any more."""
        self.moves: dict[str, str] = {}
        self.gone: set[str] = set()

    def text(self, path: str) -> str:
        """Return the text of a file as it is to be."""
        if path not in self.texts:
            self.texts[path] = (self.root / path).read_text(encoding="utf-8")
        return self.texts[path]

    def carry_out(self) -> list[str]:
        """Move, write and remove; return the paths that were written."""
        written = []
        for number, (old, new) in enumerate(self.moves.items()):
            git(self.root, "mv", old, f"{old}.{number}.moving")
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        for path in sorted(self.gone):
            git(self.root, "rm", "-q", "-r", "--cached", path)
            (self.root / path).unlink()
        for number, (old, new) in enumerate(self.moves.items()):
            git(self.root, "mv", f"{old}.{number}.moving", new)
        for path, text in self.texts.items():
            target = self.root / self.moves.get(path, path)
            if path in self.gone or (
                target.exists() and target.read_text("utf-8") == text
            ):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            written.append(self.moves.get(path, path))
        for path, text in self.made.items():
            (self.root / path).write_text(text, encoding="utf-8")
            written.append(path)
        git(self.root, "add", "-A", *written)
        return written


def git(root: Path, *arguments: str) -> str:
    """Run git and return what it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout


def is_text(path: str) -> bool:
    """Return whether a file may name a module of ours."""
    name = Path(path).name
    catalogue = name.endswith((".po", ".pot"))
    return Path(path).suffix in TEXTS and not catalogue and not path.startswith(OURS)


def is_file(path: Path) -> bool:
    """Return whether a path is that of a file, and not a link to one or to a folder."""
    return path.is_file() and not path.is_symlink()


def below(path: str) -> str:
    """Return the path in the repository of a path below the package."""
    return str(SOURCE / path)


def rewrite_names(space: Workspace, renamer: Renamer) -> None:
    """Let all files but ZCML name what moves by its new name."""
    modules = {below(path): module for module, path in renamer.tree.paths.items()}
    for path in space.paths:
        text = space.text(path)
        if path.endswith(".py"):
            if PACKAGE in text or "`" in text:
                module = modules.get(path)
                space.texts[path] = Rewriter(renamer, text, module).rewritten()
        elif not path.endswith(".zcml"):
            space.texts[path] = renamer.rewritten(text)
        if path.startswith(below("profiles/")):
            move_record(space, renamer, path)


def move_record(space: Workspace, renamer: Renamer, path: str) -> None:
    """Let a file of a profile that is called as an interface is go with the interface."""
    folder, name = os.path.split(path)
    new = renamer.rewritten(name)
    if new != name:
        space.moves[path] = f"{folder}/{new}"


def move_modules(space: Workspace, renamer: Renamer) -> None:
    """Move modules; take those apart that part, put those together that meet."""
    tree, plan = renamer.tree, renamer.plan
    leaving: dict[str, set[str]] = defaultdict(set)
    for module, name in plan.names:
        leaving[module].add(name)
    pieces = pieces_by_target(space, renamer, leaving)
    for module, path in tree.paths.items():
        new = plan.path_of(plan.place(module))
        space.texts[below(path)] = renamer.pointed(space.text(below(path)), path, new)
    for target, found in pieces.items():
        path = below(plan.path_of(target))
        found.sort(key=lambda one: (one.module != target, one.names is not None))
        whole = [piece for piece in found if piece.names is None]
        main = whole[0] if whole else None
        source = below(tree.paths[main.module]) if main else path
        if len(found) > 1 or not main or leaving[main.module]:
            told = plan.docstrings.get(target, "")
            space.texts[source] = put_together(target, found, plan.place, told)
        if main and source != path:
            space.moves[source] = path
        for piece in whole[1:]:
            space.gone.add(below(tree.paths[piece.module]))


def pieces_by_target(
    space: Workspace, renamer: Renamer, leaving: dict[str, set[str]]
) -> dict[str, list[Piece]]:
    """Return for each module that is made or changes what it is made of."""
    plan = renamer.plan
    pieces: dict[str, list[Piece]] = defaultdict(list)
    targets = {*plan.modules.values(), *plan.names.values(), *leaving}
    for module, path in renamer.tree.paths.items():
        taken: dict[str, set[str]] = defaultdict(set)
        for name in leaving[module]:
            taken[plan.names[module, name]].add(name)
        place = plan.place(module)
        if place not in targets and not taken:
            continue
        for target, names in {place: None, **taken}.items():
            text = renamer.pointed(space.text(below(path)), path, plan.path_of(target))
            some = None if names is None else frozenset(names)
            without = frozenset(leaving[module]) if names is None else frozenset()
            pieces[target].append(Piece(module, take_apart(text), some, without))
    return pieces


def move_registrations(space: Workspace, renamer: Renamer, order: list[str]) -> None:
    """Let the registrations follow their code."""
    texts = {
        path.removeprefix(f"{SOURCE}/"): space.text(path)
        for path in space.paths
        if path.endswith(".zcml") and path.startswith(f"{SOURCE}/")
    }
    registrations = Registrations(renamer, texts)
    for path, text in registrations.move(order).items():
        space.texts[below(path)] = renamer.comments(text)
    space.gone |= {below(path) for path in registrations.left}


def move_files(space: Workspace, plan: Plan) -> None:
    """Move templates, static files and data."""
    listed = git(space.root, "ls-files", "-z").split("\0")
    for old, new in plan.files.items():
        for path in listed:
            if is_below(path, below(old)):
                space.moves[path] = below(new) + path.removeprefix(below(old))


def move_tests(space: Workspace, packages: Iterable[str]) -> None:
    """Move the tests of some packages, and name them by where they go in all texts."""
    lines = (HERE / "tests-map.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = dict(line.split("\t") for line in lines)
    chosen = {
        old: new
        for old, new in rows.items()
        if new.split("/")[1] in packages and (space.root / old).exists()
    }
    if not chosen:
        return
    longest = sorted(chosen, key=len, reverse=True)
    for path in filter(None, git(space.root, "ls-files", "-z", "tests").split("\0")):
        old = next((one for one in longest if is_below(path, one)), None)
        if old is not None:
            target = chosen[old] + path.removeprefix(old)
            if (space.root / target).exists():
                raise Refused(f"{path}: {target} is there already")
            space.moves[path] = target
    names = "|".join(map(re.escape, longest))
    named = re.compile(rf"(?<![\w/-])({names})(?![\w-])")
    for path in space.paths:
        space.texts[path] = named.sub(lambda one: chosen[one[1]], space.text(path))


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is one, or one of what stands in that folder."""
    return path == folder or path.startswith(f"{folder}/")


def complete_packages(space: Workspace, plan: Plan) -> None:
    """Make what says that a folder is a package; take it away where nothing else is left."""
    listed = {path for path in git(space.root, "ls-files", "-z").split("\0") if path}
    after = (listed | set(space.texts)) - space.gone - set(space.moves)
    after |= set(space.moves.values())
    folders = {
        os.path.dirname(p)
        for p in after
        if p.startswith(below("")) and p.endswith(".py")
    }
    for folder in folders:
        while folder != str(SOURCE):
            marker = f"{folder}/__init__.py"
            if marker not in after:
                name = module_of(marker.removeprefix(f"{SOURCE}/"))
                told = plan.docstrings.get(name, "")
                space.made[marker] = f'"""{told}"""\n' if told else ""
                after.add(marker)
            folder = os.path.dirname(folder)
    stay = after - set(space.moves.values()) - set(space.made)
    for marker in sorted(stay, key=len, reverse=True):
        folder, name = os.path.split(marker)
        others = [
            path for path in after if path.startswith(f"{folder}/") and path != marker
        ]
        if name == "__init__.py" and folder in moved_from(space) and not others:
            after.discard(marker)
            space.gone.add(marker)


def moved_from(space: Workspace) -> set[str]:
    """Return the folders of the package from which something went."""
    found: set[str] = set()
    for path in [*space.moves, *space.gone]:
        while path.startswith(f"{SOURCE}/"):
            path = os.path.dirname(path)
            found.add(path)
    return found - {str(SOURCE)}


def tidy(root: Path, written: Iterable[str]) -> None:
    """Format what was written as the linters ask."""
    there = [path for path in written if (root / path).exists()]
    python = [path for path in there if path.endswith(".py")]
    markup = [path for path in there if path.endswith((".zcml", ".xml"))]
    tools = Path(sys.executable).parent
    for command in (
        ["check", "-q", "--fix-only", "--select", "I,F401"],
        ["format", "-q"],
    ):
        subprocess.run([tools / "ruff", *command, *python], cwd=root, check=True)
    ours = [path for path in markup if path.startswith(str(SOURCE))]
    if ours:
        subprocess.run([tools / "zpretty", "--inplace", *ours], cwd=root, check=True)
    # The catalogues say where each message stands.
    subprocess.run([sys.executable, "tools/i18n.py"], cwd=root, check=True)
    git(root, "add", "-A", *there, str(SOURCE / "locales"))


def faults(root: Path, plan: Plan) -> Iterator[str]:
    """Yield what still names something by where it stood, or can't be found or loaded."""
    tree = Tree(root)
    exists = frozenset(tree.paths)
    space = Workspace(root)
    for path in space.paths:
        text = space.text(path)
        for line, name in leftovers(text, plan, exists):
            yield f"{path}:{line}: {name}"
        if path.endswith(".py"):
            for line, name in unknown_imports(tree, text):
                yield f"{path}:{line}: nothing is called {name}"
    for module in sorted({*plan.modules.values(), *plan.names.values()}):
        path = tree.paths[module]
        folder = root / SOURCE / os.path.dirname(path)
        if "_prefix=" in space.text(below(path)):
            continue  # templates of somebody else
        for file in re.findall(r"\"(templates/[\w./-]+)\"", space.text(below(path))):
            if not (folder / file).exists():
                yield f"{path}: no {file}"
    ruff = Path(sys.executable).parent / "ruff"
    checks = [ruff, "check", "-q", "--output-format", "concise", "src", "tests"]
    told = subprocess.run(checks, cwd=root, capture_output=True, text=True, check=False)
    yield from told.stdout.splitlines()
    for circle in circles(tree, space):
        yield f"circle: {', '.join(circle)}"


def unmapped(root: Path, tree: Tree, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the files of the package that the map doesn't know, and rows that are done with."""
    rows = [row for row in rows if row.old != MADE and not row.old.endswith(".zcml")]
    listed = [
        path.removeprefix(f"{SOURCE}/")
        for path in git(root, "ls-files", "-z", str(SOURCE)).split("\0")
        if path and not path.endswith(".zcml")
    ]
    known = {path for row in rows for path in (row.old, row.new)}
    for path in listed:
        if known.isdisjoint([path, *map(str, Path(path).parents)]):
            yield f"not in the map: {path}"
    for row in rows:
        here = [one for one in (row.old, row.new) if tree.has(one)]
        if not here and not row.is_gone:
            yield f"not here any more: {row.old}"
        for name in row.names if here else ():
            if not any(name in tree.names(module_of(one)) for one in here):
                yield f"not here any more: {row.old} :: {name}"


def unknown_imports(tree: Tree, text: str) -> Iterator[tuple[int, str]]:
    """Yield the imports from the package that find nothing."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            base = (node.module or "").removeprefix(PACKAGE).lstrip(".")
            if node.module != PACKAGE and not node.module.startswith(f"{PACKAGE}."):
                continue
            for alias in node.names:
                module = f"{base}.{alias.name}".lstrip(".")
                if module not in tree.paths and not (
                    base in tree.paths and alias.name in tree.names(base)
                ):
                    yield node.lineno, f"{PACKAGE}.{module}"


def circles(tree: Tree, space: Workspace) -> Iterator[list[str]]:
    """Yield modules that need each other when they are loaded."""
    needs: dict[str, set[str]] = defaultdict(set)
    for module, path in tree.paths.items():
        for node in ast.parse(space.text(below(path))).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                PACKAGE
            ):
                base = (node.module or "").removeprefix(PACKAGE).lstrip(".")
                for alias in node.names:
                    name = f"{base}.{alias.name}".lstrip(".")
                    needs[module].add(name if name in tree.paths else base)
    done: set[str] = set()
    for start in sorted(needs):
        path: list[str] = []
        circle = find_circle(start, needs, path, done)
        if circle:
            done.update(circle)
            yield circle


def find_circle(
    module: str, needs: dict[str, set[str]], path: list[str], done: set[str]
) -> list[str] | None:
    """Return a circle that a module leads to, None if there is none."""
    if module in path:
        return path[path.index(module) :]
    if module in done:
        return None
    path.append(module)
    for other in sorted(needs[module] - {module}):
        circle = find_circle(other, needs, path, done)
        if circle:
            return circle
    path.pop()
    done.add(module)
    return None


def read_layers(path: Path) -> list[str]:
    """Return the packages in the order in which they are included: from the bottom."""
    lines = path.read_text(encoding="utf-8").splitlines()
    storeys = [line for line in lines if line.strip() and not line.startswith("#")]
    return [name.strip() for line in reversed(storeys) for name in line.split("|")]


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="+", metavar="PACKAGE")
    parser.add_argument("--without", action="append", default=[], metavar="ROW")
    parser.add_argument(
        "--check", action="store_true", help="only say whether it could be done"
    )
    return parser.parse_args(arguments)


def main() -> None:
    """Move what was asked for, then say what is wrong with it."""
    options = parse()
    tree, rows = Tree(ROOT), read_rows(HERE / "move-map.tsv")
    try:
        plan = make_plan(tree, rows, options.packages, options.without)
        space, renamer = Workspace(ROOT), Renamer(tree, plan)
        move_registrations(space, renamer, read_layers(HERE / "layers.txt"))
        rewrite_names(space, renamer)
        move_modules(space, renamer)
        move_files(space, plan)
        move_tests(space, options.packages)
        complete_packages(space, plan)
    except Refused as refusal:
        sys.exit(f"Nothing was moved. {refusal}")
    if options.check:
        print(*unmapped(ROOT, tree, rows), sep="\n")
        print(f"{len(plan.modules)} modules, {len(plan.names)} names can be moved")
        return
    tidy(ROOT, space.carry_out())
    found = list(faults(ROOT, plan))
    print(*found, f"{len(plan.modules)} modules, {len(plan.names)} names", sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
