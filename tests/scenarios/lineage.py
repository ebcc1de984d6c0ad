"""The sentences of scenarios about where data came from."""

from typing import Any
from uuid import uuid4

from datafloor.contexts import lineage
from datafloor.contexts.lineage import runs_into, sources_of, upstream
from tests.house.tour_lineage import here, told
from tests.scenarios.language import NAME, Scenario, same, step
from tests.trading import digest


def dataset(now: Scenario, kind: str, name: str) -> dict[str, Any]:
    """A file of the seller's, or a product of the exchange."""
    return {"namespace": "s3://lake", "name": name} if kind == "file" else here(now.ids[name])


@step(
    rf"{NAME} tells that run {NAME} "
    rf"(began|failed|made (file|product) {NAME} from (file|product) {NAME})"
)
def tells(now: Scenario, who: str, run: str, what: str, *ends: str | None) -> None:
    uuid = now.ids.setdefault(f"uuid of {run}", str(uuid4()))
    state = {"began": "START", "failed": "FAIL"}.get(what, "COMPLETE")
    made, output, read, source = ends
    now.ids[run] = lineage.run_id(now.actors[who].organisation, uuid)
    told(
        now.exchange,
        now.actors[who],
        "",
        uuid,
        event=digest(f"{run} {what}"),
        state=state,
        outputs=[dataset(now, made, output or "")] if made else [],
        inputs=[dataset(now, read, source or "")] if read else [],
    )


@step(rf"{NAME} withdraws run {NAME}")
def withdraws(now: Scenario, who: str, run: str) -> None:
    now.exchange.ask(now.actors[who], lineage.WithdrawRun, run=now.ids[run])


@step(rf"{NAME} was made by (\d+) runs?, in the end from (.+)")
def made_by(now: Scenario, product: str, count: str, sources: str) -> None:
    found = now.exchange.question(upstream, now.ids[product])
    names = {product: name for name, product in now.ids.items()}
    same(len(found), int(count))
    ends = sources_of(found).values()
    same(sorted(names.get(end.name, end.name) for end in ends), sorted(sources.split(" and ")))


@step(rf"nobody told what {NAME} was made from")
def made_from_nothing(now: Scenario, product: str) -> None:
    same(now.exchange.question(runs_into, now.ids[product]), [])
