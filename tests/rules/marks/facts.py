"""Facts as tables of cases vary them."""

from datafloor.contexts.catalogue import ProductFacts, ProductState, VersionFacts
from datafloor.contexts.marks import Against, Judged, JudgedColumn, Office
from datafloor.contexts.marks.model import CopyFacts, DeclareFacts, TraceFacts, Unlocked
from datafloor.kernel.ids import new_id
from tests.rules.cases import ORG, OTHER_ORG, PERSON, PRODUCT, VERSION

GRANT = new_id("grant")
TRACE = new_id("trace")
CURRENT = VersionFacts(VERSION, PRODUCT, "products/one", 0, 1000, 50_000, 2, "0" * 64, "1" * 64)
OWN = ProductFacts(PRODUCT, ORG, "air", ProductState.draft, CURRENT)
OTHERS = ProductFacts(PRODUCT, OTHER_ORG, "air", ProductState.draft, CURRENT)
JUDGED = Judged(
    (
        JudgedColumn("station", Against.key, 0),
        JudgedColumn("temperature", None, 100_000),
        JudgedColumn("pm25", None, 0),
        JudgedColumn("price", Against.money, 0),
    ),
    ("station", "temperature", "pm25"),
)
DECLARE = DeclareFacts(OWN, JUDGED, of_the_state=False, ordered=False)
COPY = CopyFacts(0, withdrawn=False, deleted=False)
OPERATOR_KEY = Unlocked(Office.operator.value, PERSON, OTHER_ORG)
ASKED = TraceFacts(answered=False, unlocked=())
