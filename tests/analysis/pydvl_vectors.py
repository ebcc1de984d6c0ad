"""Makes `pydvl_coverage.json`: small coverage games with the Shapley values that pyDVL finds.

pyDVL (0.10) needs NumPy below 2 and so cannot be in our environment. In one of its own:
`python tests/analysis/pydvl_vectors.py > tests/analysis/pydvl_coverage.json`.
"""

import json
import sys

import numpy as np

SEED = 20261122
CASES = 30


def main() -> None:
    """Print the cases."""
    from pydvl.valuation.dataset import Dataset
    from pydvl.valuation.methods.shapley import ShapleyValuation
    from pydvl.valuation.samplers import DeterministicUniformSampler
    from pydvl.valuation.stopping import NoStopping
    from pydvl.valuation.utility.base import UtilityBase

    chance = np.random.default_rng(SEED)

    class Coverage(UtilityBase):  # type: ignore[misc]
        """What a coalition is worth: the records that any of its members supplied."""

        def __init__(self, sets: list[int]) -> None:
            self.sets = sets

        def __call__(self, sample: object) -> float:
            members = sum(1 << int(p) for p in getattr(sample, "subset", ()))
            return float(sum(bool(each & members) for each in self.sets))

    found = []
    for _ in range(CASES):
        providers = int(chance.integers(2, 7))
        sets = chance.integers(0, 1 << providers, int(chance.integers(1, 40))).tolist()
        sampler = DeterministicUniformSampler(batch_size=1)
        valuation = ShapleyValuation(Coverage(sets), sampler, NoStopping(sampler), progress=False)
        valuation.fit(Dataset(np.zeros((providers, 1)), np.zeros(providers)))
        result = valuation.result
        values = [float(result.values[list(result.indices).index(p)]) for p in range(providers)]
        found.append({"providers": providers, "sets": sets, "values": values})
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
