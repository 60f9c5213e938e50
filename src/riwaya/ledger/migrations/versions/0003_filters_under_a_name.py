"""Filters of the page are kept under names.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds an empty table; a judgement may say what a name means."""
    if op.get_bind().dialect.supports_comments:
        op.alter_column(
            "judgements",
            "verdict",
            existing_type=sa.Text(),
            existing_nullable=False,
            comment="same, different, unsure, value, grade, note, state, correct, claim, reject, name, undo",
        )
    op.create_table(
        "saved_filters",
        sa.Column("user", sa.Text(), nullable=False, comment="whose they are"),
        sa.Column("name", sa.Text(), nullable=False, comment="what the user calls them"),
        sa.Column(
            "query", sa.Text(), nullable=False, comment="the filters of the list of events, as the query of an address"
        ),
        sa.PrimaryKeyConstraint("user", "name"),
        comment="filters that users of the page keep under a name; theirs to replace and delete, no part of the chain",
    )
