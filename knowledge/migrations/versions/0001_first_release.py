"""tables of the first release"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The index is kept by the database itself, so that it changes in the row's own transaction.
_SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE passage_fts USING fts5(subject_tokens, body_tokens,
       content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER passage_fts_insert AFTER INSERT ON passage BEGIN
       INSERT INTO passage_fts(rowid, subject_tokens, body_tokens)
       VALUES (new.id, new.subject_tokens, new.body_tokens); END""",
    """CREATE TRIGGER passage_fts_delete AFTER DELETE ON passage BEGIN
       INSERT INTO passage_fts(passage_fts, rowid, subject_tokens, body_tokens)
       VALUES ('delete', old.id, old.subject_tokens, old.body_tokens); END""",
)
_POSTGRES_INDEX = (
    """ALTER TABLE passage ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
       setweight(array_to_tsvector(array_remove(string_to_array(subject_tokens, ' '), '')), 'A') ||
       setweight(array_to_tsvector(array_remove(string_to_array(body_tokens, ' '), '')), 'D')) STORED""",
    "CREATE INDEX ix_passage_tokens ON passage USING gin (tokens)",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("home_region", sa.String(), nullable=False),
        sa.Column("catalogue_revision", sa.Integer(), nullable=False),
        sa.Column("filled_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "search_term",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_term")),
    )
    op.create_table(
        "commodity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_commodity_account_id_account")),
        sa.ForeignKeyConstraint(["parent_id"], ["commodity.id"], name=op.f("fk_commodity_parent_id_commodity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commodity")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_commodity_account_id_name")),
    )
    with op.batch_alter_table("commodity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commodity_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_contact_account_id_key")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("erased_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_erasure_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("started_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_import_run_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "job_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_type_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_type")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_job_type_account_id_name")),
    )
    op.create_table(
        "market",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_market_account_id_account")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_market_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_market_account_id_name")),
    )
    op.create_table(
        "open_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_open_question_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_question")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_open_question_account_id_key")),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject_tokens", sa.Text(), nullable=False),
        sa.Column("body_tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passage_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("kind", "row_id", "position", name=op.f("uq_passage_kind_row_id_position")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index("ix_passage_account_kind", ["account_id", "kind"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("id_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("place_code", sa.String(), nullable=True),
        sa.Column("first_seen", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_account_id_account")),
        sa.ForeignKeyConstraint(["place_code"], ["region.code"], name=op.f("fk_person_place_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account_id", "id_hash", name=op.f("uq_person_account_id_id_hash")),
    )
    op.create_table(
        "pesticide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("announcement", sa.String(), nullable=False),
        sa.Column("forbidden_on", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pesticide_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pesticide")),
    )
    with op.batch_alter_table("pesticide", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pesticide_name"), ["name"], unique=False)

    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("crops", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_problem_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_problem_account_id_name")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("crops", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_article_account_id_account")),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_article_import_run_id_import_run")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_article_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("account_id", "source", "title", name=op.f("uq_article_account_id_source_title")),
    )
    op.create_table(
        "commodity_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("commodity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_commodity_alias_account_id_account")),
        sa.ForeignKeyConstraint(
            ["commodity_id"], ["commodity.id"], name=op.f("fk_commodity_alias_commodity_id_commodity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commodity_alias")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_commodity_alias_account_id_name")),
    )
    with op.batch_alter_table("commodity_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commodity_alias_commodity_id"), ["commodity_id"], unique=False)

    op.create_table(
        "held_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("held_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_held_quote_account_id_account")),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_held_quote_import_run_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_quote")),
        sa.UniqueConstraint("account_id", "fingerprint", name=op.f("uq_held_quote_account_id_fingerprint")),
    )
    op.create_table(
        "inbound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("sent_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("received_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inbound_account_id_account")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inbound_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint("account_id", "claim", name=op.f("uq_inbound_account_id_claim")),
    )
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_inbound_state", ["state", "received_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("wage_low", sa.String(), nullable=False),
        sa.Column("wage_high", sa.String(), nullable=False),
        sa.Column("wage_unit", sa.String(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("posted_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("expires_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_account_id_account")),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_job_import_run_id_import_run")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_job_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint(
            "account_id",
            "employer",
            "title",
            "place",
            "posted_at",
            name=op.f("uq_job_account_id_employer_title_place_posted_at"),
        ),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_live", ["account_id", "status", "expires_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account")),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_notice_import_run_id_import_run")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_notice_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "account_id", "publisher", "title", "date", name=op.f("uq_notice_account_id_publisher_title_date")
        ),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("commodity_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("variety", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_series_account_id_account")),
        sa.ForeignKeyConstraint(["commodity_id"], ["commodity.id"], name=op.f("fk_series_commodity_id_commodity")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_series_market_id_market")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint(
            "account_id",
            "commodity_id",
            "market_id",
            "written",
            "variety",
            "grade",
            "unit",
            "source",
            name=op.f("uq_series_account_id_commodity_id_market_id_written_variety_grade_unit_source"),
        ),
    )
    op.create_table(
        "trade_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commodity_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("price_unit", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("posted_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("expires_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_trade_post_account_id_account")),
        sa.ForeignKeyConstraint(["commodity_id"], ["commodity.id"], name=op.f("fk_trade_post_commodity_id_commodity")),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_trade_post_import_run_id_import_run")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_trade_post_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_post")),
        sa.UniqueConstraint(
            "account_id",
            "kind",
            "commodity_id",
            "place",
            "contact",
            "phone",
            "posted_at",
            name=op.f("uq_trade_post_account_id_kind_commodity_id_place_contact_phone_posted_at"),
        ),
    )
    with op.batch_alter_table("trade_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trade_post_commodity_id"), ["commodity_id"], unique=False)
        batch_op.create_index("ix_trade_post_live", ["account_id", "kind", "status", "expires_at"], unique=False)

    op.create_table(
        "asker",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("inbound_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_asker_inbound_id_inbound"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_asker_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_asker_question_id_open_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "inbound_id", name=op.f("pk_asker")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("delivered_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.Column("delivered_with", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outbox_account_id_account")),
        sa.ForeignKeyConstraint(
            ["delivered_with"], ["inbound.id"], name=op.f("fk_outbox_delivered_with_inbound"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("person_id", "cause", name=op.f("uq_outbox_person_id_cause")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_waiting", ["person_id", "delivered_at"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("low", sa.String(), nullable=False),
        sa.Column("high", sa.String(), nullable=False),
        sa.Column("average", sa.String(), nullable=False),
        sa.Column("fen_per_kg_low", sa.Integer(), nullable=True),
        sa.Column("fen_per_kg_high", sa.Integer(), nullable=True),
        sa.Column("fen_per_kg", sa.Integer(), nullable=True),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_quote_import_run_id_import_run")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_quote_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index("uq_quote_series_date", ["series_id", "date"], unique=True)

    op.create_table(
        "reply_basis",
        sa.Column("inbound_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_reply_basis_inbound_id_inbound"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inbound_id", "kind", "row_id", name=op.f("pk_reply_basis")),
    )
    with op.batch_alter_table("reply_basis", schema=None) as batch_op:
        batch_op.create_index("ix_reply_basis_row", ["kind", "row_id"], unique=False)

    op.create_table(
        "quote_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("low", sa.String(), nullable=False),
        sa.Column("high", sa.String(), nullable=False),
        sa.Column("average", sa.String(), nullable=False),
        sa.Column("changed_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_change_quote_id_quote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_change")),
    )
    with op.batch_alter_table("quote_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_change_quote_id"), ["quote_id"], unique=False)

    statements = _SQLITE_INDEX if op.get_bind().dialect.name == "sqlite" else _POSTGRES_INDEX
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passage_fts")
    with op.batch_alter_table("quote_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_change_quote_id"))

    op.drop_table("quote_change")
    with op.batch_alter_table("reply_basis", schema=None) as batch_op:
        batch_op.drop_index("ix_reply_basis_row")

    op.drop_table("reply_basis")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index("uq_quote_series_date")

    op.drop_table("quote")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_waiting")

    op.drop_table("outbox")
    op.drop_table("asker")
    with op.batch_alter_table("trade_post", schema=None) as batch_op:
        batch_op.drop_index("ix_trade_post_live")
        batch_op.drop_index(batch_op.f("ix_trade_post_commodity_id"))

    op.drop_table("trade_post")
    op.drop_table("series")
    op.drop_table("notice")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_live")

    op.drop_table("job")
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.drop_index("ix_inbound_state")
        batch_op.drop_index(batch_op.f("ix_inbound_person_id"))

    op.drop_table("inbound")
    op.drop_table("held_quote")
    with op.batch_alter_table("commodity_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commodity_alias_commodity_id"))

    op.drop_table("commodity_alias")
    op.drop_table("article")
    op.drop_table("problem")
    with op.batch_alter_table("pesticide", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pesticide_name"))

    op.drop_table("pesticide")
    op.drop_table("person")
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.drop_index("ix_passage_account_kind")

    op.drop_table("passage")
    op.drop_table("open_question")
    op.drop_table("market")
    op.drop_table("job_type")
    op.drop_table("import_run")
    op.drop_table("erasure")
    op.drop_table("contact")
    with op.batch_alter_table("commodity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commodity_parent_id"))

    op.drop_table("commodity")
    op.drop_table("search_term")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_code"))
        batch_op.drop_index(batch_op.f("ix_region_name"))

    op.drop_table("region")
    op.drop_table("account")
