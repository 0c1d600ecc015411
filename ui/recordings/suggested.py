"""What the analysis says of a recording, as the page shows it. Pure but for words and locale."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.analysis.findings import Abstained, Analysis, Span, quoted
from app.domain.outcome import OutcomeClass
from app.domain.recording import Transcript, Turn
from ui import locale
from ui.recordings.words import to_ms
from ui.widgets import Evidence, clock


@dataclass(frozen=True)
class Quote:
    """Words of the customer that speak for it; `at` in ms, `when` as read."""

    text: str
    when: str
    at: int


@dataclass(frozen=True)
class SuggestionView:
    """A suggested outcome. `why` says why there is none; `chance` and `score` are "" where not known.

    `evidence` are the quoted words in the transcript.
    """

    name: str = ""
    chance: str = ""
    score: str = ""
    why: str = ""
    quotes: tuple[Quote, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)


def suggestion_of(analysis: Analysis | None, transcript: Transcript | None) -> SuggestionView | None:
    """Return what is suggested for a recording, None where nothing was analysed."""
    if analysis is None or transcript is None:
        return None
    found = analysis.suggestion
    score = (
        ""
        if found.lead_score is None
        else _tr("Lead score {0} of 100").format(locale.number(found.lead_score))
    )
    if found.outcome_class is OutcomeClass.INCOMPLETE:
        return SuggestionView(score=score, why=_why(found.abstained))
    spans = [evidence.span for evidence in found.evidence]
    return SuggestionView(
        name=_name(found.outcome_class),
        chance=f"{locale.number(round(found.probability * 100))} %",
        score=score,
        quotes=tuple(_quote(transcript, span) for span in spans),
        evidence=tuple(place for span in spans if (place := _place(transcript.turns[span.turn], span))),
    )


def _quote(transcript: Transcript, span: Span) -> Quote:
    turn = transcript.turns[span.turn]
    place = _place(turn, span)
    at = to_ms(turn.words[place.first].start_s if place and turn.words else turn.start_s)
    return Quote(f"“{quoted(transcript, span)}”", clock(at), at)


def _place(turn: Turn, span: Span) -> Evidence | None:
    """Return the words of a span; None where the turn's words are not those of its text."""
    if len(turn.words) != len(turn.text.split()):
        return None
    first = len(turn.text[: span.start].split())
    return Evidence(span.turn, first, first + len(turn.text[span.start : span.end].split()) - 1)


def _name(outcome: OutcomeClass) -> str:
    return {
        OutcomeClass.POSITIVE: _tr("Positive"),
        OutcomeClass.NEGATIVE: _tr("Negative"),
        OutcomeClass.CALLBACK_PERSONAL: _tr("Call back, only me"),
        OutcomeClass.CALLBACK_ANYONE: _tr("Call back, anyone"),
        OutcomeClass.RETRY: _tr("Try again"),
        OutcomeClass.NOT_REACHED: _tr("Not reached"),
        OutcomeClass.DO_NOT_CALL_CAMPAIGN: _tr("Do not call, this campaign"),
        OutcomeClass.DO_NOT_CALL_ORGANISATION: _tr("Do not call"),
        OutcomeClass.INCOMPLETE: _tr("Cannot tell"),
    }[outcome]


def _why(abstained: Abstained) -> str:
    return {
        Abstained.FEW_WORDS: _tr("The customer said too little to tell."),
        Abstained.LANGUAGE: _tr("Calls in this language are not analysed."),
        Abstained.NO_EVIDENCE: _tr("No words of the customer support an outcome."),
        Abstained.UNSURE: _tr("What was said does not settle it."),
        Abstained.NO: "",
    }[abstained]
