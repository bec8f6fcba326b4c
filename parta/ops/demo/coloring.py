"""A timetable for a large school: every class and every teacher in one place at a time, no free hours for classes.

Hours are edges between classes and teachers; places of the week are colours. A bipartite graph can be coloured with as
many colours as its busiest vertex has edges (König), by swapping two colours along an alternating path.
"""

from collections.abc import Sequence

Edge = tuple[str, str]


def color_edges(edges: Sequence[Edge], colors: int) -> list[int]:
    """A colour 0 … colors−1 for each (class, teacher) edge. Raises ValueError when some vertex has too many edges."""
    graph = _Graph(edges, colors)
    for index in range(len(edges)):
        graph.add(index)
    return graph.chosen


class _Graph:
    """Edges coloured so far: by vertex, which edge has which colour."""

    def __init__(self, edges: Sequence[Edge], colors: int) -> None:
        self.edges = edges
        self.colors = colors
        self.at: dict[str, dict[int, int]] = {}
        self.chosen = [-1] * len(edges)

    def ends(self, index: int) -> tuple[str, str]:
        """The class and the teacher as vertices that cannot be mixed up."""
        unit, teacher = self.edges[index]
        return f"c{unit}", f"t{teacher}"

    def add(self, index: int) -> None:
        """Colour one more edge, swapping colours along a path when its ends have no free colour in common."""
        unit, teacher = self.ends(index)
        here, there = self.free(unit), self.free(teacher)
        if here not in self.at[teacher]:
            there = here
        elif there not in self.at[unit]:
            here = there
        if here != there:
            self.swap(teacher, here, there)
        self.paint(index, here)

    def free(self, vertex: str) -> int:
        """The first colour the vertex does not have yet."""
        used = self.at.setdefault(vertex, {})
        color = next((color for color in range(self.colors) if color not in used), None)
        if color is None:
            raise ValueError(f"too many hours for {vertex[1:]}")
        return color

    def paint(self, index: int, color: int) -> None:
        """Give an edge its colour at both ends."""
        self.chosen[index] = color
        for vertex in self.ends(index):
            self.at[vertex][color] = index

    def swap(self, start: str, taken: int, free: int) -> None:
        """Exchange the two colours along the path that leaves `start` by `taken`: `taken` becomes free there."""
        path, vertex, color = [], start, taken
        while color in self.at[vertex]:
            index = self.at[vertex][color]
            path.append(index)
            unit, teacher = self.ends(index)
            vertex = unit if vertex == teacher else teacher
            color = free if color == taken else taken
        for index in path:
            for one in self.ends(index):
                self.at[one].pop(self.chosen[index], None)
        for index in path:
            self.paint(index, free if self.chosen[index] == taken else taken)
