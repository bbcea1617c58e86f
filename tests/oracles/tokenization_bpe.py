"""BpeTrainer of Hugging Face tokenizers, each number a letter."""

from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

AGAINST = "Hugging Face tokenizers 0.23"


def expected(_torch: Any, p: Any) -> Any:
    corpus, word = (
        "".join(chr(96 + int(letter)) if letter else " " for letter in p[name])
        for name in ("corpus", "word")
    )
    alphabet = sorted(set(corpus + word) - {" "})
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.BpeTrainer(
        vocab_size=len(alphabet) + p["merges"],
        min_frequency=1,
        initial_alphabet=alphabet,
        show_progress=False,
    )
    tokenizer.train_from_iterator([corpus], trainer)
    return {
        "length": len(tokenizer.encode(corpus).ids),
        "pieces": len(tokenizer.encode(word).ids),
    }
