"""Who gets what of a sale: suppliers by what they cover, people by head and by use.

Counts and sums are whole numbers, so that every split sums to its pot exactly.
"""
