"""What is true of one province only: its units, agencies, courts, languages, names.

Nothing else of ours names a province. `data/` has the files of the one that is shipped; another
province is a folder of the same files (``docs/extending.rst``).
"""
