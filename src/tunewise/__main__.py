"""Run Tunewise with ``python -m tunewise``."""

from tunewise.cli import run

if __name__ == "__main__":
    run()
