"""Users of the page, their passwords, sessions and tokens: a small database of its own beside the ledger.

Passwords are kept as argon2id hashes; of sessions and tokens, which are
long and random, SHA-256 hashes. Who logs in at an issuer of OpenID Connect has an empty one, which opens nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from riwaya.errors import LedgerError
from riwaya.web.roles import ROLES, Role, User

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SESSION_SECONDS = 12 * 3600
LEAST_PASSWORD = 10
"""Characters that a password must have."""

_MOST_PASSWORD = 1000
_FAILURES, _WINDOW = 5, 900.0
"""So many wrong passwords for one name, or four times as many from one address, in so many seconds lock the door."""

_NAME = re.compile(r"[\w][\w.@-]{0,39}")
_TABLES = """
CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES users, ends REAL);
CREATE TABLE IF NOT EXISTS identities (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL REFERENCES users,
  PRIMARY KEY (issuer, subject), UNIQUE (issuer, name));
CREATE TABLE IF NOT EXISTS failures (key TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failures_key ON failures (key, at);
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom an issuer of OpenID Connect vouches for: its name, its lasting word for the person, and their name."""

    issuer: str
    subject: str
    name: str


class Accounts:
    """The users in a file; it is made when the first is added. `clock` gives seconds."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._hashing = threading.Semaphore(2)  # a hash takes 64 MB and a tenth of a second: no flood of them

    def add(self, name: str, role: Role, password: str | None) -> User:
        """Adds a user, or gives a known one this role and password, which ends their sessions.

        None for the password: they log in at an issuer (OpenID Connect) only.
        Raises LedgerError where name, role or password will not do.
        """
        self._check(name, role, password)
        hashed = "" if password is None else self._hash.hash(password)
        with self._writing() as db:
            db.execute(
                "INSERT INTO users VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password",
                (name, role, hashed),
            )
            db.execute("DELETE FROM sessions WHERE name = ?", (name,))
            if hashed:
                db.execute("DELETE FROM identities WHERE name = ?", (name,))
        return User(name, role)

    def remove(self, name: str) -> bool:
        """Removes a user with their sessions and tokens; what they decided stays. False where there is none."""
        with self._writing() as db:
            for table in ("sessions", "identities"):
                db.execute(f"DELETE FROM {table} WHERE name = ?", (name,))
            return db.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount > 0

    def users(self) -> list[User]:
        """All users by name; none where the file is not there."""
        if not self.path.exists():
            return []
        with self._reading() as db:
            rows = db.execute("SELECT name, role FROM users ORDER BY name")
            return [User(row[0], row[1]) for row in rows]

    def admit(self, name: str, password: str, address: str) -> User | None:
        """The user of this name and password; None where they are wrong.

        Raises TooOften where there were too many wrong ones lately.
        """
        keys = (f"name:{name[:80]}", f"from:{address}")
        since = self._clock() - _WINDOW
        if not self.path.exists():
            return None
        with self._reading() as db:
            for key, most in zip(keys, (_FAILURES, 4 * _FAILURES), strict=True):
                found = db.execute("SELECT count(*) FROM failures WHERE key = ? AND at > ?", (key, since)).fetchone()
                if found[0] >= most:
                    raise TooOften
            row = db.execute("SELECT role, password FROM users WHERE name = ?", (name,)).fetchone()
        with self._hashing:
            right = self._hash.verify(password[:_MOST_PASSWORD], (row and row[1]) or self._nobody)
        with self._writing() as db:
            db.execute("DELETE FROM failures WHERE at <= ?", (since,))
            if row is None or not row[1] or not right:
                db.executemany("INSERT INTO failures VALUES (?, ?)", [(key, self._clock()) for key in keys])
                return None
            db.execute("DELETE FROM failures WHERE key = ?", keys[:1])
        return User(name, row[0])

    def vouched(self, who: Identity, role: Role | None, new_role: Role | None) -> User | None:
        """The user whom an issuer vouches for, in this role where it says one; None where nobody here is meant.

        Once a person has come, they are known by the issuer's subject: a name that somebody else takes there opens
        nothing here. Nor does the name of a user who has a password. Who is new is added where there is a `new_role`.
        """
        with self._writing() as db:
            found = db.execute(
                "SELECT name FROM identities WHERE issuer = ? AND subject = ?", (who.issuer, who.subject)
            ).fetchone()
            name = found[0] if found else who.name
            user = db.execute("SELECT role, password FROM users WHERE name = ?", (name,)).fetchone()
            if user is None:
                if new_role is None or not _NAME.fullmatch(name):
                    return None
                user = (role or new_role, "")
                db.execute("INSERT INTO users VALUES (?, ?, ?)", (name, *user))
            if found is None:
                taken = db.execute(
                    "SELECT 1 FROM identities WHERE issuer = ? AND name = ?", (who.issuer, name)
                ).fetchone()
                if user[1] or taken:
                    return None
                db.execute("INSERT INTO identities VALUES (?, ?, ?)", (who.issuer, who.subject, name))
            if role is not None:
                db.execute("UPDATE users SET role = ? WHERE name = ?", (role, name))
        return User(name, role or user[0])

    def open_session(self, user: User) -> str:
        """A new secret for the cookie of somebody who has just logged in."""
        return self._issue(user.name, self._clock() + SESSION_SECONDS)

    def make_token(self, name: str) -> str:
        """A secret by which a program speaks for a user, until the user is removed or gets a new password.

        Raises LedgerError where there is no such user.
        """
        if name not in {user.name for user in self.users()}:
            raise LedgerError(f"user {name}", "there is none of this name", f"riwaya user add {name} --role analyst")
        return self._issue(name, None)

    def whose(self, secret: str) -> User | None:
        """Who a session's or token's secret belongs to, while it lasts."""
        if not secret or not self.path.exists():
            return None
        with self._reading() as db:
            row = db.execute(
                "SELECT users.name, role FROM sessions JOIN users USING (name)"
                " WHERE hash = ? AND (ends IS NULL OR ends > ?)",
                (_digest(secret), self._clock()),
            ).fetchone()
        return User(row[0], row[1]) if row else None

    def close_session(self, secret: str) -> None:
        """Ends a session."""
        with self._writing() as db:
            db.execute("DELETE FROM sessions WHERE hash = ?", (_digest(secret),))

    @cached_property
    def _hash(self) -> PasswordHash:
        from pwdlib import PasswordHash

        return PasswordHash.recommended()

    @cached_property
    def _nobody(self) -> str:
        """A hash to compare with where there is no such user, so that the answer takes as long."""
        return self._hash.hash(secrets.token_hex(16))

    def _issue(self, name: str, ends: float | None) -> str:
        secret = secrets.token_urlsafe(32)
        with self._writing() as db:
            db.execute("DELETE FROM sessions WHERE ends <= ?", (self._clock(),))
            db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_digest(secret), name, ends))
        return secret

    @staticmethod
    def _check(name: str, role: str, password: str | None) -> None:
        if not _NAME.fullmatch(name):
            remedy = "use letters, digits, and . _ - @ within; at most 40"
            raise LedgerError(f"user {name!r}", "is no name for a user", remedy)
        if role not in ROLES:
            raise LedgerError(f"user {name}", f"there is no role {role!r}", f"give one of {', '.join(ROLES)}")
        if password is not None and not LEAST_PASSWORD <= len(password) <= _MOST_PASSWORD:
            what = f"the password has {len(password)} characters"
            raise LedgerError(f"user {name}", what, f"give {LEAST_PASSWORD} or more; several words do well")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            except OSError as error:
                raise LedgerError(str(self.path), f"cannot be made ({error.strerror})", "mend its folder") from error
        with self._reading() as db:
            db.executescript(_TABLES)
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
        try:
            yield db
        except sqlite3.Error as error:
            raise LedgerError(str(self.path), f"cannot be used ({error})", "mend or remove it") from error
        finally:
            db.close()


class TooOften(Exception):
    """Too many wrong passwords; the door stays shut for a quarter of an hour."""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def as_role(text: str) -> Role:
    """A role by its name; `Accounts.add` refuses what is none."""
    return cast("Role", text)
