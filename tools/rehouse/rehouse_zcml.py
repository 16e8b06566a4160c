"""Registrations: each goes to the `configure.zcml` of the package its code went to."""

from collections import Counter
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from rehouse_map import PACKAGE
from rehouse_text import apply
from rehouse_text import Renamer

import os.path
import re

TAG = re.compile(
    r"<!--.*?-->|<\?.*?\?>"
    r"|<(?P<close>/?)(?P<name>[\w:.-]+)"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*\"([^\"]*)\"")
REFERENCE = re.compile(r"(?<![\w.])(?:\.+|sonla\.pbgdpl\.)[\w.]*\w")
WHERE = ("class", "factory", "handler", "component", "renderer", "interface", "for")
"""Attributes that name the code of a registration; the first that names ours decides."""

STAYS = (
    "include",
    "permission",
    "genericsetup:registerProfile",
    "five:registerPackage",
)
"""Elements that stay: profiles are called by the package whose file registers them."""

STATIC = "plone:static"
"""Element that goes where its folder goes."""

FILES = ("template", "directory", "file")
FILE = "configure.zcml"
FRAME = "<configure{attributes}\n    >{body}\n\n</configure>\n"
MARKER = re.compile(r"\.I[A-Z]\w*$")
"""How interfaces are called: a registration for one isn't part of it."""


@dataclass
class Element:
    """A registration with what stands before it: comments and blank lines."""

    lead: str
    name: str
    text: str

    @property
    def attributes(self) -> dict[str, str]:
        """What stands in the tag itself."""
        opening = TAG.match(self.text)
        return dict(ATTRIBUTE.findall(opening["attributes"])) if opening else {}


@dataclass
class Document:
    """A file of ZCML taken apart."""

    before: str
    attributes: dict[str, str]
    elements: list[Element]
    after: str

    @classmethod
    def read(cls, text: str) -> "Document":
        """Take a file apart."""
        tags = [tag for tag in TAG.finditer(text) if tag["name"]]
        root, last = tags[0], tags[-1]
        elements, depth, at, start = [], 0, root.end(), 0
        for tag in tags[1:-1]:
            if not tag["close"] and not depth:
                start = tag.start()
                name = tag["name"]
            depth += 0 if tag["empty"] else -1 if tag["close"] else 1
            if not depth:
                elements.append(Element(text[at:start], name, text[start : tag.end()]))
                at = tag.end()
        attributes = dict(ATTRIBUTE.findall(root["attributes"]))
        return cls(text[: root.start()], attributes, elements, text[at : last.start()])

    def text(self) -> str:
        """Put the file together again; zpretty gives it its form."""
        attributes = "".join(f'\n    {k}="{v}"' for k, v in self.attributes.items())
        body = (
            "".join(one.lead + one.text for one in self.elements) + self.after.rstrip()
        )
        return self.before + FRAME.format(attributes=attributes, body=body)


