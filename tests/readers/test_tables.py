"""Cells from ruled lines."""

import pytest

from pipeline.readers.tables import find_cells
from pipeline.records import Box


def rule_grid(columns: list[float], rows: list[float]) -> list[Box]:
    across = [(columns[0], y, columns[-1], y + 0.5) for y in rows]
    return across + [(x, rows[0], x + 0.5, rows[-1]) for x in columns]


def test_a_grid_has_a_cell_for_each_row_and_column() -> None:
    cells = find_cells(rule_grid([60, 200, 420, 540], [100, 150, 200]))
    assert len(cells) == 6
    assert (60.25, 100.25, 200.25, 150.25) in cells


def test_a_cell_that_spans_two_columns_is_one() -> None:
    rules = [rule for rule in rule_grid([60, 200, 420], [100, 150, 200]) if rule[:2] != (200, 100)]
    cells = find_cells([*rules, (200, 150, 200.5, 200)])
    assert sorted(round(cell[2] - cell[0]) for cell in cells) == [140, 220, 360]


def test_lines_drawn_in_pieces_are_one() -> None:
    pieces = [(x, y, x + 70, y + 0.5) for y in (100.0, 150.0, 200.0) for x in (60.0, 130.0)]
    cells = find_cells([*pieces, *rule_grid([60, 130, 200], [100, 150, 200])[3:]])
    assert len(cells) == 4


@pytest.mark.parametrize(
    "rules",
    [
        [(60.0, 100.0, 540.0, 100.5), (60.0, 700.0, 540.0, 700.5), (60.0, 100.0, 60.5, 700.0)],
        [(float(x), 0.0, x + 0.5, 700.0) for x in range(0, 600, 1)],
    ],
    ids=["no frame", "a drawing"],
)
def test_no_table_has_no_cells(rules: list[Box]) -> None:
    assert find_cells(rules) == []
