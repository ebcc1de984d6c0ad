"""`python -m datafloor` is the command `datafloor`."""

import sys

from datafloor.app.cli import main

sys.exit(main())
