"""Topics on lessons, and catching up: no topic is lost, the order is kept, hours are conserved, whatever happens."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.curriculum import rules
from parta.domain.curriculum.rules import BEFORE_ALL, DatedLesson, Placed, Step, StepKind, TopicFacts

START = date(2026, 9, 1)


def place(index: int) -> tuple[date, int]:
    """The place of the n-th lesson: one a day."""
    return (START + timedelta(days=index), 1)


def lessons(count: int, over: int = 0, **recorded: int) -> list[DatedLesson]:
    """Lessons by order, the first `over` of them over; l3=7: on the third, topic 7; l3=0: something else."""
    made = []
    for index in range(count):
        topic = recorded.get(f"l{index + 1}")
        made.append(DatedLesson(index + 1, place(index), index < over, topic or None, topic is not None))
    return made


def fresh(count: int, held: int) -> list[Placed]:
    return rules.place_again(range(1, count + 1), [], lessons(held))


def facts(count: int, **titles: str) -> dict[int, TopicFacts]:
    return {
        topic: TopicFacts(titles.get(f"t{topic}", f"Тема {topic}"), "Раздел", "lesson") for topic in range(1, count + 1)
    }


def test_every_lesson_gets_its_topic_in_order() -> None:
    placed = fresh(3, 4)
    assert [one.planned for one in placed] == [place(0), place(1), place(2)]
    layout = rules.lay_out(placed, lessons(4))
    assert [block.ids for block in layout.coming] == [(1,), (2,), (3,)]
    assert [lesson.id for lesson in layout.free] == [4]


def test_a_lesson_that_gave_something_else_makes_a_lag_of_an_hour() -> None:
    placed = fresh(5, 5)
    held = lessons(5, 3, l1=1, l2=0, l3=2)
    seen = rules.coverage_of(rules.lay_out(placed, held), place(2))
    assert (seen.passed, seen.due, seen.lag, seen.short) == (2, 3, 1, 1)


def test_a_cancelled_lesson_makes_a_lag_and_an_extra_one_makes_it_good() -> None:
    placed = fresh(5, 5)
    held = [one for one in lessons(5, 2, l1=1) if one.id != 2]
    seen = rules.coverage_of(rules.lay_out(placed, held), place(1))
    assert (seen.lag, seen.short) == (1, 1)
    extra = DatedLesson(9, (START + timedelta(days=1), 2), is_over=True, topic=2, written=True)
    seen = rules.coverage_of(rules.lay_out(placed, [*held, extra]), (START + timedelta(days=1), 2))
    assert (seen.lag, seen.short) == (0, 0)


def test_a_lesson_without_a_record_is_taken_to_have_given_its_topic() -> None:
    layout = rules.lay_out(fresh(3, 3), lessons(3, 1))
    seen = rules.coverage_of(layout, place(0))
    assert (seen.passed, seen.unwritten, seen.lag) == (0, 1, 0)


def test_holidays_known_beforehand_are_lessons_the_year_lacks() -> None:
    seen = rules.coverage_of(rules.lay_out(fresh(5, 3), lessons(3)), BEFORE_ALL)
    assert (seen.lag, seen.short, seen.to_repair) == (0, 2, 2)


def test_a_topic_given_out_of_turn_does_not_hide_the_one_that_was_skipped() -> None:
    layout = rules.lay_out(fresh(4, 4), lessons(4, 1, l1=2))
    assert [block.ids for block in layout.coming] == [(1,), (3,), (4,)]


def test_reserve_hours_come_first_then_equal_lessons_and_control_works_keep_theirs() -> None:
    placed = fresh(6, 6)
    known = facts(6, t1="Степень", t2="Контрольная работа", t4="Дроби", t5="Дроби", t6="Резервный урок")
    known[2] = TopicFacts("Контрольная работа", "Раздел", "control")
    found = rules.ideas_for(rules.lay_out(placed, lessons(6)).ahead, known, 2)
    assert [one.step.kind for one in found[:2]] == [StepKind.MOVE, StepKind.SHORTEN]
    assert all(2 not in (one.step.topic, one.step.to) or one.step.kind is StepKind.MOVE for one in found)


def test_two_joined_topics_win_an_hour_and_can_be_parted_again() -> None:
    placed = fresh(5, 4)
    joined = rules.apply_steps(placed, [Step(StepKind.JOIN, 3, 2)])
    assert rules.coverage_of(rules.lay_out(joined, lessons(4)), BEFORE_ALL).short == 0
    assert rules.apply_steps(joined, [Step(StepKind.PART, 3)]) == placed


def test_the_key_of_a_step_is_read_back_and_anything_else_is_nothing() -> None:
    step = Step(StepKind.MOVE, 17, 4)
    assert Step.parse(step.key) == step
    assert [Step.parse(text) for text in ("", "join", "join-1", "drop-1-2", "join-x-2", "join-1-2-3")] == [None] * 6


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Placed], list[DatedLesson], int]:
    """A plan placed on a year in which lessons were then cancelled, added and used for other things."""
    count, held = draw(st.integers(1, 14)), draw(st.integers(0, 16))
    placed = fresh(count, held)
    over = draw(st.integers(0, held))
    present = [index for index in range(held) if not draw(st.booleans()) or draw(st.booleans())]
    made, free = [], list(range(1, count + 1))
    for index in present:
        what = draw(st.sampled_from(["plan", "other", "nothing"])) if index < over else "nothing"
        topic = (
            free.pop(draw(st.integers(0, len(free) - 1)) if draw(st.booleans()) else 0)
            if what == "plan" and free
            else None
        )
        written = topic is not None or what == "other"
        made.append(DatedLesson(index + 1, place(index), index < over, topic, written))
    return placed, made, over


def ids(layout: rules.Layout) -> list[int]:
    parts = (layout.given, layout.assumed, layout.coming, layout.homeless)
    return [topic for part in parts for block in part for topic in block.ids]


@settings(max_examples=150, deadline=None)
@given(courses())
def test_no_topic_is_lost_and_each_lesson_gives_one(course: tuple[list[Placed], list[DatedLesson], int]) -> None:
    placed, held, _ = course
    layout = rules.lay_out(placed, held)
    assert sorted(ids(layout)) == [one.topic for one in placed]
    assert len(layout.block_of) + len(layout.lost) + len(layout.free) == len(held)
    ahead = [topic for block in [*layout.assumed, *layout.ahead] for topic in block.ids]
    assert ahead == sorted(ahead)
    days = [layout.lesson_of[block.ids[0]].place for block in [*layout.assumed, *layout.coming]]
    assert days == sorted(days)


@settings(max_examples=150, deadline=None)
@given(courses())
def test_every_proposal_wins_one_hour_and_keeps_topics_order_and_records(
    course: tuple[list[Placed], list[DatedLesson], int],
) -> None:
    placed, held, over = course
    now = place(over - 1) if over else BEFORE_ALL
    layout = rules.lay_out(placed, held)
    before = rules.coverage_of(layout, now)
    known = facts(len(placed), t3="Резерв", t4="Дроби", t5="Дроби")
    found = rules.ideas_for(layout.ahead, known, before.to_repair)
    order = rules.apply_steps(
        placed, [one.step for one in found], fixed=frozenset(t for b in layout.given for t in b.ids)
    )
    assert sorted(one.topic for one in order) == [one.topic for one in placed]
    moved = {one.step.topic for one in found if one.step.kind is StepKind.MOVE}
    ahead = [topic for block in layout.ahead for topic in block.ids]
    kept = [one.topic for one in order if one.topic in ahead and one.topic not in moved]
    assert kept == [topic for topic in ahead if topic not in moved]
    after_layout = rules.lay_out(order, held)
    after = rules.coverage_of(after_layout, now)
    assert len(after_layout.ahead) == len(layout.ahead) - len(found)
    assert after.passed == before.passed
    assert after.behind == (before.behind - len(found) if before.due is not None else 0)
    assert after.short == max(0, before.short - len(found))


@settings(max_examples=100, deadline=None)
@given(courses(), st.integers(0, 3), st.integers(0, 3))
def test_a_plan_placed_anew_has_no_lag_and_keeps_what_was_given(
    course: tuple[list[Placed], list[DatedLesson], int], gone: int, come: int
) -> None:
    placed, held, over = course
    layout = rules.lay_out(placed, held)
    given_ids = {topic for block in layout.given for topic in block.ids}
    dropped = {one.topic for one in placed if one.topic not in given_ids and one.topic <= gone}
    topics = [one.topic for one in placed if one.topic not in dropped] + [100 + number for number in range(come)]
    again = rules.place_again(topics, placed, held)
    assert [one.topic for one in again] == topics
    old = {one.topic: one.planned for one in placed}
    assert all(one.planned == old[one.topic] for one in again if one.topic in given_ids and old[one.topic])
    assert rules.place_again(topics, again, held) == again
    now = place(over - 1) if over else BEFORE_ALL
    assert rules.coverage_of(rules.lay_out(again, held), now).lag == 0
