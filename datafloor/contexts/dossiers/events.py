"""What has happened to what prices rest on."""

from datafloor.contexts.agreements import Jws, KeyId, PublicKey
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.dossiers.model import CostId, CostKind, Dossier, Income, SpentOn
from datafloor.contexts.market import Count
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.message import Digest, Event
from datafloor.kernel.money import Money


class CostDeclared(Event, frozen=True):
    """A seller says that it spent this on a product, to be borne by so many sales."""

    kind = "dossiers.cost_declared.v1"
    cost: CostId
    product: ProductId
    seller: OrganisationId
    spent_for: CostKind
    amount: Money
    spent_on: SpentOn
    sales_count: Count


class CostWithdrawn(Event, frozen=True):
    """A declared cost counts no more."""

    kind = "dossiers.cost_withdrawn.v1"
    cost: CostId
    seller: OrganisationId


class IncomeDeclared(Event, frozen=True):
    """A seller says what a product's data bring in, in place of what it said before."""

    kind = "dossiers.income_declared.v1"
    product: ProductId
    seller: OrganisationId
    income: Income | None


class DossierIssued(Event, frozen=True):
    """On what a price rests, frozen. `digest` is that of the dossier's canonical JSON, which `jws`
    (detached) signs with the exchange's key."""

    kind = "dossiers.dossier_issued.v1"
    dossier: Dossier
    seller: OrganisationId
    digest: Digest
    key: KeyId
    public_key: PublicKey
    jws: Jws
