"""Loading and applying what concerns agreements on sharing, and the split of sales."""

from datafloor.contexts import catalogue, market, participants
from datafloor.contexts.people.commands import (
    AgreeSharing,
    CheckSharing,
    DeclineSharing,
    ProposeSharing,
    RecordCoverage,
    RegisterContribution,
    SplitSale,
)
from datafloor.contexts.people.events import (
    ContributionRegistered,
    CoverageRecorded,
    SaleSplit,
    SharingAgreed,
    SharingDeclined,
    SharingInForce,
    SharingProposed,
)
from datafloor.contexts.people.model import (
    CheckFacts,
    CoverageFacts,
    ProposeFacts,
    RegisterFacts,
    SharingFacts,
    SharingState,
    SplitFacts,
)
from datafloor.contexts.people.queries import (
    coverage_of,
    latest_coverage,
    open_sharings,
    people_rule,
    sale_split,
    sharing_facts,
    sharing_in_force,
)
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_propose_sharing(tx: Tx, asked: ProposeSharing, call: Call) -> ProposeFacts:
    """The product, its columns, and who of the named is a seller here."""
    listing = catalogue.listing_facts(tx, asked.product, call.now)
    said, terms = listing.statement if listing else None, asked.terms
    named = {*terms.providers, *(each.organisation for each in terms.fixed)}
    return ProposeFacts(
        seller=listing.product.organisation if listing else None,
        about_people=said is not None and said.about_people is True,
        columns=_columns(tx, asked.product) if listing else frozenset(),
        sellers=frozenset(each for each in named if _is_seller(tx, each)),
        rule=people_rule(tx),
        sharing_exists=sharing_facts(tx, asked.sharing) is not None,
    )


def _columns(tx: Tx, product: str) -> frozenset[str]:
    versions = catalogue.product(tx, product).versions
    return frozenset(field.name for field in versions[0].fields) if versions else frozenset()


def _is_seller(tx: Tx, organisation: str) -> bool:
    return "seller" in participants.roles(tx, organisation)


def load_sharing(tx: Tx, asked: AgreeSharing | DeclineSharing, call: Call) -> SharingFacts | None:
    """The agreement as it stands."""
    return sharing_facts(tx, asked.sharing)


def load_register_contribution(tx: Tx, asked: RegisterContribution, call: Call) -> RegisterFacts:
    """The agreement, and whether the id is taken."""
    found = tx.row("SELECT 1 FROM people_contribution WHERE id = ?", asked.contribution)
    return RegisterFacts(sharing_facts(tx, asked.sharing), found is not None)


def load_record_coverage(tx: Tx, asked: RecordCoverage, call: Call) -> CoverageFacts:
    """The agreement, and what is known of the version."""
    sharing = sharing_facts(tx, asked.sharing)
    version = catalogue.version_facts(tx, asked.version)
    return CoverageFacts(
        sharing,
        coverage_of(tx, asked.sharing, asked.version),
        sharing is not None and version is not None and version.product == sharing.product,
    )


def load_check_sharing(tx: Tx, asked: CheckSharing, call: Call) -> CheckFacts:
    """What is open for the product."""
    return CheckFacts(open_sharings(tx, asked.product))


def load_split_sale(tx: Tx, asked: SplitSale, call: Call) -> SplitFacts | None:
    """The order and the agreement on its product. This runs in every release, so what an exchange
    does not use is asked in one question."""
    used = tx.row(
        "SELECT EXISTS (SELECT 1 FROM people_sharing), EXISTS (SELECT 1 FROM people_rule)"
    )
    order = market.order_facts(tx, asked.order) if used and any(used) else None
    listing = catalogue.listing_facts(tx, order.product, call.now) if order else None
    if order is None or listing is None:
        return None
    sharing = sharing_in_force(tx, order.product)
    version, coverage = order.version, None
    if sharing is not None:
        coverage = coverage_of(tx, sharing.sharing, version)
        if coverage is None and sharing.terms.measured:
            version, coverage = latest_coverage(tx, sharing.sharing)
    return SplitFacts(
        product=order.product,
        seller=order.seller,
        version=version,
        sharing=sharing,
        coverage=coverage,
        about_people=listing.statement is not None and listing.statement.about_people is True,
        rule=people_rule(tx),
        split_before=sale_split(tx, asked.bill or asked.order) is not None,
    )


