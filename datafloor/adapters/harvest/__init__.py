"""Harvest: what other catalogues say exists, read from CKAN and DCAT.

A feed is a stranger's and may be anything: every document is fetched under limits, checked before
it is parsed, and read in a process of its own, so that the worst it can do is to be refused.
"""

from datafloor.adapters.harvest.apart import read_apart
from datafloor.adapters.harvest.fetching import Limits, fetch
from datafloor.adapters.harvest.rounds import Round, guessed, open_round

__all__ = ["Limits", "Round", "fetch", "guessed", "open_round", "read_apart"]
