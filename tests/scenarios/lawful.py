"""The sentences of scenarios about joining and listing under the law."""

from typing import Any

from datafloor.contexts import catalogue, certificates
from datafloor.kernel.clock import DAY, day_of
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.scenarios.language import NAME, Scenario, dong, same, step
from tests.trading import REASON, digest

# joining and listing under the law


@step(rf"{NAME} checks the representative of {NAME} at level (\d)")
def checks_person(now: Scenario, operator: str, who: str, level: str) -> None:
    now.exchange.assure(now.actors[operator], now.actors[who], int(level))


@step(f"{NAME} presents its papers(, but no payment account)?")
def presents(now: Scenario, who: str, without: str | None) -> None:
    now.exchange.present(now.actors[who], **({"payment_account": None} if without else {}))


@step(f"{NAME} verifies {NAME}")
def verifies(now: Scenario, operator: str, who: str) -> None:
    now.exchange.verify(now.actors[operator], now.actors[who])


@step(f"{NAME} sets the rule: low risk is listed at once, (\\d+) of 10000 are drawn")
def sets_rule(now: Scenario, operator: str, points: str) -> None:
    rule: dict[str, Any] = {"at_once": True, "sample_points": int(points)}
    now.exchange.ask(now.actors[operator], catalogue.SetListingRule, **rule)


@step(f"{NAME} drafts {NAME} of open data")
def drafts_open_data(now: Scenario, seller: str, product: str) -> None:
    now.ids[product] = now.exchange.product(now.actors[seller], files=1, origin="open_data")


@step(f"{NAME} (?:states|says) of {NAME}: (.+)")
def states(now: Scenario, seller: str, product: str, said: str) -> None:
    but = dict(part.split(" = ") for part in said.split("; "))
    words = {"nothing": None, "yes": True, "no": False}
    statement = {name: words.get(value, value) for name, value in but.items()}
    now.exchange.describe(now.actors[seller], now.ids[product], **statement)


@step(f"the exchange finds nothing wrong in {NAME}")
def finds_nothing(now: Scenario, product: str) -> None:
    now.exchange.findings(now.ids[product])


@step(rf"the exchange finds (\d+) columns? about people in {NAME}")
def finds_people(now: Scenario, count: str, product: str) -> None:
    now.exchange.findings(now.ids[product], personal_count=int(count), grade="E")


@step(f"{NAME} is {NAME}")
def stands(now: Scenario, product: str, state: str) -> None:
    same(now.exchange.question(catalogue.product, now.ids[product]).state, state)


@step(f"{NAME} was listed by {NAME}")
def listed_by(now: Scenario, product: str, ground: str) -> None:
    same(now.exchange.question(catalogue.listing, now.ids[product]).ground, ground)


@step(f"{NAME} waits, because ([a-z_, ]+)")
def waits(now: Scenario, product: str, reasons: str) -> None:
    found = now.exchange.question(catalogue.listing, now.ids[product])
    same((found.risk, found.risk_reasons), ("high", tuple(reasons.split(", "))))


@step(f"the operator decides on {NAME} until ([0-9-]+), (unverified|in_force)")
def decides_until(now: Scenario, product: str, day: str, status: str) -> None:
    found = now.exchange.question(catalogue.listing, now.ids[product]).deadline
    same(found and (day_of(found.until).isoformat(), found.status), (day, status))


@step(f"{NAME} is told that the law has changed since {NAME} was described")
def law_changed(now: Scenario, seller: str, product: str) -> None:
    same(now.exchange.question(catalogue.listing, now.ids[product]).law_changed, True)


@step(f"{NAME} (upholds|fails) the sample {NAME}, because (.+)")
def checks(now: Scenario, operator: str, said: str, product: str, reason: str) -> None:
    asked: dict[str, Any] = {"product": now.ids[product], "reason": reason}
    outcome = "upheld" if said == "upholds" else "failed"
    now.exchange.ask(now.actors[operator], catalogue.CheckSample, outcome=outcome, **asked)


@step(f"{NAME} suspends {NAME}, because (.+)")
def suspends(now: Scenario, by: str, product: str, reason: str) -> None:
    asked: dict[str, Any] = {"product": now.ids[product], "reason": reason}
    now.exchange.ask(now.actors[by], catalogue.SuspendProduct, **asked)


@step(f"{NAME} lifts the suspension of {NAME}, because (.+)")
def lifts(now: Scenario, by: str, product: str, reason: str) -> None:
    asked: dict[str, Any] = {"product": now.ids[product], "reason": reason}
    now.exchange.ask(now.actors[by], catalogue.LiftSuspension, **asked)


@step(rf"{NAME} gives (\d+) days of notice on {NAME}, because (.+)")
def gives_notice(now: Scenario, seller: str, days: str, product: str, reason: str) -> None:
    asked: dict[str, Any] = {
        "product": now.ids[product],
        "notice_days": int(days),
        "reason": reason,
    }
    now.exchange.ask(now.actors[seller], catalogue.DeprecateProduct, **asked)


