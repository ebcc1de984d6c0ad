"""Auctions: the mechanisms, and the whole of one from its announcement to the money."""
