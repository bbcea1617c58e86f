"""torch.flip, torch.rot90 and F.pad."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    image = torch.tensor(p["image"], dtype=torch.float64)
    rotated = torch.rot90(image, 2)
    shifted = torch.nn.functional.pad(image, (1, -1))
    return {
        "flipped": torch.flip(image, [1]),
        "rotated": rotated,
        "shifted": shifted,
        "first_row": rotated[0],
        "lost": image.sum() - shifted.sum(),
    }


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.pad(p["image"], (1, -1))
