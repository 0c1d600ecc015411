"""The tokenizer: byte-level BPE over the texts, then the tokens that the recogniser's runtime asks for."""

from collections.abc import Iterable

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

TEXT_TOKENS = 1600
TIMESTAMPS = 1501
SPECIAL = (
    *("endoftext", "startoftranscript", "en", "translate", "transcribe", "startoflm", "startofprev"),
    *("nospeech", "notimestamps"),
)
SUPPRESSED = " - ' ♪"
"""The runtime forbids the first token of each: the blank, unless each is a token of its own."""


def train(texts: Iterable[str]) -> Tokenizer:
    """Return a tokenizer for texts of lower-case words."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=TEXT_TOKENS, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    listed = [f" {text}" for text in texts]
    tokenizer.train_from_iterator([*listed, *[SUPPRESSED] * len(listed)], trainer)
    for text in SUPPRESSED.split():
        if len(tokenizer.encode(f" {text}").ids) != 1:
            raise ValueError(f"{text!r} did not become a token of its own")
    names = [*SPECIAL, *(f"{i * 0.02:.2f}" for i in range(TIMESTAMPS))]
    tokenizer.add_special_tokens([f"<|{name}|>" for name in names])
    return tokenizer
