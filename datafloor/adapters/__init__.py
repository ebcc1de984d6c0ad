"""What the exchange needs from outside, behind its own words: object stores, tables, links."""
