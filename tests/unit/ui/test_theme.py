"""Tokens, contrast, fonts, icons, and the switch between light and dark."""

import re
from dataclasses import asdict

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

import resources
from ui.theme import DARK, LIGHT, Mode, Palette, colors, fonts, icons, qss, theme, type_scale
from ui.theme.high_contrast import high_contrast
from ui.widgets import DateEdit, LineEdit, TextArea

TEXT = 4.5
GRAPHIC = 3.0

# (ink, ground, least contrast): WCAG 2.2, 1.4.3 for text and 1.4.11 for outlines and graphics.
PAIRS = [
    *[
        ("text", ground, TEXT)
        for ground in ("surface", "surface2", "canvas", "hover", "pressed", "accent_tint")
    ],
    *[
        ("text2", ground, TEXT)
        for ground in ("surface", "surface2", "canvas", "hover", "pressed", "idle_tint")
    ],
    *[("text3", ground, TEXT) for ground in ("surface", "surface2", "canvas", "hover", "sunken")],
    *[("on_accent", fill, TEXT) for fill in ("accent", "accent_pressed", "ok_fill", "danger_fill")],
    ("accent_text", "surface", TEXT),
    ("accent_text", "accent_tint", TEXT),
    ("ok", "ok_tint", TEXT),
    ("ok", "surface", TEXT),
    ("warn", "warn_tint", TEXT),
    ("warn", "surface", TEXT),
    ("danger", "danger_tint", TEXT),
    ("danger", "surface", TEXT),
    ("text", "hit", TEXT),
    ("surface", "text", TEXT),
    ("line_strong", "surface", GRAPHIC),
    ("focus", "surface", GRAPHIC),
    ("focus", "canvas", GRAPHIC),
    ("wave_agent", "surface2", GRAPHIC),
    ("wave_agent_dim", "surface2", GRAPHIC),
    ("wave_cust", "surface2", GRAPHIC),
    ("wave_cust_dim", "surface2", GRAPHIC),
    ("warn_fill", "surface", GRAPHIC),
]


def luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    made = QColor(color)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_is_readable(palette: Palette, ink: str, ground: str, least: float) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= least - 0.06


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_tokens_are_opaque_colours(palette: Palette) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in asdict(palette).values())


def test_style_sheet_has_no_hole() -> None:
    assert "$" not in qss.build(LIGHT)
    assert qss.build(LIGHT) != qss.build(DARK)


def test_switching_dresses_the_application(themed: QApplication) -> None:
    changes: list[bool] = []
    theme().changed.connect(lambda: changes.append(theme().is_dark))
    theme().toggle(themed)
    assert colors() is DARK
    assert themed.palette().color(QPalette.ColorRole.Window) == QColor(DARK.canvas)
    theme().toggle(themed)
    assert colors() is LIGHT
    theme().apply(themed, Mode.SYSTEM)
    assert theme().mode is Mode.SYSTEM
    assert changes[:2] == [True, False]


def test_high_contrast_uses_the_desktops_colours_only() -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#FFFFFF"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#1AEBFF"))
    made = high_contrast(system)
    assert (made.canvas, made.text, made.accent) == ("#000000", "#FFFFFF", "#1AEBFF")
    assert contrast(made.text, made.canvas) == pytest.approx(21)


def test_fonts_are_bundled_with_their_licences() -> None:
    assert {"Inter", "JetBrains Mono"} <= set(fonts.load())
    licences = [path.read_text(encoding="utf-8") for path in (resources.ROOT / "fonts").glob("*-OFL.txt")]
    assert len(licences) == 2
    assert all("SIL Open Font License" in text for text in licences)


@pytest.mark.parametrize(
    "style", [type_scale.BODY, type_scale.BODY_STRONG, type_scale.TIMER, type_scale.MONO]
)
def test_figures_have_one_width(style: type_scale.TextStyle) -> None:
    metrics = QFontMetricsF(fonts.font(style))
    widths = [metrics.horizontalAdvance(digit * 8) for digit in "0123456789"]
    # The hand-made weights differ by less than a fifth of a px over eight digits: nothing visibly moves.
    assert max(widths) - min(widths) < 0.2


def test_nothing_is_smaller_than_the_floor() -> None:
    styles = [value for value in vars(type_scale).values() if isinstance(value, type_scale.TextStyle)]
    assert min(style.size for style in styles if style is not type_scale.COUNT) == 11
    assert all(style.line >= style.size for style in styles)


@pytest.mark.parametrize("name", resources.icon_names())
def test_every_icon_takes_any_colour(name: str) -> None:
    image = icons.pixmap(name, 20, "#C2312A").toImage()
    spots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = max(spots, key=QColor.alpha)
    off = [inked.red() - 0xC2, inked.green() - 0x31, inked.blue() - 0x2A]
    # Half covered pixels are stored premultiplied and lose a step or two a channel.
    assert inked.alpha() > 120
    assert max(map(abs, off)) <= 2


def test_icons_follow_the_screen_and_are_cached() -> None:
    assert icons.pixmap("phone", 16, "#000000", 2.0).width() == 32
    assert icons.pixmap("phone", 16, "#000000", 2.0).deviceIndependentSize().width() == 16
    assert icons.pixmap("phone", 16, "#000000") is icons.pixmap("phone", 16, "#000000")
    assert b'stroke-width="2.2"' in icons.svg("phone", 12, "#000000")
    assert b'stroke-width="1.6"' in icons.svg("phone", 24, "#000000")
    assert b"currentColor" not in icons.svg("phone", 24, "#000000")


def test_a_missing_icon_says_so() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.pixmap("no-such-icon", 16, "#000000")


def test_icons_come_with_their_licence() -> None:
    assert "ISC License" in (resources.ROOT / "icons" / "LICENSE").read_text(encoding="utf-8")


def test_text_that_is_typed_follows_the_theme(themed: QApplication, qtbot: QtBot) -> None:
    edit, area = LineEdit("text", name="Field"), TextArea("text", name="Notes")
    date = DateEdit(QDate(2026, 4, 17), name="Day")
    for widget in (edit, area, date):
        qtbot.addWidget(widget)
        widget.show()
    role = QPalette.ColorRole.Text
    for mode, palette in ((Mode.DARK, DARK), (Mode.LIGHT, LIGHT)):
        theme().apply(themed, mode)
        for widget in (edit, area.edit, date.lineEdit()):
            assert widget.palette().color(role) == QColor(palette.text)


def test_no_widget_wears_a_style_sheet_that_it_does_not_need(themed: QApplication) -> None:
    """One for the whole application would be matched against every widget: pages took four times as long."""
    assert themed.styleSheet() == ""


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_days_of_the_calendar_stand_on_their_ground(
    themed: QApplication, qtbot: QtBot, mode: Mode
) -> None:
    theme().apply(themed, mode)
    edit = DateEdit(QDate(2026, 4, 17))
    qtbot.addWidget(edit)
    edit.show()
    days = edit.calendarWidget().findChild(QTableView)
    assert isinstance(days, QTableView)
    edit.calendarWidget().show()
    shown = days.viewport().grab().toImage()
    # The first pixel of the first day: no figure reaches it.
    assert shown.pixelColor(shown.width() // 7 + 2, shown.height() // 7 + 2).name() in (
        colors().surface.lower(),
        colors().surface2.lower(),
    )
