"""The schema. What people decide stands in tables of its own (`decision_*`), which no re-run touches."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.engine.default import DefaultExecutionContext

from pipeline.catalog.name_keys import fold_surname

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Sha = String(64)
Id = String(40)
Slug = String(64)


def _fold_surname(context: DefaultExecutionContext) -> str | None:
    """The key of a mention, made from the name it is stored with, whoever stores it."""
    said = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return fold_surname(str(said["name"]))


def _page_key() -> list[Column[str] | Column[int]]:
    return [Column("sha256", Sha, primary_key=True), Column("number", Integer, primary_key=True)]


# ---------------------------------------------------------------- what was given

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("sha256", Sha, index=True),
    Column("state", Slug, nullable=False),
    Column("reason", Text),
    Column("file_set", Slug, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Index("ix_files_root_path", "root", "path"),
)
"""One row for each place a file was found in. A place whose bytes changed has a row for each version, newest last."""

file_cases = Table(
    "file_cases",
    metadata,
    Column("file", ForeignKey("files.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True, index=True),
)

documents = Table(
    "documents",
    metadata,
    Column("sha256", Sha, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("state", Slug, nullable=False, index=True),
    Column("reason", Text),
    Column("page_count", Integer),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

# ---------------------------------------------------------------- what was read

pages = Table(
    "pages",
    metadata,
    *_page_key(),
    Column("state", Slug, nullable=False, index=True),
    Column("problem", Text),
    Column("reading", Id),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("rotation", Integer, nullable=False),
    Column("read_key", Text, nullable=False),
    Column("kind", Slug),
    Column("said_kind", Slug),
    Column("kind_confidence", Float),
    Column("dated", Date),
    Column("origin", Slug),
    Column("quality", Float),
    Column("choice", Text),
    Column("unread", Float, nullable=False, server_default="0", index=True),
    Column("image_hash", String(16)),
    Column("regions", LargeBinary),
)

readings = Table(
    "readings",
    metadata,
    *_page_key(),
    Column("id", Id, primary_key=True),
    Column("origin", Slug, nullable=False),
    Column("text", Text, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("confidence", Float),
    Column("quality", Float),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

page_stages = Table(
    "page_stages",
    metadata,
    *_page_key(),
    Column("stage", Slug, primary_key=True),
    Column("key", Id, nullable=False),
)
"""What was done to a page after reading, and with what: a stage whose key differs from today's is stale."""

# ---------------------------------------------------------------- documents inside files, copies of pages

