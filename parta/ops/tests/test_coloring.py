"""The large school's timetable puts nobody in two places at once."""

from random import Random

import pytest

from parta.ops.demo.coloring import color_edges


@pytest.mark.parametrize("seed", range(20))
def test_every_class_and_teacher_is_in_one_place_and_classes_have_no_free_hours(seed: int) -> None:
    random = Random(seed)
    load = dict.fromkeys((f"t{number}" for number in range(60)), 0)
    edges = []
    for unit in range(40):
        for _ in range(30):
            teacher = random.choice([one for one, hours in load.items() if hours < 30])
            load[teacher] += 1
            edges.append((f"{unit}", teacher))
    random.shuffle(edges)
    colors = color_edges(edges, 30)
    places = list(zip(colors, edges, strict=True))
    assert len({(color, unit) for color, (unit, _) in places}) == len(edges)
    assert len({(color, teacher) for color, (_, teacher) in places}) == len(edges)
    assert {color for color, (unit, _) in places if unit == "7"} == set(range(30))


def test_more_hours_than_places_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        color_edges([("1", "a")] * 4, 3)
