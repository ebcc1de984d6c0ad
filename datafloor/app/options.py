"""The options that several subcommands share."""

import argparse

from datafloor.app.settings import Settings, read_settings


def add_where(command: argparse.ArgumentParser) -> None:
    """Which exchange is meant."""
    command.add_argument("--folder", help="the exchange's folder (DATAFLOOR_FOLDER; data)")
    command.add_argument(
        "--database",
        help="sqlite:///path or postgresql://… (DATAFLOOR_DATABASE; a file in the folder)",
    )


def where(asked: argparse.Namespace) -> Settings:
    """The settings that these options and the environment give."""
    return read_settings(asked.folder, database=asked.database)
