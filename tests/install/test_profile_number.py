"""One profile number a change of what portals store: nothing of it changes without one."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from hashlib import sha256
from pathlib import Path
from persistent import Persistent
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl import PACKAGE_NAME
from textwrap import dedent
from typing import Any
from zope.schema import getFieldsInOrder

import ast
import importlib
import inspect
import json
import os
import pkgutil
import sonla.pbgdpl

RECORDED = Path(__file__).with_name("profile_number.json")
PROFILE = "sonla.pbgdpl:default"
RECORD = "RECORD_PROFILE=1"
ADVICE = f"""
What portals store has changed, but not the number of the profile.

- If a release has had this number: raise the version in profiles/default/metadata.xml and write
  an upgrade step (src/sonla/pbgdpl/install/upgrades/__init__.py says how).
- In any case run once, with {RECORD} in the environment, and commit what it wrote:
  .venv/bin/python -m pytest tests/install/{Path(__file__).name}
- While 1.0.0 is not released, also make its portal anew where the path of a stored class
  changed: tools/first_release.py
"""
SAID = (
    *("required", "readonly", "default", "min", "max", "min_length", "max_length"),
    *("vocabularyName", "schema"),
)
"""What counts of a field; its words don't."""


def field_described(field: Any) -> str:
    """Describe a field by its class and what it takes."""
    said = {name: getattr(field, name, None) for name in SAID}
    if factory := getattr(field, "defaultFactory", None):
        # What it computes may be another value each day.
        said["default"] = f"{factory.__module__}.{factory.__qualname__}"
    parts = [f"{name}={plain(value)}" for name, value in said.items() if value]
    for name in ("value_type", "key_type"):
        if inner := getattr(field, name, None):
            parts.append(f"{name}={field_described(inner)}")
    return f"{type(field).__name__}({', '.join(parts)})"


def plain(value: Any) -> str:
    """Write the value of an attribute as text that says the same in each run."""
    return getattr(value, "__identifier__", None) or repr(value)


def profile_files() -> Iterator[tuple[str, str]]:
    """Yield each file of the profile with its text; the number alone doesn't count."""
    folder = Path(sonla.pbgdpl.__file__).parent / "profiles/default"
    for path in sorted(folder.rglob("*.xml")):
        if path.name != "metadata.xml":
            yield (
                f"profiles/default/{path.relative_to(folder)}",
                path.read_text("utf-8"),
            )


def registry_records(portal: Any) -> Iterator[tuple[str, str]]:
    """Yield each record of ours with the field that Plone stored for it."""
    for name, record in portal.portal_registry.records.items():
        if name.startswith(f"{PACKAGE_NAME}."):
            yield f"record {name}", field_described(record.field)


def content_fields(portal: Any) -> Iterator[tuple[str, str]]:
    """Yield each field of ours that items of a type have."""
    for name, fti in sorted(portal.portal_types.objectItems()):
        for schema in iterSchemataForType(name) if hasattr(fti, "schema") else ():
            if schema.__module__.startswith(f"{PACKAGE_NAME}."):
                for field_name, field in getFieldsInOrder(schema):
                    yield f"field {name}.{field_name}", field_described(field)


def stored_classes() -> Iterator[tuple[str, str]]:
    """Yield each class whose instances are stored, with the attributes that they get.

    Those are the persistent ones, and what stands in them as a value: the data classes
    and named tuples of the same module.
    """
    names = pkgutil.walk_packages(sonla.pbgdpl.__path__, f"{PACKAGE_NAME}.")
    for module in [importlib.import_module(one.name) for one in names]:
        own = [
            one
            for one in vars(module).values()
            if isinstance(one, type) and one.__module__ == module.__name__
        ]
        if any(issubclass(one, Persistent) for one in own):
            for one in own:
                if issubclass(one, Persistent | tuple) or is_dataclass(one):
                    yield f"class {module.__name__}.{one.__qualname__}", attributes(one)


def attributes(cls: type) -> str:
    """Name what an instance has: what is annotated, and what its methods assign."""
    tree = ast.parse(dedent(inspect.getsource(cls)))
    assigned = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and not node.attr.startswith("_v_")
    }
    return ", ".join(sorted(assigned | set(inspect.get_annotations(cls))))


def digest(text: str) -> str:
    """Return a short digest."""
    return sha256(text.encode()).hexdigest()[:12]


def test_what_portals_store_changes_with_the_number_of_the_profile(portal):
    parts = (
        *(*profile_files(), *registry_records(portal)),
        *(*content_fields(portal), *stored_classes()),
    )
    now = {
        "profile": portal.portal_setup.getVersionForProfile(PROFILE),
        "parts": {name: digest(text) for name, text in sorted(parts)},
    }
    if os.environ.get(RECORD.partition("=")[0]):
        RECORDED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    before = recorded["parts"].items()
    changed = {name for name, _digest in before ^ now["parts"].items()}
    assert not changed, "\n".join((*sorted(changed), ADVICE))
    assert recorded["profile"] == now["profile"], f"Run once with {RECORD}."