def _sharing_proposed(tx: Tx, event: SharingProposed, at: int) -> None:
    tx.run(
        "INSERT INTO people_sharing (id, product, seller, terms, state, state_at, proposed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.sharing,
        event.product,
        event.seller,
        canonical.encode(event.terms).decode(),
        SharingState.proposed.value,
        at,
        at,
    )
    terms = event.terms
    fixed = [each.organisation for each in terms.fixed if each.points]
    tx.many(
        "INSERT INTO people_party (sharing, organisation, agreed_at) VALUES (?, ?, ?)",
        [
            (event.sharing, party, at if party == event.seller else None)
            for party in sorted({event.seller, *terms.providers, *fixed})
        ],
    )


def _sharing_agreed(tx: Tx, event: SharingAgreed, at: int) -> None:
    tx.run(
        "UPDATE people_party SET agreed_at = ? WHERE sharing = ? AND organisation = ?",
        at,
        event.sharing,
        event.organisation,
    )
    if event.all_agreed:
        _state(tx, event.sharing, SharingState.agreed, at)


def _sharing_declined(tx: Tx, event: SharingDeclined, at: int) -> None:
    _state(tx, event.sharing, SharingState.declined, at)
    tx.run("UPDATE people_sharing SET reason = ? WHERE id = ?", event.reason, event.sharing)


def _sharing_in_force(tx: Tx, event: SharingInForce, at: int) -> None:
    tx.run(
        "UPDATE people_sharing SET state = ?, state_at = ? WHERE product = ? AND state = ?",
        SharingState.replaced.value,
        at,
        event.product,
        SharingState.in_force.value,
    )
    _state(tx, event.sharing, SharingState.in_force, at)


def _state(tx: Tx, sharing: str, state: SharingState, at: int) -> None:
    tx.run(
        "UPDATE people_sharing SET state = ?, state_at = ? WHERE id = ?", state.value, at, sharing
    )


def _contribution_registered(tx: Tx, event: ContributionRegistered, at: int) -> None:
    tx.run(
        "INSERT INTO people_contribution (id, number, sharing, product, provider, row_count,"
        " digest, registered_at) VALUES (?,"
        " (SELECT coalesce(max(number), 0) + 1 FROM people_contribution), ?, ?, ?, ?, ?, ?)",
        event.contribution,
        event.sharing,
        event.product,
        event.provider,
        event.rows,
        event.digest,
        at,
    )


def _coverage_recorded(tx: Tx, event: CoverageRecorded, at: int) -> None:
    tx.run(
        "INSERT INTO people_coverage (version, sharing, coverage, recorded_at, number)"
        " VALUES (?, ?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM people_coverage))"
        " ON CONFLICT (version, sharing) DO UPDATE SET coverage = excluded.coverage,"
        " recorded_at = excluded.recorded_at, number = excluded.number",
        event.version,
        event.sharing,
        canonical.encode(event.coverage).decode(),
        at,
    )


def _sale_split(tx: Tx, event: SaleSplit, at: int) -> None:
    last = tx.row("SELECT coalesce(max(number), 0) FROM people_split")
    assert last is not None
    number = last[0] + 1
    tx.run(
        "INSERT INTO people_split (sale, number, order_id, product, body, split_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        event.bill or event.order,
        number,
        event.order,
        event.product,
        canonical.encode(event).decode(),
        at,
    )
    tx.many(
        "INSERT INTO people_share (number, organisation, minor, currency) VALUES (?, ?, ?, ?)",
        [
            (
                number,
                line.organisation,
                line.by_coverage.minor + line.fixed.minor,
                line.fixed.currency,
            )
            for line in event.lines
        ],
    )
    if event.people.minor:
        tx.run(
            "INSERT INTO people_pot (product, version, currency, minor) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (product, version, currency)"
            " DO UPDATE SET minor = people_pot.minor + excluded.minor",
            event.product,
            event.version,
            event.people.currency,
            event.people.minor,
        )


APPLY: Apply = {
    SharingProposed: _sharing_proposed,
    SharingAgreed: _sharing_agreed,
    SharingDeclined: _sharing_declined,
    SharingInForce: _sharing_in_force,
    ContributionRegistered: _contribution_registered,
    CoverageRecorded: _coverage_recorded,
    SaleSplit: _sale_split,
}
