"""OpenLineage 2-0-2 (openlineage.io/spec): events of sellers' pipelines come in, and what the
exchange knows of a product goes out as events of the same form.

A data set of this exchange has the exchange's address as its namespace, and as its name the id of
a product, or of a version, or what readers call the table of one of the sender's own products.
"""