members = Table(
    "members",
    metadata,
    Column("container", Sha, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("member", Sha, index=True),
    Column("size", BigInteger, nullable=False),
    Column("state", Slug, nullable=False),
    Column("reason", Text),
)
"""What was found inside a file: attachments, members of archives, messages of mailboxes; `path` as the container names
it. The member is a document of its own, with places in `files` that name the container. `member` is null where its
bytes could not be taken out; then `state` and `reason` say how it ended."""

unpackings = Table(
    "unpackings",
    metadata,
    Column("sha256", Sha, primary_key=True),
    Column("key", Text),
    Column("problem", Text),
    Column("members", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)
"""Which files were opened for what lies inside them: `key` is null until all of it was taken out that could be.
`members` and `bytes` count everything below a file that lies in no other."""

facts = Table(
    "facts",
    metadata,
    *_page_key(),
    Column("source", Slug, primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    Column("key", String(100), nullable=False),
    Index("ix_facts_name_key", "name", "key"),
)
"""What is known of a document beside what stands on its pages: the header of an e-mail, the fields of a load file, the
Bates number of a page. `number` 0 is the document as a whole; `key` is the start of the value in small letters."""

parts = Table(
    "parts",
    metadata,
    Column("sha256", Sha, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("kind", Slug),
    Column("title", Text),
    Column("dated", Date),
    Column("reasons", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
)
"""The documents inside a file: pages `first` to `last`; `reasons` say why one begins there."""

page_copies = Table(
    "page_copies",
    metadata,
    *_page_key(),
    Column("other_sha256", Sha, primary_key=True),
    Column("other_number", Integer, primary_key=True),
    Column("how", Slug, nullable=False),
    Column("likeness", Float, nullable=False),
    Index("ix_page_copies_other", "other_sha256", "other_number"),
)
"""Two pages that say the same; each pair is kept once, lower (hash, number) first. `how` is exact, text, image or
version."""

page_prints = Table(
    "page_prints",
    metadata,
    *_page_key(),
    Column("taken_from", Id, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)
"""What a page is found again by, and what of the page it was taken from: a page that reads as it did has it already."""

# ---------------------------------------------------------------- what the pages say

mentions = Table(
    "mentions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reading", Id, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Slug, nullable=False),
    Column("name", Text, nullable=False),
    Column("rank", Text),
    Column("badges", JSON, nullable=False),
    Column("agency", Text),
    Column("by", Slug, nullable=False, server_default="title"),
    Column("person", Id, index=True),
    Column("surname_key", String(64), default=_fold_surname, index=True),
    Column("known_kind", Slug),
    Column("added", Boolean, nullable=False, server_default=false()),
    Index("ix_mentions_page", "sha256", "number"),
)
"""`surname_key` is what a person is looked up by, see `name_keys`. `kind` is what the page says, `known_kind` what the
document or the case says of somebody of whom the page says nothing: it counts where it is told. `added` is true for
mentions that no page tells alone."""

page_names = Table(
    "page_names",
    metadata,
    *_page_key(),
    Column("said", Id, nullable=False),
    Column("lone", LargeBinary),
)
"""What the pass over a page says of names: `said` is a hash of all of it, `lone` holds the words that may name somebody
whom another page names."""

mention_badges = Table(
    "mention_badges",
    metadata,
    Column("mention", ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True, index=True),
)
"""The numbers of the people mentioned, folded, to look them up by."""

mention_roles = Table(
    "mention_roles",
    metadata,
    Column("mention", ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Slug, primary_key=True, index=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("event", Slug),
    Column("dated", Date),
)
"""The parts that somebody plays where he is mentioned, with the words that say so."""

marks = Table(
    "marks",
    metadata,
    *_page_key(),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("label", Slug, primary_key=True),
    Column("value", Text),
)
Index(
    "ix_marks_bates",
    marks.c.value,
    sqlite_where=marks.c.label == "bates",
    postgresql_where=marks.c.label == "bates",
)

testimony = Table(
    "testimony",
    metadata,
    *_page_key(),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("reading", Id, nullable=False),
    Column("place", String(20)),
    Column("starts", Boolean, nullable=False),
    Column("role", Slug),
    Column("speaker", Text),
    Column("examination", Slug),
    Column("witness", Text),
)
"""The lines of transcripts, with speaker, examination and witness also where only a page before tells them: made from
all pages of a document together, so no page alone can be asked for them."""

findings = Table(
    "findings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reading", Id, nullable=False),
    Column("detector", Slug, nullable=False),
    Column("type", Slug, nullable=False, index=True),
    Column("subtype", Slug),
    Column("severity", Integer, nullable=False),
    Column("assertion", Slug, nullable=False),
    Column("speaker", Text),
    Column("verify_image", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("confidence", Float),
    Column("slots", JSON, nullable=False),
    Index("ix_findings_page", "sha256", "number"),
)

finding_mentions = Table(
    "finding_mentions",
    metadata,
    Column("finding", ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("mention", ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("slot", Slug, primary_key=True),
)
"""Who stands in which slot of a finding; the slot is empty where a person stands in the quote only."""

persons = Table(
    "persons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("kind", Slug, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("rank", Text),
    Column("badges", JSON, nullable=False),
    Column("agency", Text),
    Column("reasons", JSON, nullable=False),
    Column("first_seen", Integer, nullable=False),
)
"""`first_seen` counts up: the older of two persons that turn out to be one keeps its id."""

person_aliases = Table(
    "person_aliases",
    metadata,
    Column("alias", Id, primary_key=True),
    Column("person", Id, nullable=False),
)

person_candidates = Table(
    "person_candidates",
    metadata,
    Column("one", Id, primary_key=True),
    Column("other", Id, primary_key=True, index=True),
    Column("doubts", JSON, nullable=False),
)
"""Pairs that may be the same person and were not joined, with the names of the reasons; made again at every run."""

leads = Table(
    "leads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("type", Slug, nullable=False, index=True),
    Column("rule", Slug, nullable=False),
    Column("group_key", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("status", Slug, nullable=False),
    Column("summary", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("confirm", Text, nullable=False),
    Column("disclosure", Slug, nullable=False),
    Column("verify_image", Boolean, nullable=False),
    Column("score", Integer, nullable=False, index=True),
    Column("band", String(1), nullable=False),
    Column("points", JSON, nullable=False),
    Column("people", JSON, nullable=False),
    Column("cases", JSON, nullable=False),
    Index("ix_leads_rule_group", "rule", "group_key"),
)

lead_citations = Table(
    "lead_citations",
    metadata,
    Column("lead", ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reading", Id, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("slot", Slug),
    Index("ix_lead_citations_page", "sha256", "number"),
)

deals = Table(
    "deals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_key", Text, nullable=False, index=True),
    Column("body", JSON, nullable=False),
)

rule_groups = Table(
    "rule_groups",
    metadata,
    Column("rule", Slug, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Id, nullable=False),
)
"""What each rule read when it last looked at a group: an unchanged group is not read again."""

# ---------------------------------------------------------------- what the index has not got, what was run

outbox = Table("outbox", metadata, *_page_key())

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("state", Slug, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("seconds", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
)

# ---------------------------------------------------------------- what people decide


def _decision() -> list[Column[Any]]:
    return [
        Column("id", Integer, primary_key=True),
        Column("actor", Text, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("reason", Text, nullable=False),
    ]


reviews = Table(
    "decision_reviews",
    metadata,
    *_decision(),
    Column("lead", Id, nullable=False, index=True),
    Column("decision", Slug, nullable=False),
    Column("words", Text),
)
"""`words` is the quote that the person saw: a lead that says something else now says so."""

merges = Table(
    "decision_merges",
    metadata,
    *_decision(),
    Column("action", Slug, nullable=False),
    Column("one", Id, nullable=False),
    Column("other", Id, nullable=False),
)
"""`action` is merge (two persons are one), forbid (they are two), split (mentions of `one` are somebody else, `other`),
or undo (`one` is the number of the decision that is taken back)."""

merge_places = Table(
    "decision_merge_places",
    metadata,
    Column("merge", ForeignKey("decision_merges.id"), primary_key=True),
    Column("side", Integer, primary_key=True),
    Column("sha256", Sha, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
)
"""The mentions a decision was about, by place and name: a page that is read again has other mentions, and the decision
still holds. `side` is 0 for those of `one`, 1 for those of `other`."""

certificates = Table(
    "decision_certificates",
    metadata,
    *_decision(),
    Column("case_name", Text, nullable=False, index=True),
    Column("file_set", Slug, nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("fingerprint", Id, nullable=False),
)
"""Who says on what ground that a set of a case is complete, or takes that back; what was in the set then. The latest
entry of a case and set counts."""

unmaskings = Table("decision_unmaskings", metadata, *_decision(), Column("what", Text, nullable=False))

human_readings = Table(
    "decision_readings",
    metadata,
    *_decision(),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reading", Id, nullable=False),
    Index("ix_decision_readings_page", "sha256", "number"),
)
"""A text that a person typed or corrected; the text itself stands in `readings`. The latest is the current one."""

boundaries = Table(
    "decision_boundaries",
    metadata,
    *_decision(),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("starts", Boolean, nullable=False),
    Column("kind", Slug),
    Index("ix_decision_boundaries_page", "sha256", "number"),
)
"""Where a person says that a document begins, or does not; and of which kind it is. The latest counts."""

case_facts = Table(
    "decision_case_facts",
    metadata,
    *_decision(),
    Column("case_name", Text, nullable=False, index=True),
    Column("name", Slug, nullable=False),
    Column("value", Text, nullable=False),
)
"""What an office knows of a case beside its papers: custody, dates that press. The latest value of a name counts; an
empty one takes it back. `reason` says where it is known from."""

samples = Table(
    "decision_samples",
    metadata,
    *_decision(),
    Column("case_name", Text),
    Column("seed", Integer, nullable=False),
    Column("population", Integer, nullable=False),
)
"""A random draw of pages without a lead; `population` counts the pages that it was drawn from."""

sampled_pages = Table(
    "decision_sampled_pages",
    metadata,
    Column("sample", ForeignKey("decision_samples.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Index("ix_decision_sampled_pages_page", "sha256", "number"),
)

sample_answers = Table(
    "decision_sample_answers",
    metadata,
    *_decision(),
    Column("sample", ForeignKey("decision_samples.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("answer", Slug, nullable=False),
)
"""What a person found on a drawn page: nothing, or a fact that no lead told. The latest answer about a page counts."""

purges = Table("decision_purges", metadata, *_decision(), Column("sha256", Sha, nullable=False, index=True))
"""Documents that were taken out of the archive with all that was derived from them; nothing else of them is kept."""

gates = Table(
    "decision_gates",
    metadata,
    *_decision(),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("gate", Slug, nullable=False),
    Column("holds", Boolean, nullable=False),
    Index("ix_decision_gates_page", "sha256", "number"),
)
"""Which pages a person keeps behind a gate (grand jury, sealed ...) or takes out from behind it; `number` 0 is the
whole document. The latest entry of a page and gate counts."""

searches = Table(
    "decision_searches",
    metadata,
    *_decision(),
    Column("name", Text, nullable=False, index=True),
    Column("query", Text, nullable=False),
    Column("case_name", Text),
    Column("holds", Boolean, nullable=False),
)
"""Questions that people keep, as typed. The latest entry of a name counts; `holds` is false where it was forgotten."""

looks = Table(
    "decision_looks",
    metadata,
    *_decision(),
    Column("search", ForeignKey("decision_searches.id"), nullable=False, index=True),
    Column("everybody", Boolean, nullable=False),
    Column("shown", LargeBinary, nullable=False),
)
"""The pages of an answer that somebody was shown, as 16 bytes of each: what was shown before is not new. The look with
which a search is kept counts for everybody."""

ticks = Table(
    "decision_ticks",
    metadata,
    *_decision(),
    Column("sha256", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reading", Id),
    Column("holds", Boolean, nullable=False),
    Index("ix_decision_ticks_page", "sha256", "number"),
)
"""Pages that a person ticked off as reviewed, or took the tick from; `reading` is the text that stood there then. The
latest entry of a page counts."""
