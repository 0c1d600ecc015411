"""One of every widget, for tests that hold for all of them."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QWidget

from ui import widgets as w
from ui.theme import Tone


def waveform() -> w.Waveform:
    """Ten seconds; 100 peaks a second."""
    loud = np.linspace(0, 1, 1000, dtype=np.float32)
    peaks = np.stack([-loud, loud], axis=1)
    made = w.Waveform()
    made.set_recording(
        [w.WaveChannel("Agent", "Jana", peaks), w.WaveChannel("Customer", "Luc", peaks)], 10_000
    )
    made.set_marks(
        [w.WaveMark("m", 2_000, "1")],
        [w.WaveRegion("r", 3_000, 5_000, "Price")],
        [w.WaveRedaction(6_000, 8_000, "Card removed")],
        [500],
    )
    made.resize(600, made.height())
    return made


def turn(speaker: w.Speaker, start: int, text: str) -> w.TranscriptTurn:
    """Words of 300 ms; ``~`` marks an unsure one, ``#`` a removed one (underscores are its spaces)."""
    words = tuple(
        w.TranscriptWord(
            word.lstrip("~#").replace("_", " "),
            start + 400 * at,
            start + 400 * at + 300,
            unsure=word.startswith("~"),
            removed=word.startswith("#"),
        )
        for at, word in enumerate(text.split())
    )
    return w.TranscriptTurn(speaker, speaker.value.title(), start, words)


def transcript() -> w.TranscriptView:
    """Three turns at 0, 5 and 10 s."""
    made = w.TranscriptView()
    made.set_turns(
        [
            turn(w.Speaker.AGENT, 0, "Good morning, this is Jana about the ~Sprinters deposit."),
            turn(w.Speaker.CUSTOMER, 5_000, "Yes. #card_number_removed deposit 👍 deposit paid ~Verlinde"),
            turn(w.Speaker.AGENT, 10_000, "Thank you."),
        ]
    )
    made.set_evidence([w.Evidence(0, 0, 1)])
    made.resize(520, 240)
    return made


def table() -> w.Table:
    """Two rows and a group between them."""
    cells = (
        w.Cell("Jana", second="Kortrijk"),
        w.Cell("62%", progress=0.6),
        w.Cell("Open", button=w.ButtonKind.LINK),
    )
    rows = [
        w.Row("a", cells),
        w.Row("g", (w.Cell("Done today"),), group=True),
        w.Row(
            "b",
            (w.Cell("x", icon="phone"), w.Cell("On hold", badge=Tone.WARN), w.Cell(spark=(1.0, 3.0, 2.0))),
        ),
    ]
    made = w.Table(
        (w.Column("Name"), w.Column("Progress", 120), w.Column("", 100, right=True)), rows, name="People"
    )
    made.resize(480, 200)
    return made


def outcomes() -> w.OutcomeList:
    """Three outcomes, the second switched off."""
    return w.OutcomeList(
        [
            w.OutcomeItem("yes", "Appointment", "1"),
            w.OutcomeItem("off", "Not now", "2", enabled=False),
            w.OutcomeItem("no", "Do not call", "9", icon="ban", separated=True),
        ]
    )


def spine() -> w.ScriptSpine:
    """One step of each state."""
    made = w.ScriptSpine()
    made.set_steps(
        (
            w.ScriptStep(1, "Greeting", w.StepState.DONE, answer="Yes", at="00:06"),
            w.ScriptStep(2, "Question", w.StepState.CURRENT, spoken="How old is it?"),
            w.ScriptStep(
                3, "Close", w.StepState.NEXT, spoken="Thank you", branches=("Yes", "No"), note="then"
            ),
        )
    )
    return made


def dialog_card() -> w.DialogCard:
    """A destructive one."""
    return w.DialogCard(w.DialogText("Wipe?", "All is lost.", "Wipe", type_to_confirm="BRG-1"))


def lease() -> w.LeaseBar:
    """Six days left."""
    return w.LeaseBar(w.LeaseView(0.01, 0.23, 1.0, ("Now", "Locks", "Wipes"), ("16 Apr", "23 Apr", "16 May")))


def chart() -> w.BarChart:
    """Two bars of two series."""
    series = (w.ChartSeries("A", "accent"), w.ChartSeries("B", ""))
    return w.BarChart(series, (w.ChartBar((2, 3), "Mon"), w.ChartBar((0, 0), "Tue")), grid=True, name="Calls")


def recordings() -> w.RecordingList:
    """Two recordings."""
    return w.RecordingList(
        [
            w.RecordingItem(
                "1", "Oliver", "1 Apr", "Jana, 6:48", "Renewal", snippet="the deposit", hits=((4, 11),)
            ),
            w.RecordingItem("2", "Emily", "2 Apr", "Jana, 2:56", more="+1"),
        ]
    )


