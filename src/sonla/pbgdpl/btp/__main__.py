"""Run the command without its script: `python -m sonla.pbgdpl.btp`."""

from sonla.pbgdpl.btp.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
