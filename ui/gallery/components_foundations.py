"""Right column of the component sheet: colours, type, icons, loading."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery.parts import title
from ui.theme import TextStyle, colors, type_scale
from ui.widgets import BarChart, ChartBar, ChartSeries, EmptyState, IconLabel, Label, Skeleton, Sparkline

_SURFACES = ("canvas", "surface", "surface2", "hover", "sunken", "pressed")
_LINES = ("line", "line2", "line_strong", "text3", "text2", "text")
_TYPE: tuple[tuple[str, TextStyle, str], ...] = (
    ("38.4%", type_scale.FIGURE, "28/32 600 figures"),
    ("03:42", type_scale.TIMER, "24/32 600 timer"),
    ("Annelies Verhaeghe", type_scale.SUBJECT, "20/28 600 subject"),
    ("“Hoe oud is uw installatie?”", type_scale.SPOKEN, "17/28 400 spoken script"),
    ("Dialog and page title", type_scale.TITLE, "15/20 600"),
    ("Transcript and large fields", type_scale.TRANSCRIPT, "14/24 400"),
    ("Body, rows and buttons", type_scale.BODY, "13/20 400, 500, 600"),
    ("Secondary line, section title", type_scale.SMALL, "12/16 400, 600"),
    ("Table head, badge, key", type_scale.TINY, "11/16 500"),
    ("7F3A 91C4 server.url", type_scale.MONO, "12/16 JetBrains Mono, keys only"),
)
_ICONS = [
    "megaphone",
    "audio-lines",
    "list-checks",
    "captions",
    "shield-check",
    "circle-user",
    "phone",
    "phone-call",
    "phone-off",
    "phone-forwarded",
    "mic",
    "mic-off",
    "pause",
    "play",
    "grip",
    "headphones",
    "calendar-clock",
    "calendar-check",
    "ban",
    "scale",
    "hourglass",
    "lock",
    "cloud-check",
    "cloud-off",
    "badge-check",
    "hard-drive",
    "monitor-check",
    "trash-2",
    "folder-input",
    "file-lock",
]


def build(layout: QVBoxLayout, page: QWidget) -> None:
    """Fill the column."""
    layout.addWidget(title("Colour, surfaces and lines"))
    layout.addLayout(_swatches())
    layout.addSpacing(8)
    layout.addWidget(title("Type, Inter"))
    for words, style, note in _TYPE:
        line = QHBoxLayout()
        line.addWidget(Label(words, style), 1)
        line.addWidget(Label(note, type_scale.TINY, "text3"))
        layout.addLayout(line)
    layout.addSpacing(8)
    layout.addWidget(title("Icons, Lucide (ISC), 16 px at 1.9, 20 px at 1.7"))
    grid = QGridLayout()
    grid.setSpacing(12)
    for index, name in enumerate(_ICONS):
        grid.addWidget(IconLabel(name, 20), index // 15, index % 15)
    layout.addLayout(grid)
    layout.addSpacing(8)
    layout.addWidget(title("Loading, empty, trend, chart"))
    layout.addWidget(Skeleton(2, delay=0))
    line = QHBoxLayout()
    line.addWidget(
        EmptyState("circle-check", "Nothing left to decide", "New ones appear here.", tone="ok"), 1
    )
    line.addWidget(Sparkline((3, 2, 4, 5, 4, 6, 5), name="Trend"), 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(line)
    layout.addWidget(_chart())


def _swatches() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    for block, tokens in enumerate((_SURFACES, _LINES)):
        for column, token in enumerate(tokens):
            swatch = QFrame()
            swatch.setFixedHeight(40)
            fill, line = getattr(colors(), token), colors().line
            swatch.setStyleSheet(f"background: {fill}; border: 1px solid {line}; border-radius: 4px;")
            grid.addWidget(swatch, block * 2, column)
            grid.addWidget(Label(token, type_scale.TINY, "text3"), block * 2 + 1, column)
    return grid


def _chart() -> BarChart:
    series = (
        ChartSeries("90-day rule", "wave_cust_dim"),
        ChartSeries("Northgate", "accent"),
        ChartSeries("Mutualis", "wave_agent_dim"),
    )
    counts = (
        (0, 5, 4),
        (0, 1, 2),
        (4, 1, 1),
        (2, 1, 0),
        (4, 3, 0),
        (3, 0, 1),
        (3, 0, 3),
        (0, 3, 2),
        (0, 2, 1),
    )
    bars = [ChartBar(tuple(map(float, each)), f"{17 + at} Apr") for at, each in enumerate(counts)]
    return BarChart(series, bars, name="Upcoming deletions")
