"""Benchmarks: the numbers that the add-on promises, measured side by side.

`python -m bench` runs all rows. A row is a module in `rows/`; what is compared
runs in processes of its own (`worker.py`), each with the real publisher over a
FileStorage (`datasets.py`), called in-process so that no network counts.
"""
