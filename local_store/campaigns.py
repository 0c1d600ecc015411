"""Campaigns as held here, and how far they are by the calls held here."""

from datetime import datetime

from app.domain.campaign import AgentDay, Campaign, CampaignProgress, CampaignState
from app.domain.ids import CampaignId, UserId
from app.domain.outcome import STILL_TO_CALL, OutcomeClass
from app.ports.clock import Clock
from app.protocol.codec import decode
from local_store.connection import Connection
from local_store.ends import live
from local_store.executor import Database, DbThread
from local_store.layers import text_of
from local_store.times import to_us
from local_store.verdicts import now_us


def put_campaign(con: Connection, campaign: Campaign) -> None:
    """Keep a campaign; inside a transaction."""
    con.execute(
        "INSERT OR REPLACE INTO campaign (id, name, running, revision, body) VALUES (?,?,?,?,?)",
        (
            campaign.id,
            campaign.name,
            int(campaign.state is CampaignState.RUNNING),
            campaign.revision,
            text_of(campaign),
        ),
    )


def read_campaign(con: Connection, campaign_id: CampaignId) -> Campaign | None:
    """Return one campaign."""
    row = con.execute("SELECT body FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
    return None if row is None else decode(Campaign, row[0])


class SqlCampaigns:
    """Implements app.ports.stores.CampaignStore."""

    def __init__(self, db: DbThread, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self) -> tuple[Campaign, ...]:
        """Return every campaign, running ones first, then by name."""

        def read(db: Database) -> tuple[Campaign, ...]:
            rows = db.main.execute(
                "SELECT body FROM campaign ORDER BY running DESC, name COLLATE NOCASE, id"
            ).fetchall()
            return tuple(decode(Campaign, row[0]) for row in rows)

        return await self._db.run(read)

    async def get(self, campaign_id: CampaignId) -> Campaign | None:
        """Return one campaign."""
        return await self._db.run(lambda db: read_campaign(db.main, campaign_id))

    async def progress(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return the latest outcome of each contact by class; done: those not to be called again."""
        wanted = {"campaign": campaign_id, **now_us(self._clock.now())}

        def read(db: Database) -> CampaignProgress:
            campaign = read_campaign(db.main, campaign_id)
            rows = db.main.execute(
                "SELECT outcome_class, count(*) FROM (SELECT outcome_class, max(started_at) FROM call"
                " WHERE campaign_id = :campaign AND contact_id IS NOT NULL AND outcome_class IS NOT NULL"
                f" AND {live(db.main, 'call')} GROUP BY contact_id) GROUP BY outcome_class",
                wanted,
            ).fetchall()
            by_class = {OutcomeClass(name): int(count) for name, count in rows}
            done = sum(count for name, count in by_class.items() if name not in STILL_TO_CALL)
            return CampaignProgress(campaign.contacts_total if campaign else 0, done, by_class)

        return await self._db.run(read)

    async def day_of(self, agent_id: UserId, since: datetime) -> AgentDay:
        """Return calls, answered calls and positive outcomes of an agent since `since` (aware)."""
        wanted = {"agent": agent_id, "since": to_us(since), **now_us(self._clock.now())}

        def read(db: Database) -> AgentDay:
            row = db.main.execute(
                "SELECT count(*), total(answered), total(outcome_class = 'positive') FROM call"
                f" WHERE agent_id = :agent AND started_at >= :since AND {live(db.main, 'call')}",
                wanted,
            ).fetchone()
            return AgentDay(int(row[0]), int(row[1]), int(row[2]))

        return await self._db.run(read)
