"""Topics of a plan on the dated lessons of a course: when each was meant to be given, when it is, how far behind.

A topic is one hour. What was meant is fixed once, when the plan is placed (`planned`); what is, follows from the
lessons that take place and from what was recorded on them, every time anew. So lessons may come, go and move: no topic
is lost and no record is touched.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

Place = tuple[date, int]
"""Day and number of a lesson: the order in which lessons go."""
BEFORE_ALL: Place = (date.min, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A topic in the order of the course. `joined`: given in the same lesson as the topic before it."""

    topic: int
    joined: bool = False
    planned: Place | None = None


@dataclass(frozen=True, slots=True)
class DatedLesson:
    """A lesson that takes place. `topic`: the recorded topic of the plan; `written`: something is recorded at all."""

    id: int
    place: Place
    is_over: bool = False
    topic: int | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Topics of one lesson: usually one."""

    topics: tuple[Placed, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Their topics."""
        return tuple(one.topic for one in self.topics)


@dataclass(slots=True)
class Layout:
    """Which lesson gives which topics.

    `given`: recorded. `assumed`: the lesson is over and nothing is written on it yet, so it is taken to have given its
    topic. `coming`: on a lesson still to come. `homeless`: no lesson is left for them. `lost`: lessons that gave
    something else, `expected` the block each of them was to give. `free`: lessons to come that nothing is planned for.
    """

    blocks: list[Block]
    lesson_of: dict[int, DatedLesson] = field(default_factory=dict)
    block_of: dict[int, Block] = field(default_factory=dict)
    given: list[Block] = field(default_factory=list)
    assumed: list[Block] = field(default_factory=list)
    coming: list[Block] = field(default_factory=list)
    homeless: list[Block] = field(default_factory=list)
    lost: list[DatedLesson] = field(default_factory=list)
    expected: dict[int, Block] = field(default_factory=dict)
    free: list[DatedLesson] = field(default_factory=list)

    @property
    def ahead(self) -> list[Block]:
        """What is still to be given, in order."""
        return [*self.coming, *self.homeless]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the plan has been taught. Hours; `behind` is negative when the course is ahead.

    `passed`: topics recorded. `unwritten`: lessons held without a recorded topic. `due`: topics that were to be passed
    by now; None while the plan is not placed. `short`: lessons that will be lacking by the end of the year.
    """

    total: int
    passed: int
    unwritten: int
    due: int | None
    behind: int
    short: int

    @property
    def lag(self) -> int:
        """Hours behind the planned days, never negative."""
        return max(0, self.behind)

    @property
    def to_repair(self) -> int:
        """Hours to win back: the larger of the lag and what the year lacks."""
        return max(self.behind, self.short, 0)


def blocks_of(placed: Iterable[Placed]) -> list[Block]:
    """Topics grouped by lesson."""
    blocks: list[Block] = []
    for one in placed:
        if one.joined and blocks:
            blocks[-1] = Block((*blocks[-1].topics, one))
        else:
            blocks.append(Block((one,)))
    return blocks


def keep_order(topics: Sequence[int], present: Sequence[Placed]) -> list[Placed]:
    """Topics of a changed plan in its order: what was known of one stays, joined ones while they are neighbours."""
    old = {one.topic: one for one in present}
    previous = {one.topic: before.topic for before, one in pairwise(present)}
    kept = []
    for before, topic in zip([None, *topics], topics, strict=False):
        one = old.get(topic, Placed(topic))
        kept.append(replace(one, joined=one.joined and before is not None and previous.get(topic) == before))
    return kept


def place_again(topics: Sequence[int], present: Sequence[Placed], lessons: Sequence[DatedLesson]) -> list[Placed]:
    """Places of a plan on its lessons: the n-th topic is meant for the n-th lesson, beyond the last one for no day.

    Of a plan placed before, topics given keep the lesson they were meant for; the rest is meant anew for the lessons it
    falls on now.
    """
    order = keep_order(topics, present)
    layout = lay_out(order, lessons)
    done = {topic for block in [*layout.given, *layout.assumed] for topic in block.ids}
    return [
        one if one.topic in done and one.planned else replace(one, planned=_place_of(layout, one.topic))
        for one in order
    ]


def _place_of(layout: Layout, topic: int) -> Place | None:
    lesson = layout.lesson_of.get(topic)
    return lesson.place if lesson else None


def lay_out(placed: Iterable[Placed], lessons: Iterable[DatedLesson]) -> Layout:
    """Every block on its lesson, in order: recorded ones where they were recorded, the rest one lesson each.

    A lesson that is over and holds something else than the plan gives no topic; one without any record is taken to
    have given the next. A block recorded on several lessons stands at the first of them.
    """
    layout = Layout(blocks_of(placed))
    by_topic = {topic: block for block in layout.blocks for topic in block.ids}
    held = sorted(lessons, key=lambda lesson: lesson.place)
    recorded = {id(by_topic[lesson.topic]) for lesson in held if lesson.topic in by_topic}
    waiting = deque(block for block in layout.blocks if id(block) not in recorded)
    layout.given = [block for block in layout.blocks if id(block) in recorded]
    for lesson in held:
        if lesson.topic in by_topic:
            _put(layout, by_topic[lesson.topic], lesson)
        elif lesson.written:
            layout.lost.append(lesson)
            if waiting:
                layout.expected[lesson.id] = waiting[0]
        elif waiting:
            (layout.assumed if lesson.is_over else layout.coming).append(waiting[0])
            _put(layout, waiting.popleft(), lesson)
        else:
            layout.free.append(lesson)
    layout.homeless = list(waiting)
    return layout


def _put(layout: Layout, block: Block, lesson: DatedLesson) -> None:
    layout.block_of[lesson.id] = block
    for topic in block.ids:
        layout.lesson_of.setdefault(topic, lesson)


def coverage_of(layout: Layout, now: Place) -> Coverage:
    """Where the course stands. now: the place of the last lesson that is over; lessons up to it were to be given.

    The lag compares what is still to be given with what would be, had every lesson been held on its planned day: two
    topics joined in one lesson make the lag an hour less at once.
    """
    planned = [one.planned for block in layout.blocks for one in block.topics]
    slots = {place for place in planned if place is not None}
    undated = sum(1 for place in planned if place is None)
    over = {place for place in slots if place <= now}
    ahead = len(layout.ahead)
    is_placed = bool(slots)
    return Coverage(
        total=len(planned),
        passed=sum(len(block.topics) for block in layout.given),
        unwritten=len(layout.assumed),
        due=sum(1 for place in planned if place is not None and place <= now) if is_placed else None,
        behind=ahead - (len(slots) - len(over)) - undated if is_placed else 0,
        short=len(layout.homeless),
    )
