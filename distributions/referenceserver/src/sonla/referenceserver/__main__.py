"""Run the command without its script: `python -m sonla.referenceserver`."""

from sonla.referenceserver.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
