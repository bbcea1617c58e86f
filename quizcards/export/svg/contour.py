"""Contour lines of a surface over a grid: marching squares.

The plane's case of Lorensen & Cline 1987, "Marching Cubes".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# The sides of a cell (0 below, 1 right, 2 above, 3 left) that the line joins, by which corners are
# above the level:
# 1 lower left, 2 lower right, 4 upper right, 8 upper left.
_JOINED: tuple[tuple[tuple[int, int], ...], ...] = (
    (), ((3, 0),), ((0, 1),), ((3, 1),), ((1, 2),), ((3, 0), (1, 2)), ((0, 2),), ((3, 2),),
    ((2, 3),), ((2, 0),), ((0, 1), (2, 3)), ((2, 1),), ((1, 3),), ((1, 0),), ((0, 3),), (),
)  # fmt: skip
_SADDLES = (5, 10)

FloatArray = NDArray[np.float64]
Line = tuple[list[float], list[float]]  # x and y of points in order
_Side = tuple[int, int, int]  # row and column of its lower left end, and whether it stands upright


def level_lines(x: ArrayLike, y: ArrayLike, z: ArrayLike, level: float) -> list[Line]:
    """Return the lines along which z is at the level; a closed one ends where it starts.

    `x` (columns,) and `y` (rows,) are the grid, `z` (rows, columns) is the surface.
    """
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


def region(x: ArrayLike, y: ArrayLike, z: ArrayLike, level: float) -> list[Line]:
    """Return closed lines around where z is above the level, the edge of the grid among them.

    Filled by even and odd, they are the ground above the level. Shapes as in `level_lines`.
    """
    padded = np.pad(np.asarray(z, dtype=float), 1, constant_values=level - 1)
    return level_lines(np.pad(x, 1, mode="edge"), np.pad(y, 1, mode="edge"), padded, level)


def _points(x: FloatArray, y: FloatArray, z: FloatArray, level: float, sides: list[_Side]) -> Line:
    """Return where the surface, straight along each of these sides of cells, is at the level."""
    rows, columns, upright = np.array(sides).T
    tops, rights = rows + upright, columns + 1 - upright
    share = (level - z[rows, columns]) / (z[tops, rights] - z[rows, columns])
    xs = x[columns] + share * (x[rights] - x[columns])
    ys = y[rows] + share * (y[tops] - y[rows])
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
