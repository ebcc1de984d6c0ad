"""Facts as tables of cases vary them."""

from datafloor.contexts.catalogue import ProductFacts, ProductState, VersionFacts
from datafloor.contexts.lineage import Dataset
from datafloor.contexts.lineage.model import RecordFacts
from datafloor.kernel.ids import new_id
from tests.rules.cases import ORG, OTHER_ORG, PRODUCT, VERSION

UUID = "01900000-0000-7000-8000-000000000001"
READ = new_id("product")
CURRENT = VersionFacts(VERSION, PRODUCT, "products/one", 0, 1000, 50_000, 2, "0" * 64, "1" * 64)
OWN = ProductFacts(PRODUCT, ORG, "air", ProductState.draft, CURRENT)
OTHERS = ProductFacts(READ, OTHER_ORG, "rain", ProductState.listed, None)
FACTS = RecordFacts({PRODUCT: OWN, READ: OTHERS}, {VERSION: PRODUCT}, known=False, withdrawn=False)
HERE = "https://san.example"
OUTSIDE = Dataset(namespace="s3://lake", name="raw/air")
RAIN = Dataset(namespace=HERE, name=READ, product=READ)
AIR = Dataset(namespace=HERE, name=PRODUCT, product=PRODUCT)
