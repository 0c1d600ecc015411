"""The platform's database: SQLCipher'd SQLite in its data folder, or PostgreSQL by URL.

The key of the SQLite file is the *server's own*: 256 random bits in `platform.key` (0600) beside the file,
like the key of any service that must start without a person. It protects copies and backups of the database
that travel without the key file, not a stolen server disk: encrypt that, or keep the folder on one that is.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url

from app.errors import EnvironmentFault
from app.reference_platform.files import private_folder, write_private
from app.reference_platform.tables import metadata

KEY_FILE = "platform.key"
DATABASE_FILE = "platform.db"


class Database:
    """Short transactions: `read` sees one snapshot, `write` is one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection in a read transaction."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Yield a connection in a write transaction; commits at the end, rolls back on an exception.

        `durable` False spares the fsync, for what may be forgotten in a power cut.
        """
        with self._writing, self._engine.connect() as connection:
            connection.info["writing"] = "FULL" if durable else "NORMAL"
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info["writing"] = ""

    def scrub(self) -> None:
        """Rewrite the file so that no page holds deleted rows (SQLite; on PostgreSQL the operator vacuums).

        Raises EnvironmentFault PLT-203 if a reader kept the log from being emptied: the caller tries again.
        """
        if self._engine.dialect.name != "sqlite":
            return
        raw = self._engine.raw_connection()
        try:
            with self._writing:
                raw.cursor().execute("VACUUM")
                busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            raw.close()
        if busy:
            raise EnvironmentFault(
                "PLT-203", "The database is busy and keeps deleted pages.", "The next sweep tries again."
            )

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def open_database(folder: Path, url: str | None = None) -> Database:
    """Open (or create) the database. `url` is an SQLAlchemy URL; None: SQLCipher in `folder`.

    Its errors hide their parameters: a log must not carry a name or a number.
    Raises EnvironmentFault PLT-201 where a database lies without its key.
    """
    engine = create_engine(make_url(url), hide_parameters=True) if url else _sqlcipher(folder)
    metadata.create_all(engine)
    return Database(engine)


def _sqlcipher(folder: Path) -> Engine:
    key = _server_key(private_folder(folder))
    url = URL.create(
        "sqlite+pysqlcipher", password=f"x'{key}'", host="", database=str(folder / DATABASE_FILE)
    )
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=16,
        max_overflow=48,
        connect_args={"check_same_thread": False, "timeout": 30},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _server_key(folder: Path) -> str:
    path = folder / KEY_FILE
    if path.exists():
        return path.read_text("ascii").strip()
    if (folder / DATABASE_FILE).exists():
        raise EnvironmentFault(
            "PLT-201",
            f"The platform's database has no key file ({KEY_FILE}).",
            "Put the key file back from its backup; without it the database cannot be read.",
        )
    key = secrets.token_hex(32)
    write_private(path, key.encode("ascii"))
    return key


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, never by the driver's guess
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer half-way fails at once when another writer was faster.
    synchronous = connection.info.get("writing", "")
    if synchronous:
        connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if synchronous else "BEGIN")
