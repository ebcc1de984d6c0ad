"""The rules of the house that no general tool can check, each a small function with a test.

`python -m tools.tidy` prints one line a finding, `path:line: what — what to do instead`, and
fails when there is one. `--write` writes the generated documents afresh. What ruff, mypy and
import-linter can say is left to them; pyproject.toml and .importlinter hold that part.
"""
