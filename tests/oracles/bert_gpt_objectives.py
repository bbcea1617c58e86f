"""torch.nn.functional.nll_loss with ignore_index: the loss of language models."""

from typing import Any

NOT_COUNTED = -100


def expected(torch: Any, p: Any) -> Any:
    chances = torch.tensor(p["P"], dtype=torch.float64)
    loss = result(torch, {**p, "P": chances, "Y": torch.tensor(p["Y"])})
    return {"J": loss, "perplexity": torch.exp(loss)}


def result(torch: Any, p: Any) -> Any:
    tokens = p["Y"].argmax(dim=1)
    if p["objective"] == "clm":
        right = torch.cat([tokens[1:], torch.tensor([NOT_COUNTED])])
    else:
        right = torch.where(torch.as_tensor(p["masked"]) == 1, tokens, NOT_COUNTED)
    return torch.nn.functional.nll_loss(torch.log(p["P"]), right, ignore_index=NOT_COUNTED)
