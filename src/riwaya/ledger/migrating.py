"""Brings a database to the newest layout of the tables: every step is a migration, and an entry of the audit chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, inspect, text

from riwaya.errors import LedgerError

HEAD = "0003"
"""The newest migration in the folder `migrations`."""

Applied = Callable[[str], None]
"""Called with the name of each migration, within its transaction, once its tables stand."""


def revision(connection: Connection) -> str | None:
    """The migration that the database stands at; None where there is no ledger in it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def check_revision(connection: Connection, where: str) -> bool:
    """Whether the database stands at the newest migration.

    Raises LedgerError where a newer Riwaya has been at it.
    """
    found = revision(connection)
    if found == HEAD:
        return True
    if found is not None and found > HEAD:
        raise LedgerError(where, f"it was made by a newer Riwaya (layout {found})", "install that, or use another")
    return False


def migrate(connection: Connection, applied: Applied, to: str = HEAD) -> None:
    """Runs the migrations up to one, the newest by default, within the caller's transaction: all of them, or none."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "riwaya.ledger:migrations")
    script = ScriptDirectory.from_config(config)

    def steps(current: Any, _: Any) -> Any:
        return script._upgrade_revs(to, current)

    def on_apply(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
        applied(step.up_revision_id)

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True, on_version_apply=on_apply)
        environment.run_migrations()
