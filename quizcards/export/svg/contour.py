"""Where a surface over a grid crosses a level: marching squares (Lorensen & Cline 1987, in the
plane).
"""

from __future__ import annotations

from typing import Any

import numpy as np

# The sides of a cell (0 below, 1 right, 2 above, 3 left) that the line joins, by which corners are
# above the level:
# 1 lower left, 2 lower right, 4 upper right, 8 upper left.
_JOINED: tuple[tuple[tuple[int, int], ...], ...] = (
    (), ((3, 0),), ((0, 1),), ((3, 1),), ((1, 2),), ((3, 0), (1, 2)), ((0, 2),), ((3, 2),),
    ((2, 3),), ((2, 0),), ((0, 1), (2, 3)), ((2, 1),), ((1, 3),), ((1, 0),), ((0, 3),), (),
)  # fmt: skip
_SADDLES = (5, 10)

Line = tuple[list[float], list[float]]  # x and y of points in order
_Side = tuple[int, int, int]  # row and column of its lower left end, and whether it stands upright


def level_lines(x: Any, y: Any, z: Any, level: float) -> list[Line]:
    """Return the lines along which z is at the level; a closed one ends where it starts."""
    x, y, z = (np.asarray(values, dtype=float) for values in (x, y, z))
    high = (z > level).astype(int)
    cases = high[:-1, :-1] + 2 * high[:-1, 1:] + 4 * high[1:, 1:] + 8 * high[1:, :-1]
    pieces: list[tuple[_Side, _Side]] = []
    for row, column in np.argwhere((cases > 0) & (cases < 15)).tolist():
        case = int(cases[row, column])
        if case in _SADDLES and z[row : row + 2, column : column + 2].mean() > level:
            case = 15 - case  # a high middle joins the high corners
        sides = ((row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1))
        pieces += [(sides[one], sides[other]) for one, other in _JOINED[case]]
    return [_points(x, y, z, level, chain) for chain in _chains(pieces)]


def region(x: Any, y: Any, z: Any, level: float) -> list[Line]:
    """Return closed lines around where z is above the level, the edge of the grid among them; fill
    them by even and odd.
    """
    x, y = np.pad(x, 1, mode="edge"), np.pad(y, 1, mode="edge")
    return level_lines(
        x, y, np.pad(np.asarray(z, dtype=float), 1, constant_values=level - 1), level
    )


def _points(x: Any, y: Any, z: Any, level: float, sides: list[_Side]) -> Line:
    """Return where the surface, straight along each of these sides of cells, is at the level."""
    rows, columns, upright = np.array(sides).T
    tops, rights = rows + upright, columns + 1 - upright
    share = (level - z[rows, columns]) / (z[tops, rights] - z[rows, columns])
    xs, ys = (a + share * (b - a) for a, b in ((x[columns], x[rights]), (y[rows], y[tops])))
    return xs.tolist(), ys.tolist()


def _chains(pieces: list[tuple[_Side, _Side]]) -> list[list[_Side]]:
    """Join pieces end to end: each end belongs to one piece, or to two that are neighbours."""
    meeting: dict[_Side, list[_Side]] = {}
    for a, b in pieces:
        meeting.setdefault(a, []).append(b)
        meeting.setdefault(b, []).append(a)
    chains = []
    # open lines from their ends, then the closed
    for start in sorted(meeting, key=lambda side: len(meeting[side])):
        while meeting[start]:
            chain = [start]
            while meeting[chain[-1]]:
                following = meeting[chain[-1]].pop()
                meeting[following].remove(chain[-1])
                chain.append(following)
            chains.append(chain)
    return chains
