"""The first layout of the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False, comment="the moment in UTC, ISO 8601"),
        sa.Column("user", sa.Text(), nullable=False, comment="who ran the program"),
        sa.Column(
            "action", sa.Text(), nullable=False, comment="migrated, added, refused, reread, linked, judged, sealed"
        ),
        sa.Column("subject", sa.Text(), nullable=False, comment="id of what it is about"),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON: hashes of the rows that it made"),
        sa.Column("previous", sa.Text(), nullable=False, comment="hash of the entry before"),
        sa.Column("hash", sa.Text(), nullable=False, comment="SHA-256 of the canonical JSON of all columns before"),
        sa.PrimaryKeyConstraint("number"),
        comment="every change, chained: each entry holds the hash of the entry before",
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False, comment="independent ones"),
        sa.Column("grade", sa.Text(), nullable=True, comment="how well it is corroborated"),
        sa.Column("rules", sa.Text(), nullable=True, comment="the rule set of the grade"),
        sa.Column("reasons", sa.Text(), nullable=True, comment="of the grade, JSON"),
        sa.Column("standings", sa.Text(), nullable=False, comment="its accounts, attribute by attribute, JSON"),
        sa.PrimaryKeyConstraint("id"),
        comment="the incidents of all reports about one happening; made by the machine, replaced when it links anew",
    )
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="same, different, unsure, value, grade, note, state, correct, claim, reject, undo",
        ),
        sa.Column("user", sa.Text(), nullable=False, comment="who decided"),
        sa.Column("at", sa.Text(), nullable=False, comment="the moment in UTC, ISO 8601"),
        sa.Column("reason", sa.Text(), nullable=False, comment="in the person's words"),
        sa.Column("attribute", sa.Text(), nullable=True, comment="of what"),
        sa.Column("value", sa.Text(), nullable=True, comment="what was decided"),
        sa.Column("undoes", sa.Text(), nullable=True, comment="the judgement that it takes back"),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["judgements.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        comment="what people decided: added, never changed",
    )
    op.create_table(
        "objects",
        sa.Column(
            "sha256", sa.Text(), nullable=False, comment="SHA-256 of the original bytes: their name in the vault"
        ),
        sa.Column("size", sa.Integer(), nullable=False, comment="how many bytes came in"),
        sa.Column("stored_sha256", sa.Text(), nullable=False, comment="SHA-256 of the compressed file in the vault"),
        sa.PrimaryKeyConstraint("sha256"),
        comment="what the vault holds: the bytes that reports were read from",
    )
    op.create_table(
        "refused",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False, comment="hash of place and what"),
        sa.Column("place", sa.Text(), nullable=False, comment="where it stood"),
        sa.Column("what", sa.Text(), nullable=False, comment="what is wrong"),
        sa.Column("remedy", sa.Text(), nullable=False, comment="what to do instead"),
        sa.Column("kind", sa.Text(), nullable=False, comment="the error's name"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("identity"),
        comment="what could not be taken in, and why",
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="id of its first version"),
        sa.Column("url", sa.Text(), nullable=True, comment="address of its first version"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        comment="one published text, in however many versions",
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="hash of what stands in the other columns"),
        sa.Column("program", sa.Text(), nullable=False, comment="version of Riwaya"),
        sa.Column("rules", sa.Text(), nullable=False, comment="hash of the code and weights that read"),
        sa.Column("lexicon", sa.Text(), nullable=False, comment="hash of the word lists, the user's included"),
        sa.Column("gazetteer", sa.Text(), nullable=False, comment="hash of the places, the user's included"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        comment="which program, words and places a reading was made with",
    )
    op.create_table(
        "memberships",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Text(), nullable=False, comment="id of the incident"),
        sa.Column("report", sa.Text(), nullable=False, comment="id of the version that tells it"),
        sa.Column("weight", sa.Double(), nullable=True, comment="of the strongest link, in bits"),
        sa.Column("reasons", sa.Text(), nullable=False, comment="in words, JSON"),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.id"],
        ),
        sa.PrimaryKeyConstraint("event", "member"),
        comment="which incidents an event is made of, and why",
    )
    op.create_index("memberships_incident", "memberships", ["incident"], unique=False)
    op.create_index("memberships_report", "memberships", ["report"], unique=False)
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="the id that claims, marks and events know the report by"),
        sa.Column("report", sa.Integer(), nullable=False, comment="whose version it is"),
        sa.Column("version", sa.Integer(), nullable=False, comment="1 for the first"),
        sa.Column("identity", sa.Text(), nullable=False, comment="hash of sha256, own_id, outlet, url, published"),
        sa.Column("own_id", sa.Text(), nullable=True, comment="the id that the input gave itself"),
        sa.Column("title", sa.Text(), nullable=False, comment="as published"),
        sa.Column("text", sa.Text(), nullable=False, comment="as published"),
        sa.Column("outlet", sa.Text(), nullable=True, comment="who published it"),
        sa.Column("url", sa.Text(), nullable=True, comment="where"),
        sa.Column("url_key", sa.Text(), nullable=True, comment="hash of the address, whose length has no bound"),
        sa.Column("published", sa.Text(), nullable=True, comment="day of publication"),
        sa.Column("author", sa.Text(), nullable=True, comment="who wrote it"),
        sa.Column("forwarded_from", sa.Text(), nullable=True, comment="the channel whose words it passes on"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="the bytes that it was read from"),
        sa.Column("place", sa.Text(), nullable=False, comment="where these stood: path, address, member, line"),
        sa.Column("kind", sa.Text(), nullable=False, comment="what they were read as: text, page, json …"),
        sa.Column("copy_of", sa.Text(), nullable=True, comment="id of the version that it copies"),
        sa.Column("copied", sa.Text(), nullable=True, comment="by what that was seen: bytes or text"),
        sa.Column(
            "likeness", sa.Double(), nullable=True, comment="share of three-word sequences in common, of all in both"
        ),
        sa.ForeignKeyConstraint(
            ["report"],
            ["reports.number"],
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["objects.sha256"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("identity"),
        sa.UniqueConstraint("report", "version"),
        comment="every text that came in, as it was; the newest of a report counts",
    )
    op.create_index("versions_copy_of", "versions", ["copy_of"], unique=False)
    op.create_index("versions_own_id", "versions", ["own_id", "number"], unique=False)
    op.create_index("versions_sha256", "versions", ["sha256", "number"], unique=False)
    op.create_index("versions_url", "versions", ["url_key", "number"], unique=False)
    op.create_table(
        "marks",
        sa.Column("judgement", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Text(), nullable=False, comment="id of the version"),
        sa.Column("start", sa.Integer(), nullable=False, comment="first character"),
        sa.Column("end", sa.Integer(), nullable=False, comment="the character after the last"),
        sa.Column("quote", sa.Text(), nullable=False, comment="the words themselves"),
        sa.ForeignKeyConstraint(
            ["judgement"],
            ["judgements.number"],
        ),
        sa.ForeignKeyConstraint(
            ["report"],
            ["versions.id"],
        ),
        sa.PrimaryKeyConstraint("judgement", "mark"),
        comment="the words of reports that a judgement is about; they stay when the report is read again",
    )
    op.create_index("marks_report", "marks", ["report"], unique=False)
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="what was read"),
        sa.Column("run", sa.Integer(), nullable=False, comment="with what"),
        sa.Column(
            "published",
            sa.Text(),
            nullable=True,
            comment="day of publication as told, or as the text lets one reckon it",
        ),
        sa.Column("countries", sa.Text(), nullable=False, comment="ISO 3166 codes of the countries named, JSON"),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.number"],
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["versions.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        comment="one reading of one version; the newest counts, the older stay",
    )
    op.create_index("readings_version", "readings", ["version"], unique=False)
    op.create_table(
        "signatures",
        sa.Column(
            "band",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="hash of a part of the MinHash signature",
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="an original, no copy"),
        sa.ForeignKeyConstraint(
            ["version"],
            ["versions.number"],
        ),
        sa.PrimaryKeyConstraint("band", "version"),
        comment="by which copies find their originals; can be made anew from the texts",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incidents",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="a function of the report, the type and the trigger"),
        sa.Column("type", sa.Text(), nullable=False, comment="see the codebook"),
        sa.Column("main", sa.Integer(), nullable=False, comment="1: what the report is about; 0: background"),
        sa.Column("start", sa.Integer(), nullable=False, comment="trigger: first character"),
        sa.Column("end", sa.Integer(), nullable=False, comment="trigger: the character after the last"),
        sa.Column("quote", sa.Text(), nullable=False, comment="the words of the trigger"),
        sa.Column("first_day", sa.Text(), nullable=True, comment="when: first day"),
        sa.Column("last_day", sa.Text(), nullable=True, comment="when: last day"),
        sa.Column("precision", sa.Text(), nullable=True, comment="when: day, approx, month, year, none"),
        sa.Column("day_basis", sa.Text(), nullable=True, comment="when: how it was found"),
        sa.Column("day_text", sa.Text(), nullable=True, comment="when: in words"),
        sa.Column("day_start", sa.Integer(), nullable=True, comment="when: first character"),
        sa.Column("day_end", sa.Integer(), nullable=True, comment="when: the character after the last"),
        sa.Column("day_quote", sa.Text(), nullable=True, comment="when: the words themselves"),
        sa.Column("place", sa.Text(), nullable=True, comment="where, as named; empty columns: place unknown"),
        sa.Column("place_basis", sa.Text(), nullable=True, comment="where: how it was found"),
        sa.Column("place_id", sa.Text(), nullable=True, comment="where: id in the gazetteer"),
        sa.Column("relation", sa.Text(), nullable=True, comment="where: south_of, between …"),
        sa.Column("admin1", sa.Text(), nullable=True, comment="where: governorate"),
        sa.Column("country", sa.Text(), nullable=True, comment="where: ISO 3166 code"),
        sa.Column("lat", sa.Double(), nullable=True, comment="where: degrees north, WGS 84"),
        sa.Column("lon", sa.Double(), nullable=True, comment="where: degrees east, WGS 84"),
        sa.Column("radius_km", sa.Double(), nullable=True, comment="where: km"),
        sa.Column("place_kind", sa.Text(), nullable=True, comment="where: town, camp, admin1 …"),
        sa.Column("anchors", sa.Text(), nullable=True, comment="where: the places it is told by, JSON"),
        sa.Column("geometry", sa.Text(), nullable=True, comment="where: a stretch or sector, JSON"),
        sa.Column("place_start", sa.Integer(), nullable=True, comment="where: first character"),
        sa.Column("place_end", sa.Integer(), nullable=True, comment="where: the character after the last"),
        sa.Column("place_quote", sa.Text(), nullable=True, comment="where: the words themselves"),
        sa.Column("weapon", sa.Text(), nullable=True, comment="see the codebook"),
        sa.Column("rule", sa.Text(), nullable=False, comment="the rule that found it"),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident"),
        comment="what a report tells about one happening",
    )
    op.create_index("incidents_id", "incidents", ["id"], unique=False)
    op.create_table(
        "warnings",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("warning", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is odd"),
        sa.Column("text", sa.Text(), nullable=False, comment="in words"),
        sa.Column("spans", sa.Text(), nullable=False, comment="the words concerned, JSON: start, end, quote"),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "warning"),
        comment="what a person should look at",
    )
    op.create_table(
        "claims",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), nullable=True, comment="speaker: id in the lexicon"),
        sa.Column("name", sa.Text(), nullable=False, comment="speaker: as the report names it"),
        sa.Column("start", sa.Integer(), nullable=True, comment="the speaker's name: first character"),
        sa.Column("end", sa.Integer(), nullable=True, comment="the speaker's name: the character after the last"),
        sa.Column("quote", sa.Text(), nullable=True, comment="the speaker's name: the words themselves"),
        sa.Column("according_to", sa.Text(), nullable=False, comment="claims that name the speaker, JSON"),
        sa.Column("stance", sa.Text(), nullable=False, comment="asserts, confirms, denies"),
        sa.Column("denied", sa.Text(), nullable=False, comment="what is denied, JSON"),
        sa.Column("rule", sa.Text(), nullable=False, comment="the rule that read it"),
        sa.ForeignKeyConstraint(
            ["reading", "incident"],
            ["incidents.reading", "incidents.incident"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident", "claim"),
        comment="one speaker's account of one incident",
    )
    op.create_table(
        "parties",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="perpetrator or target"),
        sa.Column("party", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), nullable=True, comment="id in the lexicon"),
        sa.Column("name", sa.Text(), nullable=False, comment="as the report names it"),
        sa.Column("start", sa.Integer(), nullable=True, comment="the name: first character"),
        sa.Column("end", sa.Integer(), nullable=True, comment="the name: the character after the last"),
        sa.Column("quote", sa.Text(), nullable=True, comment="the name: the words themselves"),
        sa.Column("according_to", sa.Text(), nullable=False, comment="the claims that name it, JSON"),
        sa.ForeignKeyConstraint(
            ["reading", "incident"],
            ["incidents.reading", "incidents.incident"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident", "role", "party"),
        comment="who did it and whom it befell, according to whom",
    )
    op.create_table(
        "evidence",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("piece", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False, comment="first character"),
        sa.Column("end", sa.Integer(), nullable=False, comment="the character after the last"),
        sa.Column("quote", sa.Text(), nullable=False, comment="the words themselves"),
        sa.ForeignKeyConstraint(
            ["reading", "incident", "claim"],
            ["claims.reading", "claims.incident", "claims.claim"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident", "claim", "piece"),
        comment="the words that a claim stands in",
    )
    op.create_table(
        "links",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("link", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "role", sa.Text(), nullable=False, comment="outlet, agency, channel, party, person, document, anonymous"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="as the report names it"),
        sa.Column("actor", sa.Text(), nullable=True, comment="id in the lexicon"),
        sa.Column("start", sa.Integer(), nullable=True, comment="the name: first character"),
        sa.Column("end", sa.Integer(), nullable=True, comment="the name: the character after the last"),
        sa.Column("quote", sa.Text(), nullable=True, comment="the name: the words themselves"),
        sa.ForeignKeyConstraint(
            ["reading", "incident", "claim"],
            ["claims.reading", "claims.incident", "claims.claim"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident", "claim", "link"),
        comment="the chain by which a claim reached the report, the outlet first",
    )
    op.create_table(
        "tolls",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("toll", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, comment="killed, injured …"),
        sa.Column("min", sa.BigInteger(), nullable=True, comment="at least; empty: not said"),
        sa.Column("max", sa.BigInteger(), nullable=True, comment="at most; empty: no bound"),
        sa.Column("victims", sa.Text(), nullable=True, comment="whom it counts"),
        sa.Column("start", sa.Integer(), nullable=False, comment="the figure: first character"),
        sa.Column("end", sa.Integer(), nullable=False, comment="the figure: the character after the last"),
        sa.Column("quote", sa.Text(), nullable=False, comment="the figure in words"),
        sa.Column("rule", sa.Text(), nullable=False, comment="the rule that read it"),
        sa.ForeignKeyConstraint(
            ["reading", "incident", "claim"],
            ["claims.reading", "claims.incident", "claims.claim"],
        ),
        sa.PrimaryKeyConstraint("reading", "incident", "claim", "toll"),
        comment="how many met an outcome, by this claim",
    )
