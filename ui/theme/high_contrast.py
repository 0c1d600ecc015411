"""The desktop's high-contrast colours in the shape of our palette."""

from PySide6.QtGui import QPalette

from ui.theme.tokens import Palette


def high_contrast(system: QPalette) -> Palette:
    """No tints, outlines kept: every colour is one of the roles the user chose for the desktop."""
    role = QPalette.ColorRole

    def named(which: QPalette.ColorRole) -> str:
        return system.color(which).name().upper()

    window, base, text = named(role.Window), named(role.Base), named(role.WindowText)
    mark, on_mark, link = named(role.Highlight), named(role.HighlightedText), named(role.Link)
    return Palette(
        canvas=window,
        surface=base,
        surface2=base,
        sunken=window,
        hover=window,
        pressed=window,
        line=text,
        line2=text,
        line_strong=text,
        text=text,
        text2=text,
        text3=text,
        accent=mark,
        accent_hover=mark,
        accent_pressed=mark,
        accent_text=link,
        accent_tint=base,
        accent_tint2=text,
        on_accent=on_mark,
        ok=text,
        ok_fill=mark,
        ok_tint=base,
        warn=text,
        warn_fill=text,
        warn_tint=base,
        danger=text,
        danger_fill=mark,
        danger_tint=base,
        idle_tint=base,
        wave_agent=mark,
        wave_agent_dim=mark,
        wave_cust=text,
        wave_cust_dim=text,
        redact=text,
        hit=base,
        focus=mark,
    )