class Registrations:
    """All ZCML of the package, moved along with a plan."""

    def __init__(self, renamer: Renamer, texts: dict[str, str]) -> None:
        self.renamer = renamer
        self.plan = renamer.plan
        self.texts = texts
        """Path below the package of each file, with its text."""
        self.documents = {path: Document.read(text) for path, text in texts.items()}
        self.came: dict[str, list[Element]] = defaultdict(list)
        self.roots: dict[str, dict[str, str]] = defaultdict(dict)
        self.left: set[str] = set()

    def move(self, order: list[str]) -> dict[str, str]:
        """Move all; return the files that change, and in `left` leave those that go."""
        before = {path: document.text() for path, document in self.documents.items()}
        for path in list(self.documents):
            self.part(path)
        for path, elements in self.came.items():
            self.take_in(path, elements)
        self.drop_includes()
        self.include(order)
        after = {path: document.text() for path, document in self.documents.items()}
        return {
            path: text
            for path, text in after.items()
            if path not in self.left and text != before.get(path)
        }

    def part(self, path: str) -> None:
        """Let the registrations of a file go where their code went."""
        document, stays, went = self.documents[path], [], Counter()
        homes = [self.home(path, one) for one in document.elements]
        went.update(home for home in homes if home not in (None, path))
        keeps = any(home == path for home in homes)
        dominant = went.most_common(1)[0][0] if went else path
        for one, home in zip(document.elements, homes, strict=True):
            if home is None:
                home = path if keeps else dominant
            new = Element(one.lead, one.name, self.rewritten(one, path, home))
            if home == path:
                stays.append(new)
            else:
                self.came[home].append(new)
                self.roots[home] |= document.attributes
        document.elements = stays
        if went and not stays:
            self.left.add(path)

    def home(self, path: str, one: Element) -> str | None:
        """Return the file that a registration belongs to, None if it names no code."""
        text, given = one.text, one.attributes
        if one.name == "include" and not self.is_ours(given.get("package", ".")):
            return None
        if one.name in STAYS:
            return path
        if one.name == STATIC:
            folder = PurePosixPath(path).parent / given["directory"]
            return str(PurePosixPath(self.renamer.path(str(folder))).parent / FILE)
        if one.name == "configure":
            inner = (self.home(path, part) for part in Document.read(text).elements)
            return next((home for home in inner if home is not None), None)
        for attribute in WHERE:
            for found in REFERENCE.finditer(given.get(attribute, "")):
                name = absolute(found[0], path)
                module = self.module_of(name)
                if attribute == "for" and MARKER.search(name):
                    continue
                if module is not None:
                    new = self.module_of(self.renamer.dotted(name), renamed=True)
                    return path if new in (module, None) else home_of(new or "")
        return None

    def is_ours(self, package: str) -> bool:
        """Return whether a package is one of ours, as a file of ours calls it."""
        return package.startswith((".", PACKAGE))

    def module_of(self, name: str, renamed: bool = False) -> str | None:
        """Return the module that a dotted name below the package begins with."""
        plan = self.plan
        known = set(self.renamer.tree.paths)
        if renamed:
            known |= set(plan.modules.values()) | set(plan.names.values())
        parts = name.split(".")
        heads = (".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        return next((head for head in heads if head in known), None)

    def rewritten(self, one: Element, path: str, home: str) -> str:
        """Return the text of a registration as it is in its new place."""
        edits = []
        for found in ATTRIBUTE.finditer(one.text):
            start, value = found.start(2), found[2]
            if one.name != "include":
                for name in REFERENCE.finditer(value):
                    new = self.reference(name[0], path, home)
                    edits.append((start + name.start(), start + name.end(), new))
            if found[1] in FILES and one.name != "include":
                edits.append((*found.span(2), self.file(value, path, home)))
        return apply(one.text, edits)

    def reference(self, name: str, path: str, home: str) -> str:
        """Return what a registration calls a name from its new place."""
        old = absolute(name, path)
        new = self.renamer.dotted(old)
        if new == old and path == home:
            return name
        package = package_of(home)
        if not package or new.startswith(f"{package}."):
            return (
                "." + new.removeprefix(package).lstrip(".")
                if self.is_code(new)
                else name
            )
        return f"{PACKAGE}.{new}" if self.is_code(new) else name

    def is_code(self, name: str) -> bool:
        """Return whether a dotted name leads to code, not to a record or behaviour."""
        return self.module_of(name, renamed=True) is not None

    def file(self, value: str, path: str, home: str) -> str:
        """Return the path of a template or folder from a registration's new place."""
        old = os.path.normpath(PurePosixPath(path).parent / value)
        new = self.renamer.path(old)
        if not self.renamer.tree.has(old) or (new == old and home == path):
            return value
        return os.path.relpath(new, str(PurePosixPath(home).parent))

    def take_in(self, path: str, elements: list[Element]) -> None:
        """Add registrations to a file, which is made where there is none."""
        if path not in self.documents:
            self.documents[path] = Document("", {}, [], "")
        document = self.documents[path]
        self.left.discard(path)
        text = "".join(one.text for one in elements)
        for name, value in self.roots[path].items():
            prefix = name.removeprefix("xmlns:")
            used = re.search(rf"[<\s]{re.escape(prefix)}:", text)
            if name not in document.attributes and (":" not in name or used):
                document.attributes[name] = value
        at = len(document.elements)
        while at and document.elements[at - 1].name == "include":
            at -= 1
        document.elements[at:at] = elements

    def drop_includes(self) -> None:
        """Leave out the includes of files that went, and files that only had those."""
        done = False
        while not done:
            done = True
            for path, document in self.documents.items():
                if path in self.left:
                    continue
                kept = [
                    o
                    for o in document.elements
                    if self.included(path, o) not in self.left
                ]
                if len(kept) < len(document.elements):
                    document.elements, done = kept, False
                    if not kept:
                        self.left.add(path)

    def included(self, path: str, one: Element) -> str | None:
        """Return the file of ours that an element includes, None if it doesn't."""
        given = one.attributes
        package = given.get("package", "")
        if one.name != "include" or (package and not package.startswith(".")):
            return None
        folder = absolute(package, path).replace(".", "/") if package else None
        folder = str(PurePosixPath(path).parent) if folder is None else folder
        return str(PurePosixPath(folder) / given.get("file", FILE))

    def include(self, order: list[str]) -> None:
        """Include the files that were made, those of packages in the order of storeys."""
        for path in sorted(
            set(self.came) - set(self.texts), key=lambda p: p.count("/")
        ):
            package = package_of(path)
            parent, _, name = package.rpartition(".")
            holder = f"{parent.replace('.', '/')}/{FILE}".lstrip("/")
            if holder not in self.documents:
                self.documents[holder] = Document("", dict(self.roots[path]), [], "")
                self.came[holder] = []
            document = self.documents[holder]
            new = Element("\n  ", "include", f'<include package=".{name}" />')
            at = (
                len(document.elements)
                if parent
                else self.place_among(document, name, order)
            )
            document.elements.insert(at, new)

    def place_among(self, document: Document, name: str, order: list[str]) -> int:
        """Return where to include a package: after the last one that stands below it."""
        names = [
            one.attributes.get("package", "").strip(".") for one in document.elements
        ]
        below = order[: order.index(name)]
        places = [at + 1 for at, one in enumerate(names) if one in below]
        first = next((at for at, one in enumerate(names) if one), len(names))
        return max(places, default=first)


def home_of(module: str) -> str:
    """Return the file that registers the code of a module: its package's, its pages'."""
    parts = module.split(".")
    if len(parts) == 1:
        return FILE
    count = parts.index("pages") + 1 if "pages" in parts else 1
    return f"{'/'.join(parts[:count])}/{FILE}"


def package_of(path: str) -> str:
    """Return the dotted name below ours of the package that a file of ZCML stands in."""
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent.replace("/", ".")


def absolute(name: str, path: str) -> str:
    """Return a name in a file of ZCML as it is called below the package."""
    if not name.startswith("."):
        return name.removeprefix(f"{PACKAGE}.")
    rest = name.lstrip(".")
    parts = [part for part in package_of(path).split(".") if part]
    parts = parts[: len(parts) - (len(name) - len(rest) - 1)]
    return ".".join([*parts, *([rest] if rest else [])])
