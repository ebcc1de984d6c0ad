"""Where invoices are sent: the port, and a folder in the place of a provider."""

import os
from pathlib import Path
from typing import Protocol


class TaxOffice(Protocol):
    """Takes signed invoices. Sending the same one again does no harm; `OSError` is not sent."""

    def send(self, name: str, file: bytes) -> None:
        """Hand over one file under its name."""
        ...


class InvoiceFolder:
    """A folder from which a provider, or a person, takes the files.

    Trust: who can write the folder can take invoices away before they are fetched; the journal has
    the digest of each.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, name: str, file: bytes) -> None:
        """A file appears whole or not at all, and is on the disk when this returns."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        with fresh.open("wb") as out:
            out.write(file)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
