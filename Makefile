# Everything that this checkout can do. Nothing is installed outside it: set-up goes to .venv and
# build/, may be interrupted at any moment, and is done again only when a list of packages changes.
PYTHON ?= python3
ARGS ?=
ONLY ?=
BIN := .venv/bin
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

demo: .venv/have-demo ## two organisations trade a real data set, told step by step (ARGS=--exit ends it)
	@$(BIN)/datafloor demo $(ARGS)

serve: .venv/have-$(if $(findstring --demo,$(ARGS)),demo,base) ## an empty exchange at http://localhost:8000 (ARGS=--demo: full of trade)
	@$(BIN)/datafloor serve $(ARGS)

test: .venv/have-dev ## the whole suite, on SQLite and on PostgreSQL (ARGS goes to pytest)
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: .venv/have-dev ## style, types, import contracts and the rules of the house
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.tidy

bench: .venv/have-dev ## figures against goals and rivals, into build/bench.json (ONLY="name …" for some)
	@$(BIN)/python -m bench $(ONLY)

lock: ## solve requirements/*.in again into pinned, hashed requirements/*.txt (needs uv)
	@sh tools/lock

.venv/have-%: requirements/%.txt requirements/build.txt pyproject.toml tools/setup
	@sh tools/setup $* $(PYTHON)
