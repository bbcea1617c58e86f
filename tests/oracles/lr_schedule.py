"""torch's LinearLR and CosineAnnealingLR one after the other."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    schedules = torch.optim.lr_scheduler
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=p["base"])
    warmup, steps = int(p["warmup"]), int(p["steps"])
    rising = schedules.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    falling = schedules.CosineAnnealingLR(optimizer, T_max=steps - warmup, eta_min=p["floor"])
    schedule = schedules.SequentialLR(optimizer, [rising, falling], milestones=[warmup - 1])
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return {"lr": torch.tensor(rates, dtype=torch.float64)}
