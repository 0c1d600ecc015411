"""Tables of the platform. Each names the data class it holds, in `info`; None where nothing is personal.

Things that travel in the delta lie in one table, as the JSON of their domain type: one set of types, no
mapping layer. The columns beside the body are what queries and the retention verdict need.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from app.domain.retention import DataClass

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; stored naive, because SQLite would drop the zone in silence."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


PER_ROW = "per_row"
"""Data class of a table whose rows differ in class; `things.DATA_CLASSES` says which."""

counter = Table(
    "counter",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
    info={"data_class": None},
)

secret = Table(
    "secret",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    info={"data_class": None},
)

organisation = Table(
    "organisation",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    info={"data_class": None},
)

thing = Table(
    "thing",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("campaign_id", String(64)),
    Column("parent_id", String(64)),
    Column("basis_at", UtcDateTime),
    Column("legal_hold", Boolean, nullable=False, default=False),
    Column("restricted", Boolean, nullable=False, default=False),
    Column("body", Text),
    Index("thing_parent", "kind", "parent_id"),
    Index("thing_campaign", "kind", "campaign_id"),
    info={"data_class": PER_ROW},
)

person = Table(
    "person",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("totp_secret", String(64), nullable=False),
    Column("closed_at", UtcDateTime),
    info={"data_class": DataClass.ACCOUNT_PROFILE},
)

membership = Table(
    "membership",
    metadata,
    Column("user_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("campaign_id", String(64), primary_key=True),
    info={"data_class": DataClass.ACCOUNT_PROFILE},
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("made_by", String(128), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    info={"data_class": None},
)

device = Table(
    "device",
    metadata,
    Column("enrolment_id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("public_key", String(64), nullable=False),
    Column("thumbprint", String(64), nullable=False, unique=True),
    Column("enrolled_by", String(128), nullable=False),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("last_contact", UtcDateTime),
    Column("receipts", Integer, nullable=False, default=0),
    Column("receipt_head", String(64), nullable=False, default=""),
    info={"data_class": None},
)

token = Table(
    "token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("family", String(64), nullable=False, index=True),
    Column("user_id", String(64)),
    Column("enrolment_id", String(64), nullable=False, index=True),
    Column("thumbprint", String(64), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used", Boolean, nullable=False, default=False),
    info={"data_class": DataClass.SECURITY_LOG},
)

seen_once = Table(
    "seen_once",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    info={"data_class": None},
)

intent = Table(
    "intent",
    metadata,
    Column("command_id", String(64), primary_key=True),
    Column("enrolment_id", ForeignKey("device.enrolment_id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("ordered_by", String(64), nullable=False),
    Column("ordered_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    info={"data_class": DataClass.DELETION_RECEIPT},
)

receipt = Table(
    "receipt",
    metadata,
    Column("enrolment_id", ForeignKey("device.enrolment_id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("jws", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    info={"data_class": DataClass.DELETION_RECEIPT},
)

policy_revision = Table(
    "policy_revision",
    metadata,
    Column("revision", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("set_by", String(64), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    info={"data_class": None},
)

answer = Table(
    "answer",
    metadata,
    Column("enrolment_id", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    info={"data_class": DataClass.SECURITY_LOG},
)

script_answer = Table(
    "script_answer",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    info={"data_class": DataClass.REVIEW},
)

dial_queue = Table(
    "dial_queue",
    metadata,
    Column("contact_id", String(64), primary_key=True),
    Column("campaign_id", String(64), nullable=False, index=True),
    Column("score", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("callback", Boolean, nullable=False, default=False),
    Column("only_for", String(64)),
    Column("reserved_by", String(64)),
    Column("reserved_until", UtcDateTime),
    info={"data_class": DataClass.CONTACT},
)

audio = Table(
    "audio",
    metadata,
    Column("recording_id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("file", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("stored", Boolean, nullable=False),
    info={"data_class": DataClass.CALL_RECORDING},
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("what", String(64), nullable=False),
    Column("about", String(128), nullable=False),
    info={"data_class": DataClass.SECURITY_LOG},
)
