"""Marks from the declaration to the trace, over a served exchange."""
