"""Run Tunewise with ``python -m tunewise``."""

import sys

from tunewise.cli import main

if __name__ == "__main__":
    sys.exit(main())
