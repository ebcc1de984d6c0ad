"""The open catalogue: what is listed, in the forms that other programs read.

`/catalog` is the whole as DCAT-AP 3, streamed as Turtle or JSON-LD. `/catalog/{product}` is the
stable address of a product: the same, or by its ending Croissant for machine learning and a data
contract (ODCS). A browser is sent on to the page.
"""

from datafloor.web.protocols.open_catalogue.croissant import as_croissant
from datafloor.web.protocols.open_catalogue.odcs import as_contract, prefilled
from datafloor.web.protocols.open_catalogue.products import Described, listed, one
from datafloor.web.protocols.open_catalogue.promises import promised
from datafloor.web.protocols.open_catalogue.routes import ROUTES
from datafloor.web.protocols.open_catalogue.stream import as_json_ld, as_turtle, whole_as

__all__ = [
    "ROUTES",
    "Described",
    "as_contract",
    "as_croissant",
    "as_json_ld",
    "as_turtle",
    "listed",
    "one",
    "prefilled",
    "promised",
    "whole_as",
]
