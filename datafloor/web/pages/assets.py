"""The style sheet, the fonts and the one script: named by their content, so kept for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.params import FromPath

from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.packing import packed, takes_packed

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """A file that pages refer to."""

    content: bytes
    media_type: str
    packed: bytes | None


@cache
def _assets() -> tuple[dict[str, Asset], dict[str, str]]:
    """The files by the name in their address, and that name by the plain one.

    The style sheet names the fonts, so its own name follows from theirs.
    """
    files: dict[str, Asset] = {}
    names: dict[str, str] = {}
    found = sorted(path for path in _FOLDER.rglob("*") if path.suffix in _TYPES)
    for path in sorted(found, key=lambda path: path.suffix == ".css"):
        content = path.read_bytes()
        if path.suffix == ".css":
            text = content.decode()
            for plain, named in names.items():
                text = text.replace(f'url("{plain}")', f'url("{named}")')
            content = text.encode()
        named = f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}"
        names[path.name] = named
        small = None if path.suffix == ".woff2" else packed(content)  # a font is packed already
        files[named] = Asset(content, _TYPES[path.suffix], small)
    return files, names


def address(name: str) -> str:
    """Where the file with this plain name is. Raises `KeyError` for none."""
    return f"/static/{_assets()[1][name]}"


@get("/static/{name:str}", security=OPEN, include_in_schema=False)
async def static(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One file, to be kept for ever."""
    asset = _assets()[0].get(name)
    if asset is None:
        raise Refused(Refusal.page_unknown)
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "vary": "accept-encoding",
    }
    content = asset.content
    if asset.packed is not None and takes_packed(request):
        content, headers["content-encoding"] = asset.packed, "gzip"
    return Response(content, media_type=asset.media_type, headers=headers)
