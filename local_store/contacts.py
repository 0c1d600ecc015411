"""Contacts and the do-not-call list."""

from dataclasses import replace

from app.changes import Changes
from app.domain.actions import Delivery
from app.domain.contact import Contact, DoNotCall
from app.domain.finding import countries_of, folded, looks_like_a_number, numbers_meant
from app.domain.ids import CampaignId, ContactId, Phone
from app.domain.retention import DataClass, Facts
from app.ports.clock import Clock
from app.protocol.codec import decode
from local_store.connection import Connection, transaction
from local_store.ends import live
from local_store.executor import Database, DbThread
from local_store.layers import text_of
from local_store.verdicts import kept, now_us, schedule_of

WHOLE_ORGANISATION = ""
"""Stands for `campaign_id` None in the key of the do-not-call table, where NULLs would not be unique."""


def put_contact(con: Connection, contact: Contact) -> None:
    """Keep a contact; inside a transaction."""
    facts = Facts(contact.last_activity_at, contact.campaign_id)
    con.execute(
        "INSERT OR REPLACE INTO contact (id, campaign_id, needle, digits, revision, body, basis_at, held,"
        " restricted, expires_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            contact.id,
            contact.campaign_id,
            folded(f"{contact.name} {contact.company}"),
            digits_of(contact.phone),
            contact.revision,
            text_of(contact),
            *kept(schedule_of(con), DataClass.CONTACT, facts).columns,
        ),
    )


def put_do_not_call(con: Connection, entry: DoNotCall) -> None:
    """Keep a do-not-call entry; inside a transaction."""
    con.execute(
        "INSERT OR REPLACE INTO do_not_call (phone, campaign_id, revision, body) VALUES (?,?,?,?)",
        (entry.phone, entry.campaign_id or WHOLE_ORGANISATION, entry.revision, text_of(entry)),
    )


def digits_of(phone: Phone) -> str:
    """Return an E.164 number without its plus."""
    return phone.removeprefix("+")


def meant_by(con: Connection, text: str) -> frozenset[Phone]:
    """Return the numbers that a spelling can mean among the countries of the contacts and calls held here."""
    if not looks_like_a_number(text):
        return frozenset()
    held = con.execute(
        "SELECT substr(digits, 1, 3) FROM contact UNION SELECT substr(phone, 2, 3) FROM call"
        " WHERE phone IS NOT NULL UNION SELECT substr(phone, 2, 3) FROM do_not_call"
    ).fetchall()
    return numbers_meant(text, countries_of(row[0] for row in held))


def who(con: Connection, text: str, words: str, digits: str) -> tuple[str, dict[str, object]]:
    """Return the SQL condition that a row is of whom `text` means, and its parameters.

    `words` is an expression of folded words, `digits` one of an E.164 number without its plus.
    """
    if looks_like_a_number(text):
        numbers = {f"number{n}": digits_of(number) for n, number in enumerate(sorted(meant_by(con, text)))}
        return f"{digits} IN ({', '.join(f':{name}' for name in numbers)})", {**numbers}
    bound = {f"word{n}": f"% {word}%" for n, word in enumerate(folded(text).split())}
    return " AND ".join(f"' ' || {words} LIKE :{name}" for name in bound) or "0", {**bound}


def read_contact(con: Connection, contact_id: ContactId, now: dict[str, int]) -> Contact | None:
    """Return a contact with the dials that still wait for the platform counted as attempts."""
    row = con.execute(
        f"SELECT body FROM contact WHERE id = :id AND {live(con, 'contact')}", {"id": contact_id, **now}
    ).fetchone()
    if row is None:
        return None
    contact = decode(Contact, row[0])
    waiting = con.execute(
        "SELECT count(*) FROM action WHERE contact_id = ? AND kind = 'start_call' AND delivery = ?",
        (contact_id, Delivery.WAITING.value),
    ).fetchone()[0]
    return replace(contact, attempts=contact.attempts + waiting) if waiting else contact


class SqlContacts:
    """Implements app.ports.stores.ContactStore."""

    def __init__(self, db: DbThread, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get(self, contact_id: ContactId) -> Contact | None:
        """Return one contact."""
        now = now_us(self._clock.now())
        return await self._db.run(lambda db: read_contact(db.main, contact_id, now))

    async def put(self, contact: Contact) -> Changes:
        """Keep a contact handed out by the platform; an older revision than the one held is ignored."""

        def write(db: Database) -> bool:
            with transaction(db.main):
                held = db.main.execute("SELECT revision FROM contact WHERE id = ?", (contact.id,)).fetchone()
                if held is not None and held[0] > contact.revision:
                    return False
                put_contact(db.main, contact)
                return True

        changed = await self._db.run(write)
        return Changes(contacts=frozenset({contact.id})) if changed else Changes()

    async def find(self, text: str, limit: int) -> tuple[Contact, ...]:
        """Return contacts by name: those of the number that `text` spells, or those with every word of it.

        A word is found by its beginning, in name or company.
        """
        wanted = {"limit": limit, **now_us(self._clock.now())}

        def read(db: Database) -> tuple[Contact, ...]:
            where, bound = who(db.main, text, "needle", "digits")
            rows = db.main.execute(
                f"SELECT body FROM contact WHERE {where} AND {live(db.main, 'contact')}"
                " ORDER BY needle, id LIMIT :limit",
                {**bound, **wanted},
            ).fetchall()
            return tuple(decode(Contact, row[0]) for row in rows)

        return await self._db.run(read)

    async def on_do_not_call(self, phone: Phone, campaign_id: CampaignId) -> bool:
        """Return whether the number is listed, or an outcome not yet answered by the platform lists it."""
        wanted = {"phone": phone, "campaign": campaign_id, "all": WHOLE_ORGANISATION}

        def read(db: Database) -> bool:
            row = db.main.execute(
                "SELECT EXISTS (SELECT 1 FROM do_not_call WHERE phone = :phone"
                "  AND campaign_id IN (:campaign, :all))"
                " OR EXISTS (SELECT 1 FROM call WHERE phone = :phone AND (pending = 1 OR folded = 1)"
                "  AND (outcome_class = 'do_not_call_organisation'"
                "   OR outcome_class = 'do_not_call_campaign' AND campaign_id = :campaign))",
                wanted,
            ).fetchone()
            return bool(row[0])

        return await self._db.run(read)
