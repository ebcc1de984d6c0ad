"""`datafloor witness`: watch logs for others, so that none can show two histories.

Run it on a machine that the exchange does not control. It needs the logs' public keys, a folder
of its own, and a name; it prints the key that others trust it by.
"""

import argparse
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import ClientException
from litestar.params import FromPath, RawBody

from datafloor.adapters.tlog.memory import FolderMemory
from datafloor.adapters.tlog.signer import Signer
from datafloor.adapters.tlog.witness import MOST_BYTES, Reply, Witness
from datafloor.verify.command import read_keys
from datafloor.verify.note import COSIGNATURE

AnyRequest = Request[Any, Any, Any]


def arguments(command: argparse.ArgumentParser) -> None:
    """Who the witness is, and what it watches."""
    command.description = __doc__
    command.add_argument("--name", required=True, help="the witness's name, as witness.example/1")
    command.add_argument("--folder", required=True, type=Path, help="where its key and memory lie")
    command.add_argument(
        "--log", required=True, action="append", help="key of a log, or a file with keys"
    )
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8090)


def run(asked: argparse.Namespace) -> int:
    """Serve until interrupted."""
    import uvicorn

    signer = Signer.load_or_create(asked.folder / "witness.key", asked.name, COSIGNATURE)
    witness = Witness(signer, read_keys(asked.log), FolderMemory(asked.folder / "memory"))
    print(f"Witness key: {signer.key}", flush=True)
    uvicorn.run(build(witness), host=asked.host, port=asked.port, log_level="warning")
    return 0


def build(witness: Witness) -> Litestar:
    """The witness as a web application."""

    @post("/add-checkpoint", sync_to_thread=True)
    def add_checkpoint(body: RawBody) -> Response[bytes]:
        return _response(witness.add_checkpoint(body))

    @get("/{origin_hash:str}/checkpoint", sync_to_thread=True)
    def checkpoint(origin_hash: FromPath[str]) -> Response[bytes]:
        return _response(witness.checkpoint(origin_hash))

    def malformed(_: AnyRequest, error: ClientException) -> Response[bytes]:
        return _response(Reply(error.status_code, f"{error.detail}\n"))

    return Litestar(
        [add_checkpoint, checkpoint],
        openapi_config=None,
        request_max_body_size=MOST_BYTES,
        exception_handlers={ClientException: malformed},
    )


def _response(reply: Reply) -> Response[bytes]:
    answer = Response(reply.body.encode(), status_code=reply.status)
    answer.headers["content-type"] = reply.type  # exactly: the protocol knows no charset here
    return answer
