"""The open catalogue: DCAT-AP 3 as Turtle and JSON-LD, whole and product by product.

`/catalog` is the whole, streamed; `/catalog/{product}` is the stable address of a product. The
form is chosen by an ending (`.ttl`, `.jsonld`) or by what the asker accepts; a browser is sent on
to the page.
"""

from datafloor.web.protocols.dcat.products import Described, listed, one
from datafloor.web.protocols.dcat.routes import ROUTES
from datafloor.web.protocols.dcat.stream import as_json_ld, as_turtle, whole_as

__all__ = ["ROUTES", "Described", "as_json_ld", "as_turtle", "listed", "one", "whole_as"]
