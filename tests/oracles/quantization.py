"""The integers of torch.quantize_per_tensor and torch.quantize_per_channel."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    weights = torch.tensor(p["W"], dtype=torch.float64)
    end = torch.iinfo(torch.int8).max if p["bits"] == 8 else int("0" + "1" * (p["bits"] - 1), 2)
    if p["scale"] == "tensor":
        scale = weights.abs().max() / end
        stored = torch.quantize_per_tensor(weights.float(), scale.item(), 0, torch.qint8)
        scale = scale.expand(len(weights))
    else:
        scale = weights.abs().amax(dim=1) / end
        zeros = torch.zeros(len(weights), dtype=torch.int64)
        stored = torch.quantize_per_channel(weights.float(), scale, zeros, 0, torch.qint8)
    integers = stored.int_repr().double()
    return {"q": integers, "V": torch.diag(scale) @ integers}
