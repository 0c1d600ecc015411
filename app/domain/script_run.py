"""Where a call is in its script: the steps passed, the answers given, the way ahead."""

from dataclasses import dataclass, replace

from app.domain.campaign import Script, ScriptStep


@dataclass(frozen=True)
class Passed:
    """A step that lies behind. `letter` "" when it was passed without an answer; `at_s` inside the call."""

    step_id: str
    letter: str
    at_s: float | None


@dataclass(frozen=True)
class ScriptRun:
    """A script being followed. `letter` is the answer chosen in the current step, "" for none yet."""

    script: Script
    current: str
    passed: tuple[Passed, ...] = ()
    letter: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def begin(cls, script: Script) -> "ScriptRun":
        """Return the run at the first step."""
        return cls(script, script.steps[0].id)

    @property
    def step(self) -> ScriptStep:
        """The current step."""
        return self._step(self.current)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of required fields of the current step that are empty."""
        return tuple(f.key for f in self.step.fields if f.required and not self.field(f.key).strip())

    def field(self, key: str) -> str:
        """What was typed into a field, "" for nothing."""
        return dict(self.fields).get(key, "")

    def choose(self, letter: str) -> "ScriptRun":
        """Choose an answer of the current step; a letter it does not have changes nothing."""
        known = any(answer.letter == letter for answer in self.step.answers)
        return replace(self, letter=letter) if known else self

    def fill(self, key: str, value: str) -> "ScriptRun":
        """Write into a field."""
        others = tuple(pair for pair in self.fields if pair[0] != key)
        return replace(self, fields=(*others, (key, value)) if value else others)

    def forward(self, at_s: float | None) -> "ScriptRun":
        """Go to the next step at `at_s` seconds into the call; stays at the last one."""
        following = self.next_of(self.current, self.letter)
        if following is None:
            return self
        passed = (*self.passed, Passed(self.current, self.letter, at_s))
        return replace(self, current=following, passed=passed, letter="")

    def back(self) -> "ScriptRun":
        """Return to the step before; its answer stays chosen."""
        if not self.passed:
            return self
        last = self.passed[-1]
        return replace(self, current=last.step_id, passed=self.passed[:-1], letter=last.letter)

    def ahead(self) -> tuple[ScriptStep, ...]:
        """The steps that follow if nothing else is answered, nearest first."""
        found: list[ScriptStep] = []
        seen = {self.current, *(passed.step_id for passed in self.passed)}
        following = self.next_of(self.current, self.letter)
        while following is not None and following not in seen:
            seen.add(following)
            found.append(self._step(following))
            following = self.next_of(following, "")
        return tuple(found)

    def next_of(self, step_id: str, letter: str) -> str | None:
        """Id of the step after one: where the answer leads, else its first answer, else the next in order."""
        step = self._step(step_id)
        chosen = [a.leads_to for a in step.answers if a.letter == letter and a.leads_to]
        first = [a.leads_to for a in step.answers[:1] if a.leads_to]
        for target in chosen or first:
            if any(known.id == target for known in self.script.steps):
                return target
        index = self.script.steps.index(step) + 1
        return self.script.steps[index].id if index < len(self.script.steps) else None

    def answers(self) -> tuple[tuple[str, str], ...]:
        """All answers as they travel: (step id, letter) in the order given, then (field key, text)."""
        given = [(p.step_id, p.letter) for p in self.passed]
        if self.letter:
            given.append((self.current, self.letter))
        return (*given, *self.fields)

    def label(self, step_id: str, letter: str) -> str:
        """Words of an answer, "" when there is none."""
        return next((a.label for a in self._step(step_id).answers if a.letter == letter), "")

    def title(self, step_id: str) -> str:
        """Title of a step, "" when the script has no such step."""
        return next((step.title for step in self.script.steps if step.id == step_id), "")

    @classmethod
    def resume(cls, script: Script, answers: tuple[tuple[str, str], ...]) -> "ScriptRun":
        """Return the run that gave these answers; times inside the call are not known any more."""
        run = cls.begin(script)
        steps = {step.id for step in script.steps}
        given = [(key, value) for key, value in answers if key in steps]
        for index, (step_id, letter) in enumerate(given):
            if step_id != run.current:
                break
            run = run.choose(letter)
            if index < len(given) - 1:
                run = run.forward(None)
        for key, value in answers:
            if key not in steps:
                run = run.fill(key, value)
        return run

    def in_language(self, script: Script) -> "ScriptRun":
        """Return the same place in another language, or its beginning where the steps differ."""
        if {s.id for s in script.steps} != {s.id for s in self.script.steps}:
            return replace(ScriptRun.begin(script), fields=self.fields)
        return replace(self, script=script)

    def _step(self, step_id: str) -> ScriptStep:
        return next(step for step in self.script.steps if step.id == step_id)
