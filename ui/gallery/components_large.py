"""Second component sheet: waveform, transcript, script, outcomes, lists and states."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery.parts import title
from ui.widgets import (
    Button,
    ButtonKind,
    CallButton,
    Choice,
    Divider,
    Evidence,
    Hint,
    HintBar,
    LeaseBar,
    LeaseView,
    ListRow,
    OutcomeItem,
    OutcomeList,
    Part,
    RecordingItem,
    RecordingList,
    ScriptSpine,
    ScriptStep,
    Sheet,
    SheetKind,
    Speaker,
    StackedProgress,
    StateScreen,
    StepState,
    TranscriptTurn,
    TranscriptView,
    TranscriptWord,
    WaveChannel,
    Waveform,
    WaveMark,
    WaveRedaction,
    WaveRegion,
)

_LINES = (
    (Speaker.AGENT, 118, "Noted, ten vehicles then. I can take the renewal deposit by card."),
    (Speaker.CUSTOMER, 127, "Yes, go ahead. The ~Sprinters stay. #card number removed, 14 s"),
    (Speaker.AGENT, 146, "Thank you, that went through. The deposit receipt reaches you by e-mail."),
    (Speaker.CUSTOMER, 153, "Fine. And ring me on Thursday about the two replacements."),
)
_SPOKEN = {
    Speaker.AGENT: ((98, 106), (118, 126), (146, 152), (160, 170), (10, 40), (200, 260)),
    Speaker.CUSTOMER: ((107, 117), (127, 131), (153, 159), (45, 95), (262, 290)),
}


def build() -> QWidget:
    """Two columns on a surface and a hint bar."""
    page = Sheet(SheetKind.PLAIN)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    columns = QHBoxLayout()
    columns.setSpacing(0)
    for index, make in enumerate((_sound, _call)):
        if index:
            columns.addWidget(Divider(Qt.Orientation.Vertical))
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(24, 20, 24, 12)
        layout.setSpacing(8)
        make(layout)
        columns.addWidget(column, 1)
    outer.addLayout(columns, 1)
    hints = (Hint(("A", "D"), "answer", through=True), Hint(("Ctrl", "Down"), "next recording"))
    outer.addWidget(HintBar(hints, note="Encrypted on this workstation"))
    return page


def _sound(layout: QVBoxLayout) -> None:
    layout.addWidget(title("Waveform, transcript"))
    wave = Waveform()
    wave.set_recording([_channel(Speaker.AGENT, "Jana"), _channel(Speaker.CUSTOMER, "Oliver")], 408_000)
    wave.set_marks(
        [WaveMark("1", 110_000, "1"), WaveMark("2", 162_600, "2")],
        [WaveRegion("r", 118_000, 158_000, "Deposit and confirmation")],
        [WaveRedaction(131_500, 145_500, "Card removed")],
        [28_000, 120_000],
    )
    wave.show_span(98_000, 168_000)
    wave.set_position(153_700)
    layout.addWidget(wave)
    transcript = TranscriptView()
    transcript.set_turns([_turn(*line) for line in _LINES])
    transcript.set_evidence([Evidence(0, 0, 3), Evidence(2, 2, 4)])
    transcript.set_search("deposit")
    transcript.set_position(153_700)
    transcript.setFixedHeight(200)
    layout.addWidget(transcript)
    layout.addWidget(title("Recording list 76 px"))
    rows = (
        RecordingItem("1", "Daniel Okafor", "1 Apr", "Jana Peeters, 9:27", "Not sure", "warn", "", (), ""),
        RecordingItem(
            "2",
            "Oliver Hayes",
            "27 Feb",
            "Jana Peeters, 6:48",
            "Renewal",
            snippet="…take the renewal deposit by card",
            hits=((18, 25),),
            more="+1",
        ),
    )
    recordings = RecordingList(rows)
    recordings.select("2")
    layout.addWidget(recordings)


def _call(layout: QVBoxLayout) -> None:
    layout.addWidget(title("Script"))
    current = ScriptStep(
        2, "Uw installatie", StepState.CURRENT, spoken="“Hoe oud is uw installatie ongeveer?”"
    )
    answers = QWidget()
    line = QHBoxLayout(answers)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Choice("A", "Minder dan 5 jaar", "Basisnazicht"))
    line.addWidget(Choice("B", "5 tot 10 jaar", "Uitgebreide controle", checked=True))
    current.add(answers, 8)
    spine = ScriptSpine()
    spine.set_steps(
        (
            ScriptStep(1, "Begroeting", StepState.DONE, answer="Spreekt met Annelies", at="00:06"),
            current,
            ScriptStep(3, "Uitgebreide controle", StepState.NEXT, note="because of answer B"),
        )
    )
    layout.addWidget(spine)
    calls = QHBoxLayout()
    calls.setSpacing(8)
    for icon, label, key in (("mic", "Mute", "F3"), ("pause", "Hold", "F4"), ("grip", "Keypad", "F6")):
        calls.addWidget(CallButton(icon, label, key))
    calls.addWidget(CallButton("phone-off", "Hang up", "F8", hang_up=True))
    calls.addStretch(1)
    layout.addLayout(calls)
    layout.addWidget(title("Outcomes"))
    outcomes = OutcomeList(
        [
            OutcomeItem("a", "Appointment booked", "1"),
            OutcomeItem("b", "Call back later", "3"),
            OutcomeItem("c", "No answer", "6", separated=True),
            OutcomeItem("d", "Do not call again", "9", icon="ban"),
        ]
    )
    outcomes.set_current("b")
    layout.addWidget(outcomes)
    parts = (Part("Won", 61, "ok_fill"), Part("Callback", 48, "accent"), Part("Declined", 141, "wave_cust"))
    layout.addWidget(StackedProgress(parts, 1250, name="Contacts"))
    lost = StateScreen(
        "lock", "Connect to unlock your data", "This workstation has not reached the platform."
    )
    lost.add(LeaseBar(LeaseView(0.23, 0.23, 1.0, ("Last contact", "Locked now", "Wipes in 22 d"))))
    lost.add(ListRow("check", "Encryption key destroyed", "14:32:07", tone="ok"))
    lost.add_actions(Button("Try again", ButtonKind.PRIMARY, icon="refresh-cw"), Button("Network check"))
    layout.addWidget(lost)


def _channel(speaker: Speaker, name: str) -> WaveChannel:
    """Noise where somebody speaks: 100 peaks a second."""
    noise = np.random.default_rng(len(name))
    loud = np.zeros(40_800, np.float32)
    for start, end in _SPOKEN[speaker]:
        length = (end - start) * 100
        words = np.repeat(noise.random(length // 20, np.float32), 20)
        loud[start * 100 : end * 100] = words * noise.random(length, np.float32) ** 2 * (words > 0.15)
    return WaveChannel(speaker.value.title(), name, np.stack([-loud, loud], axis=1))


def _turn(speaker: Speaker, seconds: int, text: str) -> TranscriptTurn:
    """``~`` marks an unsure word, ``#`` starts a removed stretch that runs to the end."""
    spoken, _, removed = text.partition("#")
    words = []
    at = seconds * 1000
    for word in spoken.split():
        words.append(TranscriptWord(word.lstrip("~"), at, at + 300, unsure=word.startswith("~")))
        at += 300
    if removed:
        words.append(TranscriptWord(removed, at, at + 14_000, removed=True))
    return TranscriptTurn(speaker, speaker.value.title(), seconds * 1000, tuple(words))
