"""The words for what prices rest on, and for the fields of its forms."""

from datafloor.web.pages.language import marked

WORDS = {
    "standing.far_below": marked(
        "The price is below the range in which nine of ten such prices lie. That is allowed; know"
        " why."
    ),
    "standing.below": marked("The price is in the lowest part of the range."),
    "standing.inside": marked("The price is within the range of eight of ten such prices."),
    "standing.above": marked("The price is in the highest part of the range."),
    "standing.far_above": marked(
        "The price is above the range in which nine of ten such prices lie. That is allowed; know"
        " why."
    ),
}
"""For what the context names, and for the fields of its forms."""
