"""A PostgreSQL server of our own for tests and measurements: started in a temporary directory, stopped at the end.

RIWAYA_TEST_POSTGRES names a server to use instead, as a URL whose user may create databases.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

_numbers = count(1)

_GUARD = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server'
"""Runs the server until our end of the pipe closes: also where we are killed."""


class NoServer(Exception):
    """There is no PostgreSQL here that could be started, and why: one that could and does not start is an error."""


@contextmanager
def running(durable: bool = False) -> Iterator[URL]:
    """The address of a server; `durable` keeps commits on the disk, as a real one does.

    Raises NoServer where PostgreSQL is not installed, RuntimeError where it is and does not start.
    """
    named = os.environ.get("RIWAYA_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    initdb, postgres = _program("initdb"), _program("postgres")
    user = _plain_user()
    folder = Path(tempfile.mkdtemp(prefix="riwaya-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        made = subprocess.run(
            [initdb, "-D", data, "-U", "riwaya", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            user=user, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.strip()[-200:]}")
        options = [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                ["sh", "-c", _GUARD, "sh", postgres, "-D", data, "-k", folder, "-c", "listen_addresses=", *options],
                user=user, cwd=folder, stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield _ready(URL.create("postgresql+psycopg", "riwaya", database="postgres", query={"host": str(folder)}))
        finally:
            if server.stdin:
                server.stdin.close()
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_schema(server: URL) -> URL:
    """A new, empty schema on a server, as an address under which it is all there is."""
    name = f"riwaya_{os.getpid()}_{next(_numbers)}"
    _execute(server, f"CREATE SCHEMA {name}")
    return server.update_query_dict({"options": f"-csearch_path={name}"})


def drop_schema(address: URL) -> None:
    """Removes it again."""
    name = str(address.query["options"]).partition("=")[2]
    _execute(address, f"DROP SCHEMA {name} CASCADE")


def _execute(address: URL, statement: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _ready(url: URL) -> URL:
    for _ in range(300):
        engine = create_engine(url)
        try:
            engine.connect().close()
        except Exception:
            time.sleep(0.1)
        else:
            return url
        finally:
            engine.dispose()
    raise RuntimeError("the server did not come up within 30 seconds")


def _program(name: str) -> str:
    found = shutil.which(name)
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if newest:
        return str(newest[-1])
    if found:
        return found
    raise NoServer(f"{name} is not installed (apt-get install postgresql), and RIWAYA_TEST_POSTGRES names no server")


def _plain_user() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as instead; None where we are not root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServer("there is no user to run PostgreSQL as")
