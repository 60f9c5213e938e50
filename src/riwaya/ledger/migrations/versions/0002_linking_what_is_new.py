"""What linking compares is kept, so that new reports are linked without the rest.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds three tables, empty: the next linking links everything and fills them."""
    op.create_table(
        "compared",
        sa.Column("incident", sa.Text(), nullable=False, comment="id of the incident"),
        sa.Column("reading", sa.Integer(), nullable=False, comment="the reading that tells it"),
        sa.Column("report", sa.Text(), nullable=False, comment="id of the version"),
        sa.Column(
            "first",
            sa.Integer(),
            nullable=True,
            comment="first day it may have happened on, counted from 0001-01-01 as 1",
        ),
        sa.Column("last", sa.Integer(), nullable=True, comment="last day it may have happened on"),
        sa.Column("spot", sa.Text(), nullable=True, comment="place and family of types"),
        sa.Column("compared", sa.Text(), nullable=False, comment="all that is compared, JSON"),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"]),
        sa.PrimaryKeyConstraint("incident"),
        comment="incidents as linking compares them, so that new ones are linked alone; made anew by linking all",
    )
    for name in ("first", "reading", "report", "spot"):
        op.create_index(f"compared_{name}", "compared", [name], unique=False)
    op.create_table(
        "pairs",
        sa.Column("left", sa.Text(), nullable=False, comment="id of an incident"),
        sa.Column("right", sa.Text(), nullable=False, comment="id of another, the greater of the two"),
        sa.Column("weight", sa.Double(), nullable=False, comment="in bits"),
        sa.Column("levels", sa.Text(), nullable=False, comment="the level of each comparison, JSON"),
        sa.PrimaryKeyConstraint("left", "right"),
        comment="pairs of incidents that are alike enough to count when events are made",
    )
    op.create_index("pairs_right", "pairs", ["right"], unique=False)
    op.create_table(
        "linking",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False, comment="the last reading that was linked"),
        sa.Column("judgement", sa.Integer(), nullable=False, comment="the last judgement that was followed"),
        sa.Column("by", sa.Text(), nullable=False, comment="hash of program, weights, words and rules that linked"),
        sa.Column("rules", sa.Text(), nullable=False, comment="the rule set of grades"),
        sa.Column("lexicon", sa.Text(), nullable=True, comment="folder of the user's own words"),
        sa.Column("total", sa.Text(), nullable=False, comment="sum of the hashes of all rows of compared and pairs"),
        sa.PrimaryKeyConstraint("number"),
        comment="how far the events are made; one row",
    )
