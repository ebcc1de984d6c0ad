"""Settings: read once at start from the command line and the environment, never again."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from datafloor.adapters.identity import ProviderSetting


@dataclass(frozen=True)
class Settings:
    """Where an exchange keeps its things and where it is reached.

    `folder` holds the key, and by default also the database and the objects. `address` is what
    others reach it under; signed links begin with it. `law` is the rule pack that binds.
    """

    folder: Path
    database: str
    objects: str
    host: str
    port: int
    address: str
    law: str = "vn"
    harvest_private: bool = False
    """Whether catalogues inside private networks are harvested too."""
    provider: ProviderSetting | None = None
    """Who confirms electronic identities; none where no issuer is said."""
    proxies: str = ""
    """The addresses and networks of proxies, parted by commas, that are believed for whom they ask
    (`X-Forwarded-For`). Without it everybody behind a proxy is one address, and slowed together."""


def read_provider() -> ProviderSetting | None:
    """The provider of electronic identities in `DATAFLOOR_OIDC_…`; none where no issuer is named.

    `…_LEVELS` maps what the provider says (`acr`) to our levels: `urn:level:2=2 urn:level:3=3`.
    Raises `ValueError` for a setting that cannot be read.
    """

    def said(name: str) -> str:
        return os.environ.get(f"DATAFLOOR_OIDC_{name}", "")

    if not (issuer := said("ISSUER")):
        return None
    levels = {}
    for each in said("LEVELS").split():
        acr, _, level = each.rpartition("=")
        if not acr or level not in ("1", "2", "3"):
            raise ValueError(f"DATAFLOOR_OIDC_LEVELS: {each!r} is not ACR=LEVEL, a level of 1 to 3")
        levels[acr] = int(level)
    return ProviderSetting(
        issuer, said("CLIENT"), said("SECRET"), said("NAME") or urlsplit(issuer).netloc, levels
    )


def read_settings(
    folder: str | None = None,
    *,
    database: str | None = None,
    objects: str | None = None,
    host: str | None = None,
    port: int | None = None,
    address: str | None = None,
    law: str | None = None,
    proxies: str | None = None,
) -> Settings:
    """What was said on the command line, else in `DATAFLOOR_…`, else the plain default."""

    def said(value: str | None, name: str, default: str) -> str:
        return value or os.environ.get(f"DATAFLOOR_{name}") or default

    where = Path(said(folder, "FOLDER", "data")).resolve()
    listen = said(host, "HOST", "127.0.0.1")
    number = port if port is not None else int(os.environ.get("DATAFLOOR_PORT") or 8000)
    return Settings(
        folder=where,
        database=said(database, "DATABASE", f"sqlite:///{where}/exchange.db"),
        objects=said(objects, "OBJECTS", str(where / "objects")),
        host=listen,
        port=number,
        address=said(address, "ADDRESS", f"http://localhost:{number}").rstrip("/"),
        law=said(law, "LAW", "vn"),
        provider=read_provider(),
        proxies=said(proxies, "PROXIES", ""),
        harvest_private=os.environ.get("DATAFLOOR_HARVEST_PRIVATE") == "1",
    )
