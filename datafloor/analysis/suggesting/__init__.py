"""What a table seems to be: words for its title, description and fields, and where it is found.

Nothing is guessed by a model. Every word comes from the file's name, from the names of its columns,
or from what the appraisal measured, and is put into sentences of our own; so the same table always
gets the same suggestions, and a seller can say which of them is wrong. They are suggestions: only
what the seller keeps becomes part of the product.
"""

from datafloor.analysis.suggesting.suggest import Both, Suggestions, named_after, suggest

__all__ = ["Both", "Suggestions", "named_after", "suggest"]
