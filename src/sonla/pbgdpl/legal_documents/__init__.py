"""The register of legal documents: what the section cites, decided once for all.

`rows` reads and writes the rows of one item, `query` returns one line a document over the
catalog, `decisions` applies validity and replacement to all items (`changes`), `journal` stores
who decided what. May import the platform.
"""

DOCUMENT_INDEX = "pbgdpl_legal_document"
