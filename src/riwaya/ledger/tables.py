"""The tables of the ledger, as SQLAlchemy Core knows them; the migrations make them, a test holds the two equal.

Rows of a reading are numbered within it (incident, claim, toll …), so that no row needs a number of its own. Days are
text as 2019-05-20, spans are two whole numbers (characters of `Report.full_text`, half-open), lists are JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _number(name: str = "number") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str, comment: str) -> Column[str]:
    return Column(name, Text, nullable=False, comment=comment)


def _maybe(name: str, comment: str) -> Column[str]:
    return Column(name, Text, comment=comment)


def _whole(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, nullable=False, comment=comment)


def _perhaps(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, comment=comment)


def _real(name: str, comment: str) -> Column[float]:
    return Column(name, Double, comment=comment)


def _span(prefix: str, comment: str) -> tuple[Column[int], Column[int], Column[str]]:
    """A span that may be missing, and the words that it cuts out of the report."""
    return (
        _perhaps(f"{prefix}start", f"{comment}: first character"),
        _perhaps(f"{prefix}end", f"{comment}: the character after the last"),
        _maybe(f"{prefix}quote", f"{comment}: the words themselves"),
    )


objects = Table(
    "objects",
    metadata,
    Column("sha256", Text, primary_key=True, comment="SHA-256 of the original bytes: their name in the vault"),
    _whole("size", "how many bytes came in"),
    _text("stored_sha256", "SHA-256 of the compressed file in the vault"),
    comment="what the vault holds: the bytes that reports were read from",
)

runs = Table(
    "runs",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True, comment="hash of what stands in the other columns"),
    _text("program", "version of Riwaya"),
    _text("rules", "hash of the code and weights that read"),
    _text("lexicon", "hash of the word lists, the user's included"),
    _text("gazetteer", "hash of the places, the user's included"),
    comment="which program, words and places a reading was made with",
)

reports = Table(
    "reports",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True, comment="id of its first version"),
    _maybe("url", "address of its first version"),
    comment="one published text, in however many versions",
)

versions = Table(
    "versions",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True, comment="the id that claims, marks and events know the report by"),
    Column("report", Integer, ForeignKey("reports.number"), nullable=False, comment="whose version it is"),
    _whole("version", "1 for the first"),
    Column("identity", Text, nullable=False, unique=True, comment="hash of sha256, own_id, outlet, url, published"),
    _maybe("own_id", "the id that the input gave itself"),
    _text("title", "as published"),
    _text("text", "as published"),
    _maybe("outlet", "who published it"),
    _maybe("url", "where"),
    _maybe("url_key", "hash of the address, whose length has no bound"),
    _maybe("published", "day of publication"),
    _maybe("author", "who wrote it"),
    _maybe("forwarded_from", "the channel whose words it passes on"),
    Column("sha256", Text, ForeignKey("objects.sha256"), nullable=False, comment="the bytes that it was read from"),
    _text("place", "where these stood: path, address, member, line"),
    _text("kind", "what they were read as: text, page, json …"),
    _maybe("copy_of", "id of the version that it copies"),
    _maybe("copied", "by what that was seen: bytes or text"),
    _real("likeness", "share of three-word sequences in common, of all in both"),
    UniqueConstraint("report", "version"),
    Index("versions_sha256", "sha256", "number"),
    Index("versions_url", "url_key", "number"),
    Index("versions_own_id", "own_id", "number"),
    Index("versions_copy_of", "copy_of"),
    comment="every text that came in, as it was; the newest of a report counts",
)

signatures = Table(
    "signatures",
    metadata,
    Column(
        "band", BigInteger, primary_key=True, autoincrement=False, comment="hash of a part of the MinHash signature"
    ),
    Column("version", Integer, ForeignKey("versions.number"), primary_key=True, comment="an original, no copy"),
    sqlite_with_rowid=False,
    comment="by which copies find their originals; can be made anew from the texts",
)

readings = Table(
    "readings",
    metadata,
    _number(),
    Column("version", Integer, ForeignKey("versions.number"), nullable=False, comment="what was read"),
    Column("run", Integer, ForeignKey("runs.number"), nullable=False, comment="with what"),
    _maybe("published", "day of publication as told, or as the text lets one reckon it"),
    _text("countries", "ISO 3166 codes of the countries named, JSON"),
    Index("readings_version", "version"),
    comment="one reading of one version; the newest counts, the older stay",
)

warnings = Table(
    "warnings",
    metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    _number("warning"),
    _text("kind", "what is odd"),
    _text("text", "in words"),
    _text("spans", "the words concerned, JSON: start, end, quote"),
    comment="what a person should look at",
)

incidents = Table(
    "incidents",
    metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    _number("incident"),
    _text("id", "a function of the report, the type and the trigger"),
    _text("type", "see the codebook"),
    _whole("main", "1: what the report is about; 0: background"),
    _whole("start", "trigger: first character"),
    _whole("end", "trigger: the character after the last"),
    _text("quote", "the words of the trigger"),
    _maybe("first_day", "when: first day"),
    _maybe("last_day", "when: last day"),
    _maybe("precision", "when: day, approx, month, year, none"),
    _maybe("day_basis", "when: how it was found"),
    _maybe("day_text", "when: in words"),
    *_span("day_", "when"),
    _maybe("place", "where, as named; empty columns: place unknown"),
    _maybe("place_basis", "where: how it was found"),
    _maybe("place_id", "where: id in the gazetteer"),
    _maybe("relation", "where: south_of, between …"),
    _maybe("admin1", "where: governorate"),
    _maybe("country", "where: ISO 3166 code"),
    _real("lat", "where: degrees north, WGS 84"),
    _real("lon", "where: degrees east, WGS 84"),
    _real("radius_km", "where: km"),
    _maybe("place_kind", "where: town, camp, admin1 …"),
    _maybe("anchors", "where: the places it is told by, JSON"),
    _maybe("geometry", "where: a stretch or sector, JSON"),
    *_span("place_", "where"),
    _maybe("weapon", "see the codebook"),
    _text("rule", "the rule that found it"),
    Index("incidents_id", "id"),
    comment="what a report tells about one happening",
)

_INCIDENT = (["reading", "incident"], ["incidents.reading", "incidents.incident"])

parties = Table(
    "parties",
    metadata,
    _number("reading"),
    _number("incident"),
    Column("role", Text, primary_key=True, comment="perpetrator or target"),
    _number("party"),
    _maybe("actor", "id in the lexicon"),
    _text("name", "as the report names it"),
    *_span("", "the name"),
    _text("according_to", "the claims that name it, JSON"),
    ForeignKeyConstraint(*_INCIDENT),
    comment="who did it and whom it befell, according to whom",
)

claims = Table(
    "claims",
    metadata,
    _number("reading"),
    _number("incident"),
    _number("claim"),
    _maybe("actor", "speaker: id in the lexicon"),
    _text("name", "speaker: as the report names it"),
    *_span("", "the speaker's name"),
    _text("according_to", "claims that name the speaker, JSON"),
    _text("stance", "asserts, confirms, denies"),
    _text("denied", "what is denied, JSON"),
    _text("rule", "the rule that read it"),
    ForeignKeyConstraint(*_INCIDENT),
    comment="one speaker's account of one incident",
)

_CLAIM = (["reading", "incident", "claim"], ["claims.reading", "claims.incident", "claims.claim"])

links = Table(
    "links",
    metadata,
    _number("reading"),
    _number("incident"),
    _number("claim"),
    _number("link"),
    _text("role", "outlet, agency, channel, party, person, document, anonymous"),
    _text("name", "as the report names it"),
    _maybe("actor", "id in the lexicon"),
    *_span("", "the name"),
    ForeignKeyConstraint(*_CLAIM),
    comment="the chain by which a claim reached the report, the outlet first",
)

tolls = Table(
    "tolls",
    metadata,
    _number("reading"),
    _number("incident"),
    _number("claim"),
    _number("toll"),
    _text("outcome", "killed, injured …"),
    Column("min", BigInteger, comment="at least; empty: not said"),
    Column("max", BigInteger, comment="at most; empty: no bound"),
    _maybe("victims", "whom it counts"),
    _whole("start", "the figure: first character"),
    _whole("end", "the figure: the character after the last"),
    _text("quote", "the figure in words"),
    _text("rule", "the rule that read it"),
    ForeignKeyConstraint(*_CLAIM),
    comment="how many met an outcome, by this claim",
)

evidence = Table(
    "evidence",
    metadata,
    _number("reading"),
    _number("incident"),
    _number("claim"),
    _number("piece"),
    _whole("start", "first character"),
    _whole("end", "the character after the last"),
    _text("quote", "the words themselves"),
    ForeignKeyConstraint(*_CLAIM),
    comment="the words that a claim stands in",
)

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    _whole("sources", "independent ones"),
    _maybe("grade", "how well it is corroborated"),
    _maybe("rules", "the rule set of the grade"),
    _maybe("reasons", "of the grade, JSON"),
    _text("standings", "its accounts, attribute by attribute, JSON"),
    comment="the incidents of all reports about one happening; made by the machine, replaced when it links anew",
)

memberships = Table(
    "memberships",
    metadata,
    Column("event", Text, ForeignKey("events.id"), primary_key=True),
    _number("member"),
    _text("incident", "id of the incident"),
    _text("report", "id of the version that tells it"),
    _real("weight", "of the strongest link, in bits"),
    _text("reasons", "in words, JSON"),
    Index("memberships_incident", "incident"),
    Index("memberships_report", "report"),
    comment="which incidents an event is made of, and why",
)

compared = Table(
    "compared",
    metadata,
    Column("incident", Text, primary_key=True, comment="id of the incident"),
    Column("reading", Integer, ForeignKey("readings.number"), nullable=False, comment="the reading that tells it"),
    _text("report", "id of the version"),
    _perhaps("first", "first day it may have happened on, counted from 0001-01-01 as 1"),
    _perhaps("last", "last day it may have happened on"),
    _maybe("spot", "place and family of types"),
    _text("compared", "all that is compared, JSON"),
    Index("compared_first", "first"),
    Index("compared_reading", "reading"),
    Index("compared_report", "report"),
    Index("compared_spot", "spot"),
    comment="incidents as linking compares them, so that new ones are linked alone; made anew by linking all",
)

pairs = Table(
    "pairs",
    metadata,
    Column("left", Text, primary_key=True, comment="id of an incident"),
    Column("right", Text, primary_key=True, comment="id of another, the greater of the two"),
    Column("weight", Double, nullable=False, comment="in bits"),
    _text("levels", "the level of each comparison, JSON"),
    Index("pairs_right", "right"),
    comment="pairs of incidents that are alike enough to count when events are made",
)

linking = Table(
    "linking",
    metadata,
    _number(),
    _whole("reading", "the last reading that was linked"),
    _whole("judgement", "the last judgement that was followed"),
    _text("by", "hash of program, weights, words and rules that linked"),
    _text("rules", "the rule set of grades"),
    _maybe("lexicon", "folder of the user's own words"),
    _text("total", "sum of the hashes of all rows of compared and pairs"),
    comment="how far the events are made; one row",
)

judgements = Table(
    "judgements",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _text("verdict", "same, different, unsure, value, grade, note, state, correct, claim, reject, name, undo"),
    _text("user", "who decided"),
    _text("at", "the moment in UTC, ISO 8601"),
    _text("reason", "in the person's words"),
    _maybe("attribute", "of what"),
    _maybe("value", "what was decided"),
    Column("undoes", Text, ForeignKey("judgements.id"), comment="the judgement that it takes back"),
    comment="what people decided: added, never changed",
)

marks = Table(
    "marks",
    metadata,
    Column("judgement", Integer, ForeignKey("judgements.number"), primary_key=True, autoincrement=False),
    _number("mark"),
    Column("report", Text, ForeignKey("versions.id"), nullable=False, comment="id of the version"),
    _whole("start", "first character"),
    _whole("end", "the character after the last"),
    _text("quote", "the words themselves"),
    Index("marks_report", "report"),
    comment="the words of reports that a judgement is about; they stay when the report is read again",
)

saved_filters = Table(
    "saved_filters",
    metadata,
    Column("user", Text, primary_key=True, comment="whose they are"),
    Column("name", Text, primary_key=True, comment="what the user calls them"),
    _text("query", "the filters of the list of events, as the query of an address"),
    comment="filters that users of the page keep under a name; theirs to replace and delete, no part of the chain",
)

refused = Table(
    "refused",
    metadata,
    _number(),
    Column("identity", Text, nullable=False, unique=True, comment="hash of place and what"),
    _text("place", "where it stood"),
    _text("what", "what is wrong"),
    _text("remedy", "what to do instead"),
    _text("kind", "the error's name"),
    comment="what could not be taken in, and why",
)

audit = Table(
    "audit",
    metadata,
    _number(),
    _text("at", "the moment in UTC, ISO 8601"),
    _text("user", "who ran the program"),
    _text("action", "migrated, added, refused, reread, linked, judged, sealed"),
    _text("subject", "id of what it is about"),
    _text("body", "canonical JSON: hashes of the rows that it made"),
    _text("previous", "hash of the entry before"),
    _text("hash", "SHA-256 of the canonical JSON of all columns before"),
    comment="every change, chained: each entry holds the hash of the entry before",
)

OF_A_READING = (warnings, incidents, parties, claims, links, tolls, evidence)
"""What hangs on a reading, parents first."""
