"""`python -m datafloor.verify FILE…`."""

import sys

from .command import main

sys.exit(main())
