"""BpeTrainer of Hugging Face tokenizers, each number a letter."""

from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

AGAINST = "Hugging Face tokenizers 0.23"


def expected(_torch: Any, p: Any) -> Any:
    text = "".join(chr(96 + int(letter)) if letter else " " for letter in p["corpus"])
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    size = len(set(text) - {" "}) + p["merges"]
    tokenizer.train_from_iterator(
        [text], trainers.BpeTrainer(vocab_size=size, min_frequency=1, show_progress=False)
    )
    return {"length": len(tokenizer.encode(text).ids)}
