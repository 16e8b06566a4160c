"""The walk from the form to the mail names files, and what stands in them."""

from collections.abc import Iterator
from docutils import nodes
from handbook_names import SOURCES
from handbook_pages import DOCS
from handbook_pages import tree
from pathlib import Path

import ast
import pytest

PAGE = DOCS / "question-to-mail.rst"


def steps() -> Iterator[tuple[str, list[str]]]:
    """Yield the file of each step and what it names there."""
    for term in tree(PAGE).findall(nodes.term):
        file, *names = [node.astext() for node in term.findall(nodes.literal)]
        yield file, names


def defined(path: Path) -> set[str]:
    """Return the names that a module defines, those of a class behind its own."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = names_of(node)
        found.update(names)
        if isinstance(node, ast.ClassDef):
            found.update(f"{node.name}.{name}" for one in node.body for name in names_of(one))  # fmt: skip
    return found


def names_of(node: ast.stmt) -> set[str]:
    """Return the names that one statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    return {target.id for target in targets if isinstance(target, ast.Name)}


def has(path: Path, name: str) -> bool:
    """Return whether a module defines a name, or another file has it."""
    if path.suffix == ".py":
        return name in defined(path)
    text = path.read_text(encoding="utf-8")
    return f'"{name}"' in text or f".{name}" in text


@pytest.mark.parametrize(("file", "names"), [*steps()], ids=str)
def test_each_step_is_there(file, names):
    assert names
    assert [name for name in names if not has(SOURCES / file, name)] == []


def test_the_walk_goes_from_the_form_to_the_mail_host():
    files = [file for file, _names in steps()]
    assert len(files) > 30
    assert files.index("questions/pages/ask.py") < files.index("mail/delivery.py")
    sender = (SOURCES / "mail" / "delivery.py").read_text(encoding="utf-8")
    assert "MailHost.send(" in sender


def test_a_name_that_is_nowhere_is_found():
    assert not has(SOURCES / "mail" / "queue.py", "MailQueue.khong_co")
    assert has(SOURCES / "mail" / "queue.py", "MailQueue.add")
    assert not has(SOURCES / "questions" / "configure.zcml", "khong_co")
