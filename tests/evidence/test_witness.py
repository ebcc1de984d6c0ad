"""A witness signs one history only; a log asks it, over HTTP, as any log would."""

import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
import uvicorn

from datafloor.adapters.tlog.cosign import Cosigning, WitnessAt, WitnessSilent, collect
from datafloor.adapters.tlog.memory import FolderMemory
from datafloor.adapters.tlog.signer import Signer
from datafloor.adapters.tlog.witness import Reply, Witness, read_request, write_request
from datafloor.app.witness import build
from datafloor.verify.log import check_log
from datafloor.verify.merkle import consistency_proof
from datafloor.verify.note import COSIGNATURE, Checkpoint, Note, NoteError
from datafloor.verify.tiles import Tiles
from datafloor.verify.trust import Trust
from tests.waiting import until

from .logs import ORIGIN, START, Log, leaf, leaves

NAME = "witness.example/1"


class Clock:
    """A clock that shows what the test sets."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> int:
        return self.at


class Scene:
    """A log and a witness that knows its key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = Log(folder / "log").grow(10)
        self.clock = Clock()
        self.signer = Signer.fresh(NAME, COSIGNATURE)
        self.witness = Witness(
            self.signer, [self.log.key], FolderMemory(folder / "witness"), time=self.clock
        )

    def ask(self, old: int, note: str | None = None, proof: list[bytes] | None = None) -> Reply:
        """`add-checkpoint` as a good client sends it, but for what is given."""
        if proof is None:
            size = self.log.publisher.open()
            node = Tiles(self.log.shelf.get, size).node
            proof = consistency_proof(old, size, node) if old <= size else []
        lines = [b64encode(each).decode() for each in proof]
        return self.witness.add_checkpoint(write_request(old, lines, note or str(self.log.note)))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def cosigned(scene: Scene, reply: Reply) -> int:
    """When the witness says that it signed."""
    assert reply.status == 200, reply
    return Note.read(f"{scene.log.note}{reply.body}").signed_by(scene.signer.key)[scene.signer.key]


def test_it_signs_a_log_that_goes_on(scene: Scene) -> None:
    assert cosigned(scene, scene.ask(0)) == START // 1_000_000
    assert cosigned(scene, scene.ask(10)) == START // 1_000_000
    scene.log.grow(300)
    scene.clock.at += 5_000_000
    assert cosigned(scene, scene.ask(10)) == START // 1_000_000 + 5


def test_its_memory_outlives_it(scene: Scene) -> None:
    scene.ask(0)
    witness = Witness(scene.signer, [scene.log.key], FolderMemory(scene.folder / "witness"))
    scene.witness = witness
    assert scene.ask(0) == Reply(409, "10\n", "text/x.tlog.size")


def test_its_clock_set_back_does_not_date_a_later_tree_earlier(scene: Scene) -> None:
    first = cosigned(scene, scene.ask(0))
    scene.clock.at = 1
    scene.log.grow(20)
    assert cosigned(scene, scene.ask(10)) == first


def test_it_tells_what_it_signed_last(scene: Scene) -> None:
    origin_hash = sha256(ORIGIN.encode()).hexdigest()
    assert scene.witness.checkpoint(origin_hash).status == 404
    cosigned(scene, scene.ask(0))
    kept = Note.read(scene.witness.checkpoint(origin_hash).body)
    assert set(kept.signed_by(scene.log.key, scene.signer.key)) == {
        scene.log.key,
        scene.signer.key,
    }
    assert scene.witness.checkpoint("0" * 64).status == 404


def other_root(scene: Scene) -> str:
    point = Checkpoint.read(scene.log.note.text)
    return str(scene.log.signers[0].note(str(Checkpoint(ORIGIN, point.size, bytes(32)))))


