"""The least Qt can do from Python: a window with one field that takes a key: the other arm of `startup`."""

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget


def main() -> int:
    """Say `ready` once a typed key stands in the field."""
    application = QApplication(sys.argv)
    window = QWidget()
    layout = QVBoxLayout(window)
    field = QLineEdit()
    layout.addWidget(field)
    window.resize(1440, 900)
    window.show()
    field.setFocus()

    def press() -> None:
        QTest.keyClick(field, Qt.Key.Key_A)
        if field.text() != "a":
            raise SystemExit("the key did not arrive")
        print("ready", flush=True)
        application.quit()

    QTimer.singleShot(0, press)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
