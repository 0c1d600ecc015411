"""The pages of the console, each over its services."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.cli.session import Session
from app.services.analyse_recording import AnalyseRecording
from app.services.review_recording import ReviewRecording
from app.services.run_campaign import RunCampaign
from app.services.sign_in import SignIn
from ui.away_lock import AwayActions, AwayLock
from ui.campaigns.model import CampaignsModel
from ui.campaigns.page import CampaignsPage
from ui.console import Console
from ui.pages import PageSpec
from ui.privacy.model import PrivacyActions, PrivacyModel
from ui.privacy.page import PrivacyPage
from ui.recordings.model import RecordingsModel
from ui.recordings.page import RecordingsPage
from ui.shell import Shell
from ui.shell_model import ShellActions, ShellModel


async def build_shell(session: Session) -> Shell:
    """Return the shell, still empty, for the pages that this person has; its background work has begun."""
    run = session.run
    model = ShellModel(
        session.user, session.presence, _actions(session, run), session.operations, session.clock
    )
    session.on_sync_state = model.on_sync
    session.on_device = model.on_device
    shell = Shell(model, _pages(session, run), empty=True)
    model.setParent(shell)
    await session.start()
    model.start()
    return shell


def away_lock(
    window: Console, session: Session, shell: Shell, sign_in: SignIn, ended: Callable[[], None]
) -> AwayLock:
    """Return what covers the window while nobody is there; it goes with the shell, its owner."""
    actions = AwayActions(
        limit_s=lambda: session.idle_lock_s,
        unlock=lambda password: sign_in.again(session.user, password),
        ended=ended,
    )
    lock = AwayLock(window, session.user, session.presence, actions, session.operations, session.clock, shell)
    lock.waiting.connect(lambda: shell.say(_tr("The window locks once this call is wrapped up.")))
    return lock


def _actions(session: Session, run: RunCampaign | None) -> ShellActions:
    async def ready() -> Changes:
        return await run.ready() if run is not None else Changes()

    return ShellActions(
        ready=ready,
        pause=run.pause if run is not None else lambda reason: None,
        sign_out=session.hooks.sign_out,
        retry=session.sync.retry,
        waiting=session.waiting,
        sound=session.sound,
        lock=session.hooks.lock_window,
    )


def _pages(session: Session, run: RunCampaign | None) -> list[PageSpec]:
    pages: list[PageSpec] = []
    if run is not None:
        agent = run

        def campaigns() -> QWidget:
            return CampaignsPage(CampaignsModel(agent, session.operations, session.clock))

        pages.append(PageSpec("campaigns", _tr("Campaigns"), "megaphone", "C", campaigns))
    return [
        *pages,
        PageSpec("recordings", _tr("Recordings"), "audio-lines", "R", lambda: _recordings(session)),
        PageSpec("transcription", _tr("Transcription"), "captions", "T", lambda: _transcription(session)),
        PageSpec("privacy", _tr("Privacy and device"), "shield-check", "P", lambda: _privacy(session)),
    ]


def _recordings(session: Session) -> QWidget:
    stores = session.stores
    analyse = AnalyseRecording(stores.recordings, stores.campaigns)
    review = ReviewRecording(stores, session.device.platform, session.user, session.clock, analyse)
    model = RecordingsModel(
        review, stores.campaigns, session.operations, session.clock, session.transcriptions
    )
    return RecordingsPage(model)


def _transcription(session: Session) -> QWidget:
    # Seldom visited: the first page is not kept waiting for it.
    from app.transcription.model_desk import ThreadedModelDesk
    from ui.transcription.model import TranscriptionModel, TranscriptionParts
    from ui.transcription.page import TranscriptionPage

    parts = TranscriptionParts(
        session.transcriptions,
        ThreadedModelDesk(session.models),
        session.stores.campaigns,
        session.stores.replica,
    )
    model = TranscriptionModel(parts, session.operations, session.clock)
    page = TranscriptionPage(model)
    model.setParent(page)
    return page


def _privacy(session: Session) -> QWidget:
    actions = PrivacyActions(session.contact, session.hooks.wipe_here)
    return PrivacyPage(PrivacyModel(session.privacy, actions, session.operations))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pages", text)
