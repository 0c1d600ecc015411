"""Middle column of the component sheet: lists, menus, dialog and messages."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery.parts import ringed, title
from ui.theme import Tone
from ui.widgets import (
    Banner,
    Cell,
    Choice,
    Column,
    DialogCard,
    DialogText,
    Keypad,
    Menu,
    Row,
    Table,
    Toast,
)


def build(layout: QVBoxLayout, page: QWidget) -> None:
    """Fill the column."""
    layout.addWidget(title("Table row 32 px, two-line row 44 px, answer 48 px"))
    layout.addWidget(_table())
    layout.addLayout(_choices(page))
    layout.addSpacing(8)
    layout.addWidget(title("Menu, keypad"))
    layout.addLayout(_menus())
    layout.addSpacing(8)
    layout.addWidget(title("Dialog, 400 px wide, Enter never confirms a destructive one"))
    words = DialogText(
        "Wipe CallNex data on this workstation?",
        "312 recordings and 298 transcripts are destroyed. 2 items have not been sent and are lost.",
        "Wipe",
        "Keep data",
        "BRG-KTR-0142",
    )
    layout.addWidget(DialogCard(words))
    layout.addSpacing(8)
    layout.addWidget(title("Toast, 6 s, bottom left, one at a time"))
    toast = Toast(page)
    layout.addWidget(toast)
    toast.show_message("Callback set for Fri 17 Apr 14:00", action="Undo", keys="Ctrl Z")
    refused = Banner(
        Tone.DANGER,
        "circle-alert",
        "Not sent, the server refused outcome 3",
        action="Choose again",
        rounded=True,
    )
    layout.addWidget(refused)
    layout.addWidget(Banner(Tone.WARN, "hourglass", "Calling window closes in 10 minutes", rounded=True))


def _table() -> Table:
    rows = [
        Row("1", (Cell("Call recordings", icon="audio-lines"), Cell("90 days", small=True), Cell("312"))),
        Row(
            "2", (Cell("Legal hold", icon="scale"), Cell("On hold", badge=Tone.WARN, icon="lock"), Cell("2"))
        ),
        Row("3", (Cell("Joris van Dijk", weight=500), Cell("62%", progress=0.62), Cell("4:12"))),
    ]
    table = Table((Column("Data"), Column("Rule", 130), Column("Items", 80, right=True)), rows, fit=True)
    table.select("2")
    return table


def _choices(page: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(Choice("A", "Minder dan 5", "Basis"))
    chosen = Choice("B", "5 tot 10 jaar", "Uitgebreid", checked=True)
    line.addWidget(ringed(page, chosen))
    return line


def _menus() -> QHBoxLayout:
    menu = Menu(title="State")
    menu.add_item("Ready", icon="headphones", checked=True)
    menu.addSeparator()
    for digit, reason in enumerate(("break", "lunch", "training"), 1):
        menu.add_item(f"Paused, {reason}", icon="pause", keys=(str(digit),))
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(_embedded(menu))
    line.addWidget(Keypad())
    line.addStretch(1)
    return line


def _embedded(menu: Menu) -> QWidget:
    """A menu as a picture of itself: as a pop-up it would need a screen."""
    holder = QWidget()
    menu.setParent(holder)
    menu.setFixedSize(menu.sizeHint())
    holder.setFixedSize(menu.size())
    menu.move(0, 0)
    menu.show()
    return holder
