"""Enrol, sign in, two calls, and every figure on screen against the store and against the platform."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.cli.scenario import calls
from app.cli.scenario.privacy import open_privacy
from app.cli.scenario.sign_in import enrol, sign_in
from app.domain.call import Call
from tests.e2e.figures import holdings_shown, holdings_stored, strip_at_platform, strip_shown, strip_stored
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformProcess]:
    with running_platform() as process:
        yield process


@pytest.fixture(scope="module")
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures")


def test_codes_and_passwords_that_are_wrong_are_said_and_the_right_ones_let_in(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def scenario() -> None:
        async with workplace.console() as (robot, _):
            right = await asyncio.to_thread(office.code)
            secret, _, fingerprint = right.partition(".")
            await robot.write("Enrolment code", f"{secret[::-1]}.{fingerprint}", QLineEdit)
            await robot.press(Qt.Key.Key_Return)
            code = await robot.find(QLineEdit, "Enrolment code")
            await robot.until(lambda: code.accessibleDescription(), "the refusal of the code")
            assert not workplace.place.paths.device.trust.exists(), "a wrong code enrolled something"

            code.clear()
            await enrol(robot, right)
            user = workplace.user("agent")
            await robot.write("E-mail", user.email, QLineEdit)
            await robot.write("Password", "not " + user.password, QLineEdit)
            await robot.press(Qt.Key.Key_Return)
            password = await robot.find(QLineEdit, "Password")
            await robot.until(lambda: password.accessibleDescription(), "the refusal of the password")
            email = await robot.find(QLineEdit, "E-mail")
            assert email.text() == user.email, "what was typed is gone"
            assert workplace.place.paths.profiles() == (), "a wrong password made a profile"

            email.clear()
            password.clear()
            await sign_in(robot, user)
            assert len(workplace.place.paths.profiles()) == 1

    qt_loop.run_until_complete(scenario())


def test_two_calls_and_every_figure_on_screen_is_the_stores_and_the_platforms(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    began = datetime.now(UTC)

    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await calls.go_ready(robot)
            for number in range(len(calls.NOTES)):
                await calls.one_call(robot, number)
            await calls.pause(robot)
            await robot.until(lambda: says(robot, "Synced"), "everything to be sent")

            made = await asyncio.to_thread(_delivered, office, began)
            assert {call.note for call in made} == set(calls.NOTES)
            shown = strip_shown(robot)
            agent = str(made[0].agent_id)
            assert shown.today[0] == len(made)
            assert shown == await asyncio.to_thread(strip_stored, workplace, shown.campaign, agent)
            known = await asyncio.to_thread(office.calls)
            assert shown == strip_at_platform(known, made[0].campaign_id, shown, agent)

            await open_privacy(robot)
            await robot.until(lambda: holdings_shown(robot), "the holdings")
            assert holdings_shown(robot) == await asyncio.to_thread(
                holdings_stored, workplace, "Europe/Brussels"
            )

    qt_loop.run_until_complete(scenario())


def _delivered(office: Office, began: datetime) -> list[Call]:
    """The two calls as the team lead knows them, each heard at its far end."""
    made = [call for call in office.calls_since(began) if call.outcome is not None]
    assert len(made) == len(calls.NOTES)
    assert [call.id for call in made if office.seconds_heard(call.id) < 1.0] == []
    return made
