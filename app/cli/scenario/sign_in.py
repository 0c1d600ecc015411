"""The first minutes of an agent: enrol with the administrator's code, sign in."""

from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.cli.platform_child import DemoUser
from app.cli.scenario.robot import Robot
from ui.shell import Shell


async def enrol(robot: Robot, code: str) -> None:
    """Type the code into the enrolment form; ends on the sign-in form."""
    await robot.write("Enrolment code", code, QLineEdit)
    await robot.click("Enrol this workstation", QAbstractButton)
    await robot.find(QLineEdit, "E-mail")


async def sign_in(robot: Robot, user: DemoUser) -> None:
    """Type e-mail and password; ends in the shell."""
    await robot.write("E-mail", user.email, QLineEdit)
    await robot.write("Password", user.password, QLineEdit)
    await robot.click("Sign in", QAbstractButton)
    await robot.until(lambda: robot.window.findChildren(Shell), "the shell after signing in")