def menu() -> w.Menu:
    """Checked, dangerous and plain items."""
    made = w.Menu(title="State")
    made.add_item("Ready", icon="headphones", checked=True)
    made.addSeparator()
    made.add_item("Break", icon="pause", keys=("1",))
    made.add_item("End shift", danger=True)
    return made


RAIL = (
    w.Destination("calls", "megaphone", "Campaigns"),
    w.Destination("privacy", "shield-check", "Privacy & device"),
)

MAKERS: dict[str, Callable[[], QWidget]] = {
    "avatar": lambda: w.Avatar("JP", name="Jana Peeters"),
    "attempt dots": lambda: w.AttemptDots(3, 4),
    "badge": lambda: w.Badge("Can call", Tone.OK, "clock"),
    "banner": lambda: w.Banner(
        Tone.WARN, "wifi-off", "No connection", "You can review.", action="Retry", stacked=True
    ),
    "bar chart": chart,
    "brand mark": lambda: w.BrandMark(),
    "button": lambda: w.Button("Save", w.ButtonKind.PRIMARY, keys=("Ctrl", "Enter"), icon="check"),
    "call button": lambda: w.CallButton("mic", "Mute", "F3"),
    "check box": lambda: w.CheckBox("On", checked=True),
    "chip": lambda: w.Chip("Northgate", removable=True),
    "choice": lambda: w.Choice("A", "Less than 5 years", "Basic"),
    "date": lambda: w.DateEdit(QDate(2026, 4, 17), name="Day"),
    "dialog card": dialog_card,
    "divider": lambda: w.Divider(),
    "empty state": lambda: w.EmptyState("search", "Nothing found", "Try another word."),
    "field": lambda: w.Field("E-mail", note="required"),
    "hint bar": lambda: w.HintBar((w.Hint(("A", "D"), "answer", through=True),), note="Encrypted"),
    "icon text": lambda: w.IconText("cloud-check", "Synced 14:31"),
    "key cap": lambda: w.KeyCap("Ctrl", "Left"),
    "keypad": lambda: w.Keypad(),
    "label": lambda: w.Label("Owner of Verhaeghe Interieur", wrap=True),
    "lease bar": lease,
    "legend": lambda: w.Legend((("accent", "Won"), ("", "Not reached"))),
    "line edit": lambda: w.LineEdit("callnex.example", managed=True, name="Server"),
    "list row": lambda: w.ListRow("check", "Consent", "12 Feb", second="by phone", line=True),
    "locked value": lambda: w.LockedValue("4 of 8"),
    "menu": menu,
    "meter": lambda: w.Meter(name="You"),
    "outcome list": outcomes,
    "password": lambda: w.PasswordEdit(name="Password"),
    "progress bar": lambda: w.ProgressBar(0.4, name="Transcribed"),
    "radio": lambda: w.RadioButton("Laptop speaker"),
    "rail": lambda: w.Rail(RAIL, "calls", initials="JP", person="Jana Peeters"),
    "recording list": recordings,
    "score bar": lambda: w.ScoreBar(2, low=True, name="Price"),
    "script": spine,
    "search": lambda: w.SearchField("Search contacts", keys=("Ctrl", "K")),
    "section head": lambda: w.SectionHead("Outcome", "required", "saved"),
    "segmented": lambda: w.Segmented([("nl", "NL"), ("fr", "FR")], name="Language"),
    "select box": lambda: w.SelectBox([("me", "Me"), ("any", "Anyone")], name="Who"),
    "sheet": lambda: w.Sheet(w.SheetKind.DROP),
    "skeleton": lambda: w.Skeleton(delay=0),
    "scroll area": lambda: w.ScrollArea(w.Label("A long story")),
    "slider": lambda: w.Slider(40, name="Zoom"),
    "sparkline": lambda: w.Sparkline((1, 3, 2), name="Trend"),
    "stacked progress": lambda: w.StackedProgress((w.Part("Won", 3, "ok_fill"),), 10, name="Contacts"),
    "state pill": lambda: w.StatePill(w.PillState(w.PillLook.LIVE, "On call", "03:42")),
    "state screen": lambda: w.StateScreen("lock", "Connect to unlock", "Nothing is lost yet."),
    "switch": lambda: w.Switch("Skip silence", checked=True),
    "table": table,
    "tabs": lambda: w.Tabs([("a", "Stored data"), ("b", "Audit log")]),
    "text area": lambda: w.TextArea("Panels on a flat roof.", name="Notes"),
    "time": lambda: w.TimeEdit(QTime(14, 0), name="Time"),
    "top bar": lambda: w.TopBar(),
    "transcript": transcript,
    "waveform": waveform,
}
