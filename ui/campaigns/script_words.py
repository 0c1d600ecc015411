"""From the script being followed to words."""

from PySide6.QtCore import QObject

from app.domain.campaign import ScriptStep
from app.domain.contact import Contact
from app.domain.people import User
from app.domain.script_run import ScriptRun
from app.services.run_state import RunState
from ui import locale
from ui.campaigns.state import AheadStep, AnswerView, DoneStep, FieldView, ScriptView


class ScriptWords(QObject):
    """Builds the script column. Required fields are marked once the agent tried to go on."""

    def view(self, state: RunState, user: User, pressed_on: bool) -> ScriptView | None:
        """Return the column, None without a script."""
        run, contact, campaign = state.script, state.contact, state.campaign
        if run is None or contact is None or campaign is None:
            return None
        step = run.step
        number = len(run.passed) + 1
        ahead = run.ahead()
        live = state.call is not None
        languages = tuple((s.language, s.language.upper()) for s in campaign.scripts)
        return ScriptView(
            progress=self._progress(state, number, number + len(ahead)),
            languages=languages if len(languages) > 1 else (),
            language=run.script.language,
            done=self._done(run),
            number=number,
            title=step.title,
            says=_quoted(step.says, contact, user),
            answers=tuple(self._answer(run, a.letter, a.label) for a in step.answers),
            chosen=run.letter,
            fields=self._fields(run, pressed_on),
            ahead=self._ahead(run, ahead, number, contact, user),
            objections=tuple((o.label, _quoted(o.reply, contact, user)) for o in run.script.objections),
            live=live,
            last=not ahead,
            values=run.fields,
        )

    def _progress(self, state: RunState, number: int, total: int) -> str:
        if state.call is not None and state.call.ended:
            return self.tr("Call ended at step {0} of {1}").format(number, total)
        return self.tr("Step {0} of {1}").format(number, total)

    def _done(self, run: ScriptRun) -> tuple[DoneStep, ...]:
        return tuple(
            DoneStep(
                index,
                run.title(passed.step_id),
                run.label(passed.step_id, passed.letter),
                "" if passed.at_s is None else locale.duration(passed.at_s),
            )
            for index, passed in enumerate(run.passed, start=1)
        )

    def _answer(self, run: ScriptRun, letter: str, label: str) -> AnswerView:
        target = run.next_of(run.current, letter)
        return AnswerView(letter, label, run.title(target) if target is not None else "")

    def _fields(self, run: ScriptRun, pressed_on: bool) -> tuple[FieldView, ...]:
        missing = run.missing if pressed_on else ()
        return tuple(
            FieldView(f.key, f.label, self.tr("required") if f.required else "", f.options, f.key in missing)
            for f in run.step.fields
        )

    def _ahead(
        self, run: ScriptRun, ahead: tuple[ScriptStep, ...], number: int, contact: Contact, user: User
    ) -> tuple[AheadStep, ...]:
        shown = []
        for index, step in enumerate(ahead):
            first = index == 0 and bool(run.letter or not run.step.answers)
            because = self.tr("because of answer {0}").format(run.letter) if first and run.letter else ""
            says = _quoted(step.says, contact, user) if first else ""
            branches = tuple(a.label for a in step.answers) if first else ()
            shown.append(AheadStep(number + 1 + index, step.title, because, says, branches))
        return tuple(shown)


def _quoted(text: str, contact: Contact, user: User) -> str:
    """Names filled in, in quotation marks: this is said, not read."""
    return f"“{text.replace('{name}', contact.name).replace('{agent}', user.name)}”"