@step(f"{NAME} ends on ([0-9-]+)")
def ends_on(now: Scenario, product: str, day: str) -> None:
    found = now.exchange.question(catalogue.listing, now.ids[product])
    same(found.ends_at and day_of(found.ends_at).isoformat(), day)


# certificates and interests


@step(f"{NAME} applies for an intermediary's certificate {NAME}(, and says that it also sells)?")
def applies(now: Scenario, who: str, certificate: str, sells: str | None) -> None:
    now.ids[certificate] = new_id("certificate")
    now.exchange.ask(
        now.actors[who],
        certificates.ApplyForCertificate,
        certificate=now.ids[certificate],
        certificate_kind="intermediary_certificate",
        documents=[digest("application")],
        conditions={
            "service_scope": "Appraising data",
            "service_method": "By hand, with published measures",
            "service_price": "10.000.000 ₫ a table",
            "also_sells": sells is not None,
            "conflict_declaration": digest("conflicts"),
            "deposit": dong("5.000.000.000"),
            "deposit_evidence": digest("deposit"),
        },
    )


@step(rf"{NAME} (grants|renews) {NAME} for (\d+) days")
def grants(now: Scenario, by: str, said: str, certificate: str, days: str) -> None:
    command = certificates.GrantCertificate if said == "grants" else certificates.RenewCertificate
    until = now.exchange.now + int(days) * DAY
    asked: dict[str, Any] = {
        "certificate": now.ids[certificate],
        "expires_at": until,
        "reason": REASON,
    }
    now.exchange.ask(now.actors[by], command, **asked)


@step(f"{NAME} asks to renew {NAME}")
def asks_to_renew(now: Scenario, who: str, certificate: str) -> None:
    asked: dict[str, Any] = {"certificate": now.ids[certificate], "documents": [digest("renewal")]}
    now.exchange.ask(now.actors[who], certificates.ApplyForRenewal, **asked)


DECISIONS = {
    "refuses": certificates.RefuseCertificate,
    "withholds": certificates.SuspendCertificate,
    "reinstates": certificates.ReinstateCertificate,
    "withdraws": certificates.RevokeCertificate,
}


@step(f"{NAME} ({'|'.join(DECISIONS)}) certificate {NAME}, because (.+)")
def decides(now: Scenario, by: str, said: str, certificate: str, reason: str) -> None:
    asked: dict[str, Any] = {"certificate": now.ids[certificate], "reason": reason}
    now.exchange.ask(now.actors[by], DECISIONS[said], **asked)


@step(f"{NAME} appeals about {NAME}, because (.+)")
def appeals(now: Scenario, who: str, certificate: str, grounds: str) -> None:
    asked: dict[str, Any] = {"certificate": now.ids[certificate], "grounds": grounds}
    now.exchange.ask(now.actors[who], certificates.AppealDecision, **asked)


@step(f"{NAME} (upholds|rejects) the appeal about {NAME}, because (.+)")
def decides_appeal(now: Scenario, by: str, said: str, certificate: str, reason: str) -> None:
    asked: dict[str, Any] = {
        "certificate": now.ids[certificate],
        "upheld": said == "upholds",
        "reason": reason,
    }
    now.exchange.ask(now.actors[by], certificates.DecideAppeal, **asked)


@step(f"another person of {NAME} acts as {NAME}")
def acts_as(now: Scenario, organisation: str, name: str) -> None:
    of = now.actors[organisation]
    now.actors[name] = Actor(now.exchange.person(of), of.organisation, of.roles)


@step(f"the register shows {NAME} as ([a-z]+), (valid|not valid)")
def register_shows(now: Scenario, certificate: str, state: str, valid: str) -> None:
    entries = now.exchange.question(certificates.register, now.exchange.now)
    found = [(e.state, e.valid) for e in entries if e.certificate == now.ids[certificate]]
    same(found, [(state, valid == "valid")])


@step(f"{NAME} declares an interest in {NAME}")
def declares(now: Scenario, who: str, subject: str) -> None:
    now.ids[f"{who} in {subject}"] = new_id("interest")
    now.exchange.ask(
        now.actors[who],
        certificates.DeclareInterest,
        interest=now.ids[f"{who} in {subject}"],
        subject=now.actors[subject].organisation,
        nature="ownership",
    )


@step(f"{NAME} withdraws its interest in {NAME}")
def withdraws_interest(now: Scenario, who: str, subject: str) -> None:
    interest = now.ids[f"{who} in {subject}"]
    now.exchange.ask(now.actors[who], certificates.WithdrawInterest, interest=interest)


@step(f"{NAME} appraises {NAME}")
def appraises(now: Scenario, who: str, product: str) -> None:
    texts = dict.fromkeys(("scope", "content", "method", "inputs", "conclusion"), "As filed")
    now.exchange.ask(
        now.actors[who],
        catalogue.FileAppraisal,
        appraisal=new_id("appraisal"),
        product=now.ids[product],
        report=digest("report"),
        **texts,
    )