def test_refusals_are_those_of_the_protocol(scene: Scene) -> None:
    note = scene.log.note
    log = scene.log.signers[0]
    stranger = Signer.fresh("other.example/log").note(
        str(Checkpoint("other.example/log", 1, bytes(32)))
    )
    forged = Signer.fresh(ORIGIN).note(note.text)
    false = str(note).replace("\n10\n", "\n11\n")
    assert scene.ask(0, str(stranger), []).status == 404
    assert scene.ask(0, str(forged), []).status == 403
    assert scene.ask(0, false, []).status == 403
    assert scene.ask(11, None, []).status == 400
    assert scene.ask(3).status == 409
    assert scene.ask(0, None, [bytes(32)]).status == 422
    empty = str(log.note(str(Checkpoint(ORIGIN, 0, bytes(32)))))
    assert scene.ask(0, empty, []).status == 422
    cosigned(scene, scene.ask(0))
    assert scene.ask(10, other_root(scene), []).status == 422
    old = str(log.note(str(Checkpoint(ORIGIN, 5, bytes(32)))))
    assert scene.ask(5, old, []).status == 409
    scene.log.grow(20)
    assert scene.ask(10, None, []).status == 422
    assert scene.ask(10, other_root(scene)).status == 422
    assert cosigned(scene, scene.ask(10)) > 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1",
        b"old 01\n\nx\n\n",
        b"old -1\n\nx\n\n",
        b"old 0\nAAAA\n\nx\n\n",
        b"old 0\n!\n\nx\n\n",
        b"old 0\n\nnot a note\n",
        b"\xff",
        b"old 0\n" + b"A" * 43 + b"=\n" * 64 + b"\nx\n\n",
    ],
)
def test_what_is_no_request_is_refused(scene: Scene, body: bytes) -> None:
    assert scene.witness.add_checkpoint(body).status == 400


