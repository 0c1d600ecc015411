"""What stands in the middle of the page while there is nobody to call."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import qasync
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.domain.ids import CampaignId
from app.services.synchronise import SyncState
from tests.support.qt_loop import turn, until
from ui.campaigns.model import CampaignsModel
from ui.campaigns.page import CampaignsPage
from ui.gallery.campaign_facts import CAMPAIGN, HELDERZON, NOW, OTHERS
from ui.gallery.campaigns import AgentDesk


@dataclass
class Waiting:
    """A page before its first synchronisation."""

    desk: AgentDesk
    page: CampaignsPage
    loop: qasync.QEventLoop

    def sync(self, *, online: bool = True, done: bool = False) -> None:
        self.desk.run.on_sync(SyncState(online, NOW, NOW if done else None))
        turn(self.loop)

    def arrives(self) -> None:
        self.desk.world.add_campaigns(HELDERZON)
        self.desk.operations.bridge.publish(Changes(campaigns=frozenset({CAMPAIGN})))

    def until(self, happened: Callable[[], object]) -> None:
        until(self.loop, happened)

    @property
    def title(self) -> str:
        empty = self.page.model.view.empty
        return empty.title if empty is not None else ""

    def labels(self) -> list[QLabel]:
        return [label for label in self.page.middle.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def waiting(qt_loop: qasync.QEventLoop, qtbot: QtBot) -> Iterator[Waiting]:
    desk = AgentDesk()
    desk.world.campaigns = {}
    page = CampaignsPage(CampaignsModel(desk.run, desk.operations, desk.clock))
    desk.operations.setParent(page)
    page.resize(1352, 820)
    with qtbot.waitExposed(page):
        page.show()
    until(qt_loop, lambda: not page.model.view.loading)
    yield Waiting(desk, page, qt_loop)
    qt_loop.run_until_complete(desk.operations.tasks.close())
    page.close()
    page.deleteLater()
    turn(qt_loop)


def test_until_the_first_sync_has_ended_no_campaign_is_denied(waiting: Waiting) -> None:
    assert waiting.title == "Loading campaigns"
    waiting.sync()
    assert waiting.title == "Loading campaigns"
    waiting.sync(done=True)
    assert waiting.title == "No campaign to run"


def test_the_first_campaign_to_arrive_is_the_one_to_run(waiting: Waiting) -> None:
    waiting.sync()
    waiting.arrives()
    waiting.until(lambda: waiting.title == "You are not ready")
    assert waiting.page.model.view.strip.title == HELDERZON.name


def test_a_new_workstation_without_network_says_where_campaigns_come_from(waiting: Waiting) -> None:
    waiting.sync(online=False)
    assert waiting.title == "No campaigns yet"
    assert "cannot be reached" in " ".join(label.text() for label in waiting.labels())
    waiting.sync()
    assert waiting.title == "Loading campaigns"


def test_what_was_synchronised_before_stays_known_offline(waiting: Waiting) -> None:
    waiting.desk.world.campaigns = {CampaignId(c.id): c for c in OTHERS}
    waiting.sync(done=True)
    waiting.sync(online=False)
    assert waiting.title == "No campaign to run"


@pytest.mark.parametrize("width", [1200, 1352, 1900])
def test_no_sentence_is_cut(waiting: Waiting, width: int) -> None:
    waiting.page.resize(width, 820)
    waiting.sync(done=True)
    waiting.until(lambda: waiting.labels() and all(label.height() > 0 for label in waiting.labels()))
    turn(waiting.loop)
    for label in waiting.labels():
        assert label.height() >= label.heightForWidth(label.width()), label.text()
