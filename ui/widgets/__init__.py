"""Reusable leaves. They take plain values and emit signals; they never see rows, files or services.

One class a file; every public one is exported here. Lengths are logical px, times milliseconds, colours
names of palette tokens (``"text2"``, ``"ok"``), icons names of bundled SVGs. Pages import from here::

"""

import re
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.widgets.attempt_dots import AttemptDots
    from ui.widgets.avatar import Avatar
    from ui.widgets.badge import Badge
    from ui.widgets.banner import Banner
    from ui.widgets.bar_chart import BarChart, ChartBar, ChartSeries
    from ui.widgets.brand_mark import BrandMark
    from ui.widgets.button import Button
    from ui.widgets.button_face import ButtonKind
    from ui.widgets.call_button import CallButton
    from ui.widgets.cell import Cell, Column, Row
    from ui.widgets.check_box import CheckBox
    from ui.widgets.chip import Chip
    from ui.widgets.choice import Choice
    from ui.widgets.clock_text import clock
    from ui.widgets.date_edit import DateEdit
    from ui.widgets.dialog import Dialog
    from ui.widgets.dialog_card import DialogCard, DialogText
    from ui.widgets.divider import Divider
    from ui.widgets.empty_state import EmptyState
    from ui.widgets.field import Field
    from ui.widgets.focus_ring import FocusRing
    from ui.widgets.hint_bar import Hint, HintBar
    from ui.widgets.icon_label import IconLabel
    from ui.widgets.icon_text import IconText
    from ui.widgets.item_model import ITEM_ROLE, ItemModel
    from ui.widgets.key_cap import KeyCap
    from ui.widgets.keypad import Keypad
    from ui.widgets.label import Label
    from ui.widgets.lease_bar import LeaseBar, LeaseView
    from ui.widgets.legend import Legend
    from ui.widgets.line_edit import LineEdit
    from ui.widgets.list_row import ListRow
    from ui.widgets.locked_value import LockedValue
    from ui.widgets.menu import Menu
    from ui.widgets.meter import Meter, MeterSide
    from ui.widgets.outcome_delegate import OutcomeItem
    from ui.widgets.outcome_list import OutcomeList
    from ui.widgets.password_edit import PasswordEdit
    from ui.widgets.progress_bar import ProgressBar
    from ui.widgets.radio_button import RadioButton
    from ui.widgets.rail import Destination, Rail
    from ui.widgets.rail_item import RailItem
    from ui.widgets.recording_delegate import RecordingItem
    from ui.widgets.recording_list import RecordingList
    from ui.widgets.score_bar import ScoreBar
    from ui.widgets.script_spine import ScriptSpine
    from ui.widgets.script_step import ScriptStep, StepState
    from ui.widgets.scroll_area import ScrollArea
    from ui.widgets.search_field import SearchField
    from ui.widgets.section_head import SectionHead
    from ui.widgets.segmented import Segmented
    from ui.widgets.select_box import SelectBox
    from ui.widgets.sheet import Sheet, SheetKind
    from ui.widgets.skeleton import Skeleton
    from ui.widgets.slider import Slider
    from ui.widgets.span import Span
    from ui.widgets.sparkline import Sparkline
    from ui.widgets.stacked_progress import Part, StackedProgress
    from ui.widgets.state_pill import PillLook, PillState, StatePill
    from ui.widgets.state_screen import StateScreen
    from ui.widgets.switch import Switch
    from ui.widgets.table import Table
    from ui.widgets.tabs import Tabs
    from ui.widgets.text_area import TextArea
    from ui.widgets.time_edit import TimeEdit
    from ui.widgets.toast import Toast
    from ui.widgets.top_bar import TopBar
    from ui.widgets.transcript_data import Evidence, Speaker, TranscriptTurn, TranscriptWord
    from ui.widgets.transcript_view import TranscriptView
    from ui.widgets.wave_data import WaveChannel, WaveMark, WaveRedaction, WaveRegion
    from ui.widgets.waveform import Waveform

_BESIDE = {
    "ButtonKind": "button_face",
    "ChartBar": "bar_chart",
    "ChartSeries": "bar_chart",
    "Column": "cell",
    "Destination": "rail",
    "DialogText": "dialog_card",
    "Evidence": "transcript_data",
    "Hint": "hint_bar",
    "ITEM_ROLE": "item_model",
    "LeaseView": "lease_bar",
    "MeterSide": "meter",
    "OutcomeItem": "outcome_delegate",
    "Part": "stacked_progress",
    "PillLook": "state_pill",
    "PillState": "state_pill",
    "RecordingItem": "recording_delegate",
    "Row": "cell",
    "SheetKind": "sheet",
    "Speaker": "transcript_data",
    "StepState": "script_step",
    "TranscriptTurn": "transcript_data",
    "TranscriptWord": "transcript_data",
    "WaveChannel": "wave_data",
    "WaveMark": "wave_data",
    "WaveRedaction": "wave_data",
    "WaveRegion": "wave_data",
    "clock": "clock_text",
}
"""Names that live in another's module; every other one has a module of its own name."""


def __getattr__(name: str) -> object:
    """Load a widget's module when it is first asked for: the first page needs a quarter of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    own = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    found: object = getattr(import_module(f"{__name__}.{_BESIDE.get(name, own)}"), name)
    globals()[name] = found
    return found


__all__ = [
    "ITEM_ROLE",
    "AttemptDots",
    "Avatar",
    "Badge",
    "Banner",
    "BarChart",
    "BrandMark",
    "Button",
    "ButtonKind",
    "CallButton",
    "Cell",
    "ChartBar",
    "ChartSeries",
    "CheckBox",
    "Chip",
    "Choice",
    "Column",
    "DateEdit",
    "Destination",
    "Dialog",
    "DialogCard",
    "DialogText",
    "Divider",
    "EmptyState",
    "Evidence",
    "Field",
    "FocusRing",
    "Hint",
    "HintBar",
    "IconLabel",
    "IconText",
    "ItemModel",
    "KeyCap",
    "Keypad",
    "Label",
    "LeaseBar",
    "LeaseView",
    "Legend",
    "LineEdit",
    "ListRow",
    "LockedValue",
    "Menu",
    "Meter",
    "MeterSide",
    "OutcomeItem",
    "OutcomeList",
    "Part",
    "PasswordEdit",
    "PillLook",
    "PillState",
    "ProgressBar",
    "RadioButton",
    "Rail",
    "RailItem",
    "RecordingItem",
    "RecordingList",
    "Row",
    "ScoreBar",
    "ScriptSpine",
    "ScriptStep",
    "ScrollArea",
    "SearchField",
    "SectionHead",
    "Segmented",
    "SelectBox",
    "Sheet",
    "SheetKind",
    "Skeleton",
    "Slider",
    "Span",
    "Sparkline",
    "Speaker",
    "StackedProgress",
    "StatePill",
    "StateScreen",
    "StepState",
    "Switch",
    "Table",
    "Tabs",
    "TextArea",
    "TimeEdit",
    "Toast",
    "TopBar",
    "TranscriptTurn",
    "TranscriptView",
    "TranscriptWord",
    "WaveChannel",
    "WaveMark",
    "WaveRedaction",
    "WaveRegion",
    "Waveform",
    "clock",
]
