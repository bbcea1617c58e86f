"""torch.utils.flop_counter, and the bytes of the tensors of one matrix product."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    from torch.utils.flop_counter import FlopCounterMode

    x = torch.empty(p["n"], p["d"], device="meta", dtype=torch.int8)
    w = torch.empty(p["d"], p["d"], device="meta", dtype=torch.int8)
    with FlopCounterMode(display=False) as counter:
        y = x.float() @ w.float()
    moved = p["b"] * (x.nbytes + w.nbytes + y.to(torch.int8).nbytes)
    work = counter.get_total_flops()
    seconds = max(work / (p["P"] * 1e12), moved / (p["W"] * 1e12))
    return {"F": work, "M": moved, "R": work / seconds / 1e12}
