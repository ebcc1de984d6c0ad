"""Prices as numbers: whether a price list can be outwitted, and what a query is worth."""
