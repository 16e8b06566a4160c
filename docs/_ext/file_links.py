"""Let links to files of the documents lead to their pages.

`Statistics <statistics.rst>`_ works where sources are shown as they are; here it becomes the
page. One that leads nowhere is a warning, hence an error of `make docs`.
"""

from docutils.nodes import document
from docutils.nodes import reference
from posixpath import dirname
from posixpath import join
from posixpath import normpath
from sphinx.application import Sphinx
from sphinx.util import logging
from typing import Any

logger = logging.getLogger(__name__)
ENDING = ".rst"


def lead(app: Sphinx, tree: document, name: str) -> None:
    """Turn addresses of files into those of pages."""
    for node in tree.findall(reference):
        path, mark, part = node.get("refuri", "").partition("#")
        if not path.endswith(ENDING) or "://" in path:
            continue
        page = normpath(join(dirname(name), path.removesuffix(ENDING)))
        if page in app.env.found_docs:
            node["refuri"] = app.builder.get_relative_uri(name, page) + mark + part
        else:
            logger.warning("there is no page %s", page, location=node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("doctree-resolved", lead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
