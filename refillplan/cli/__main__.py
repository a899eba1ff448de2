"""``python -m refillplan.cli``."""

import sys

from refillplan.cli import main

if __name__ == "__main__":
    sys.exit(main())
