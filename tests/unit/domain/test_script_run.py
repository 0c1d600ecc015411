from app.domain.campaign import Script, ScriptAnswer, ScriptField, ScriptStep
from app.domain.script_run import Passed, ScriptRun

STEPS = (
    ScriptStep("hello", "Hello", "Hi", (ScriptAnswer("A", "Yes", "ask"), ScriptAnswer("B", "No", "end"))),
    ScriptStep("ask", "Ask", "How old?", (), (ScriptField("age", "Age", required=True),)),
    ScriptStep("offer", "Offer", "We offer", (ScriptAnswer("A", "Later", "nowhere"),)),
    ScriptStep("end", "End", "Bye"),
)
SCRIPT = Script("en", STEPS)


def ids(run: ScriptRun) -> list[str]:
    return [step.id for step in run.ahead()]


def test_an_answer_decides_where_it_goes() -> None:
    run = ScriptRun.begin(SCRIPT)
    assert ids(run) == ["ask", "offer", "end"]
    assert ids(run.choose("B")) == ["end"]
    assert run.choose("B").forward(3.0).current == "end"
    assert run.choose("F") == run


def test_without_an_answer_the_first_one_or_the_next_in_order_leads() -> None:
    run = ScriptRun.begin(SCRIPT).forward(None)
    assert run.current == "ask"
    assert run.forward(None).current == "offer"


def test_a_target_that_does_not_exist_falls_back_to_the_order() -> None:
    run = ScriptRun(SCRIPT, "offer").choose("A")
    assert run.forward(1.0).current == "end"


def test_the_last_step_stays() -> None:
    run = ScriptRun(SCRIPT, "end")
    assert run.forward(1.0) == run
    assert run.ahead() == ()


def test_back_keeps_the_answer_chosen() -> None:
    run = ScriptRun.begin(SCRIPT).choose("A").forward(2.0)
    assert run.passed == (Passed("hello", "A", 2.0),)
    back = run.back()
    assert (back.current, back.letter, back.passed) == ("hello", "A", ())
    assert back.back() == back


def test_required_fields_are_missing_until_filled() -> None:
    run = ScriptRun(SCRIPT, "ask")
    assert run.missing == ("age",)
    assert run.fill("age", " ").missing == ("age",)
    assert run.fill("age", "7").missing == ()
    assert run.fill("age", "7").fill("age", "").fields == ()


def test_answers_bring_the_run_back() -> None:
    run = ScriptRun.begin(SCRIPT).choose("A").forward(2.0).fill("age", "7").forward(4.0).choose("A")
    resumed = ScriptRun.resume(SCRIPT, run.answers())
    assert (resumed.current, resumed.letter, resumed.fields) == (run.current, run.letter, run.fields)
    assert [p.letter for p in resumed.passed] == ["A", ""]
    assert all(p.at_s is None for p in resumed.passed)


def test_answers_of_a_changed_script_go_as_far_as_they_fit() -> None:
    resumed = ScriptRun.resume(SCRIPT, (("offer", "A"), ("age", "7")))
    assert resumed.current == "hello"
    assert resumed.field("age") == "7"


def test_a_script_in_a_circle_ends_where_it_began() -> None:
    circle = Script("en", (ScriptStep("a", "A", "", (ScriptAnswer("A", "again", "a"),)),))
    assert ScriptRun.begin(circle).ahead() == ()


def test_another_language_keeps_the_place_where_the_steps_agree() -> None:
    run = ScriptRun.begin(SCRIPT).choose("A").forward(1.0)
    assert run.in_language(Script("nl", STEPS)).current == "ask"
    other = Script("nl", (ScriptStep("dag", "Dag", "Dag"),))
    assert run.in_language(other).current == "dag"
