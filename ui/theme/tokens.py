"""Colour tokens: one frozen palette a mode, as ``#RRGGBB`` strings.

Tested against WCAG 2.2 contrast in tests/unit/ui/test_contrast.py: change a value there and here together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour the console paints with; the names say the use, never the hue."""

    canvas: str
    surface: str
    surface2: str
    sunken: str
    hover: str
    pressed: str
    line: str
    line2: str
    line_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    accent_tint: str
    accent_tint2: str
    on_accent: str
    ok: str
    ok_fill: str
    ok_tint: str
    warn: str
    warn_fill: str
    warn_tint: str
    danger: str
    danger_fill: str
    danger_tint: str
    idle_tint: str
    wave_agent: str
    wave_agent_dim: str
    wave_cust: str
    wave_cust_dim: str
    redact: str
    hit: str
    focus: str


LIGHT = Palette(
    canvas="#F3F3F1",
    surface="#FFFFFF",
    surface2="#FAFAF8",
    sunken="#E9E9E6",
    hover="#F1F1EE",
    pressed="#E5E5E1",
    line="#E2E2DE",
    line2="#CDCDC8",
    line_strong="#868A90",
    text="#1A1B1E",
    text2="#4C4F56",
    text3="#656972",
    accent="#2553C7",
    accent_hover="#1E45A8",
    accent_pressed="#183A8F",
    accent_text="#2250C2",
    accent_tint="#E9EFFC",
    accent_tint2="#D2DEF8",
    on_accent="#FFFFFF",
    ok="#16734B",
    ok_fill="#1B7F54",
    ok_tint="#E1F2E9",
    warn="#855000",
    warn_fill="#B86E00",
    warn_tint="#FBEFD8",
    danger="#B0241C",
    danger_fill="#C2312A",
    danger_tint="#FBE8E6",
    idle_tint="#ECECE9",
    wave_agent="#2553C7",
    wave_agent_dim="#6C8BDB",
    wave_cust="#545963",
    wave_cust_dim="#888C95",
    redact="#6F737B",
    hit="#FFE9A8",
    focus="#2553C7",
)

DARK = Palette(
    canvas="#141517",
    surface="#1B1C1F",
    surface2="#1F2023",
    sunken="#2B2D31",
    hover="#25272A",
    pressed="#2E3034",
    line="#2C2E32",
    line2="#3D4046",
    line_strong="#737881",
    text="#ECEDEF",
    text2="#B6B9C0",
    text3="#959AA6",
    accent="#3E68DC",
    accent_hover="#456FE2",
    accent_pressed="#345AC4",
    accent_text="#8FAEFF",
    accent_tint="#222C48",
    accent_tint2="#2E3D68",
    on_accent="#FFFFFF",
    ok="#62CB9C",
    ok_fill="#1F8459",
    ok_tint="#18312A",
    warn="#E9AE53",
    warn_fill="#D0902F",
    warn_tint="#362A17",
    danger="#FF8F86",
    danger_fill="#C93A33",
    danger_tint="#3F2121",
    idle_tint="#2B2D31",
    wave_agent="#7FA2FF",
    wave_agent_dim="#5069AC",
    wave_cust="#A7ABB5",
    wave_cust_dim="#6B6F78",
    redact="#858A94",
    hit="#5C4A12",
    focus="#8FAEFF",
)