def test_the_example_request_of_the_specification_is_read() -> None:
    body = (
        "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\n"
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Z"
        "hcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    old, proof, note = read_request(body.encode())
    assert (old, len(proof), Checkpoint.read(note.text).size) == (20_852_014, 1, 20_852_163)
    with pytest.raises(NoteError):
        read_request(body.replace("old 2", "old x2").encode())


def test_two_asking_at_once_do_not_both_win(scene: Scene) -> None:
    """The memory changed between the check and the writing: the second is told the new size."""

    class Raced(FolderMemory):
        def replace(self, origin: str, old: str | None, new: str) -> None:
            FolderMemory.replace(self, origin, old, new)
            FolderMemory.replace(self, origin, old, new)

    scene.witness.memory = Raced(scene.folder / "raced")
    assert scene.ask(0) == Reply(409, "10\n", "text/x.tlog.size")


# Over HTTP


@pytest.fixture
def address(scene: Scene) -> Iterator[str]:
    config = uvicorn.Config(build(scene.witness), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_a_log_gets_cosignatures_and_readers_count_them(scene: Scene, address: str) -> None:
    at = WitnessAt(address, scene.signer.key)
    log = scene.log
    for size in (10, 11, 300, 300):
        log.grow(size)
        note, silent = collect([at], log.publisher.note, log.shelf.get)
        assert (silent, at.size) == ([], size)
        log.publisher.add_cosignatures(note)
        answer = log.check()
        assert answer.code == 0
        assert log.shelf.files["checkpoint"] == log.shelf.files["checkpoint.witnessed"]
        trust = Trust((log.key,), (scene.signer.key,), 1)
        assert check_log("log", log.shelf.get, trust).code == 0
    assert log.told == []
    late, log_note = note, log.publisher.note
    log.grow(301)
    log.publisher.add_cosignatures(late)
    assert Checkpoint.read(log.note.text).size == 301
    assert log.shelf.files["checkpoint.witnessed"].decode().startswith(log_note)


def test_a_log_that_forgot_what_the_witness_signed_is_told(scene: Scene, address: str) -> None:
    scene.ask(0)
    scene.log.grow(50)
    fresh = WitnessAt(address, scene.signer.key)
    assert fresh.cosign(scene.log.publisher.note, scene.log.shelf.get).startswith(f"— {NAME} ")


def test_a_rolled_back_log_gets_no_cosignature(scene: Scene, address: str, tmp_path: Path) -> None:
    scene.ask(0)
    shorter = Log(tmp_path / "shorter", signer=scene.log.signers[0]).grow(5)
    at = WitnessAt(address, scene.signer.key)
    note, silent = collect([at], shorter.publisher.note, shorter.shelf.get)
    assert note == shorter.publisher.note
    assert silent == [f"{NAME} has signed 10 entries, and this log has 5"]


def test_a_forked_log_gets_no_cosignature(scene: Scene, address: str, tmp_path: Path) -> None:
    scene.ask(0)
    fork = Log(tmp_path / "fork", signer=scene.log.signers[0])
    fork.publisher.integrate(0, [leaf(0, "another history"), *leaves(1, 20)])
    at = WitnessAt(address, scene.signer.key)
    with pytest.raises(WitnessSilent, match="does not lead to the earlier root"):
        at.cosign(fork.publisher.note, fork.shelf.get)


def test_witnesses_that_are_away_or_not_themselves_are_only_missing(
    scene: Scene, address: str
) -> None:
    stranger = Signer.fresh(NAME, COSIGNATURE).key
    note, silent = collect(
        [
            WitnessAt("http://127.0.0.1:9", scene.signer.key),
            WitnessAt(address, stranger),
            WitnessAt(address, scene.signer.key),
        ],
        scene.log.publisher.note,
        scene.log.shelf.get,
    )
    assert "cannot be reached" in silent[0]
    assert "did not sign with the key that it is known by" in silent[1]
    assert len(Note.read(note).signatures) == 2


def test_new_checkpoints_are_cosigned_as_they_come(scene: Scene, address: str) -> None:
    log, key = scene.log, scene.signer.key
    told: list[str] = []
    away = WitnessAt("http://127.0.0.1:9", Signer.fresh("witness.example/2", COSIGNATURE).key)
    cosigning = Cosigning(log.publisher, [WitnessAt(address, key), away], told.append)

    def witnessed(size: int) -> bool:
        data = log.shelf.files.get("checkpoint.witnessed", b"").decode()
        return bool(data) and Checkpoint.read(Note.read(data).text).size == size

    log.grow(20)
    until(lambda: witnessed(20))
    cosigning.close()
    assert list(log.note.signed_by(key)) == [key]
    assert len(told) == 1
    assert "witness.example/2 cannot be reached" in told[0]


def test_a_log_that_cannot_be_read_is_told_and_not_cosigned(scene: Scene, address: str) -> None:
    scene.ask(0)
    scene.log.grow(300)
    for path in [path for path in scene.log.shelf.files if path.startswith("tile/0")]:
        del scene.log.shelf.files[path]
    told: list[str] = []
    at = WitnessAt(address, scene.signer.key, size=10)
    cosigning = Cosigning(scene.log.publisher, [at], told.append)
    until(lambda: bool(told))
    cosigning.close()
    assert told == ["the checkpoint could not be cosigned: tile/0/001.p/44 is missing"]


def test_it_answers_over_http_as_the_protocol_says(scene: Scene, address: str) -> None:
    origin_hash = sha256(ORIGIN.encode()).hexdigest()
    with httpx.Client(base_url=address) as client:
        scene.ask(0)
        reply = client.post("/add-checkpoint", content=write_request(0, [], str(scene.log.note)))
        assert (reply.status_code, reply.text) == (409, "10\n")
        assert reply.headers["content-type"] == "text/x.tlog.size"
        assert (
            client.get(f"/{origin_hash}/checkpoint").text
            == scene.witness.checkpoint(origin_hash).body
        )
        assert client.post("/add-checkpoint", content=b"x").status_code == 400
        assert client.post("/add-checkpoint", content=bytes(70_000)).status_code == 413
        assert client.get("/nothing").status_code == 404
