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
    "cost.collection": marked("Collecting"),
    "cost.cleaning": marked("Cleaning and checking"),
    "cost.storage": marked("Storage and machines"),
    "cost.compliance": marked("Doing what the law asks"),
    "cost.labour": marked("Work"),
    "cost.purchase": marked("Data bought from others"),
    "cost.other": marked("Something else"),
    "basis.comparables": marked("Comparable prices"),
    "basis.cost": marked("What it cost, for each sale"),
    "basis.income": marked("What it brings in, worth now"),
    "field.spent_for": marked("What for"),
    "field.spent_on": marked("On which day"),
    "field.sales_count": marked("Borne by how many sales"),
    "field.yearly": marked("Income in a year, in đồng"),
    "field.years": marked("For how many years"),
    "field.discount_percent": marked("A year from now it is worth less by, in per cent"),
    "field.income": marked("Income"),
}
"""For what the context names, and for the fields of its forms."""

EVENTS = {
    "dossiers.cost_declared.v1": marked("A cost was declared"),
    "dossiers.cost_withdrawn.v1": marked("A declared cost was withdrawn"),
    "dossiers.income_declared.v1": marked("Income was declared"),
    "dossiers.dossier_issued.v1": marked("A price dossier was issued"),
}
"""What the journal's entries are called."""

HINTS = {
    "sales_count": marked("A cost of 50.000.000 ₫ that 100 sales bear is 500.000 ₫ for each."),
    "yearly": marked("Leave it empty where there is none to declare."),
}
"""What is accepted in a field."""

DONE = {
    "cost_declared": marked("The cost is declared."),
    "cost_withdrawn": marked("The cost counts no more. Dossiers that were issued keep it."),
    "income_declared": marked("What the data bring in is declared as you said."),
    "dossier_issued": marked("The dossier is issued and signed. It never changes."),
}
"""What a page says once something was done."""
