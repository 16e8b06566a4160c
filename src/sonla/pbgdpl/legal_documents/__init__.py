"""The register of legal documents: what the section cites, decided once for all.

`rows` reads and writes the rows of one item, `lines` gives one line a document
over the catalog, `decisions` applies validity and replacement to every item by way of
`items`, `journal` keeps who decided what. Nothing here knows of browsers.
"""

DOCUMENT_INDEX = "pbgdpl_legal_document"
