"""A sheet seen as a grid of text: merged ranges, addresses of the file, and the same sheet turned on its side."""

from parta.exchange.reading import Sheet, address
from parta.exchange.reading.sheets import as_text


class GridView:
    """Text of the cells by row and column from 0; knows where each cell stands in the file even when turned.

    A lesson grid is read with the lesson numbers going down; a sheet where they go across is read turned.
    """

    def __init__(self, sheet: Sheet, *, turned: bool = False) -> None:
        self.sheet = sheet
        self.turned = turned
        height, width = sheet.height, sheet.width
        texts = [[as_text(value) for value in row] for row in sheet.rows]
        spans = [merge for merge in sheet.merged if merge[0] < height and merge[1] < width]
        if turned:
            texts = [list(column) for column in zip(*texts, strict=True)]
            spans = [(left, top, right, bottom) for top, left, bottom, right in spans]
            height, width = width, height
        self.height, self.width = height, width
        self._texts = texts
        self._span: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for top, left, bottom, right in spans:
            clipped = (top, left, min(bottom, height - 1), min(right, width - 1))
            for row in range(top, clipped[2] + 1):
                for column in range(left, clipped[3] + 1):
                    self._span[row, column] = clipped
        self.filled: list[list[int]] = [
            [column for column, text in enumerate(row) if text and self.is_anchor(index, column)]
            for index, row in enumerate(texts)
        ]
        """Columns of the filled cells of each row."""

        self.lost_formulas = frozenset(
            (column, row) if turned else (row, column)
            for row, column in sheet.formulas
            if sheet.raw(row, column) is None
        )
        """Cells whose formula gives nothing or an error."""

    @property
    def name(self) -> str:
        return self.sheet.name

    def span(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Top, left, bottom, right of the merged range the cell is in, or of the cell itself."""
        return self._span.get((row, column), (row, column, row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        top, left, _, _ = self.span(row, column)
        return top, left

    def is_anchor(self, row: int, column: int) -> bool:
        return self.anchor(row, column) == (row, column)

    def own(self, row: int, column: int) -> str:
        """Text written in this very cell; «» inside a merged range except in its first cell."""
        if not (0 <= row < self.height and 0 <= column < self.width) or not self.is_anchor(row, column):
            return ""
        return self._texts[row][column]

    def text(self, row: int, column: int) -> str:
        """Text seen at this place: in a merged range the range's own text."""
        top, left = self.anchor(row, column)
        return self._texts[top][left] if 0 <= top < self.height and 0 <= left < self.width else ""

    def cell(self, row: int, column: int) -> str:
        """The cell's name in the file: «B41»."""
        top, left = self.anchor(row, column)
        return address(left, top) if self.turned else address(top, left)

    def place(self, row: int, column: int) -> str:
        """Where it is, for a message."""
        return (
            f"Лист «{self.name}», ячейка {self.cell(row, column)}" if self.name else f"Ячейка {self.cell(row, column)}"
        )

    @property
    def sheet_place(self) -> str:
        return f"Лист «{self.name}»"


__all__ = ["GridView"]
