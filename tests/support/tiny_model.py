"""A Whisper model of random weights in CTranslate2 format, built when a test needs one.

It hears nothing. Its read-out is tied to the position in the output, so that the real engine, driven
through the real files, says the sentence a test has chosen, whatever the audio: that makes the text, the
repetitions and the silences of a recogniser repeatable in under a second and a megabyte or two.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ctranslate2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

SAYS = "good morning this is a short call about the solar panels on your roof"
HEADS, LAYERS, MELS, SOURCE, TARGET, TIMESTAMPS = 2, 1, 80, 1500, 448, 1501

Array = NDArray[np.float32]


@dataclass(frozen=True)
class TinyModel:
    """What the model is built to do. `width` limits how many tokens it can say (width - 1).

    `chained`: each token brings the next, whatever came before the first, so that the names which the console
    tells it to expect do not matter; no word may then come twice. `window_s` is how much it hears at once:
    little, so that each turn of a call is heard by itself, and says the sentence.
    """

    says: str = SAYS
    width: int = 64
    seed: int = 11
    sureness: float = 30.0
    chained: bool = False
    window_s: int = 4


def build(folder: Path, wanted: TinyModel | None = None) -> Path:
    """Write the model into `folder` (made if needed) and return it."""
    wanted = wanted or TinyModel()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(wanted)
    tokenizer.save(str(folder / "tokenizer.json"))
    spec = ctranslate2.specs.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    _fill(spec, wanted, tokenizer)
    vocabulary = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    spec.register_vocabulary(vocabulary)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [tokenizer.token_to_id("<|en|>")]
    spec.config.alignment_heads = [(0, 0), (0, 1)]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    features = {"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(
        json.dumps({**features, "chunk_length": wanted.window_s})
    )
    return folder


def _tokenizer(wanted: TinyModel) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1200, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    # the three openings whose first token faster-whisper suppresses must be tokens of their own
    tokenizer.train_from_iterator([" " + wanted.says, " - ' ♪"] * 4, trainer)
    ordered = ["endoftext", "startoftranscript", "en", "translate", "transcribe", "startoflm"]
    ordered += ["startofprev", "nospeech", "notimestamps"]
    ordered += [f"{i * 0.02:.2f}" for i in range(TIMESTAMPS)]
    tokenizer.add_special_tokens([f"<|{name}|>" for name in ordered])
    return tokenizer


def _fill(spec: ctranslate2.specs.WhisperSpec, wanted: TinyModel, tokenizer: Tokenizer) -> None:
    rng = np.random.default_rng(wanted.seed)
    width, size = wanted.width, tokenizer.get_vocab_size()

    def noise(*shape: int) -> Array:
        return (rng.standard_normal(shape) * 0.02).astype(np.float32)

    encoder, decoder = spec.encoder, spec.decoder
    _conv(encoder.conv1, noise(width, MELS, 3))
    _conv(encoder.conv2, noise(width, width, 3))
    encoder.position_encodings.encodings = noise(SOURCE, width)
    _norm(encoder.layer_norm, width)
    for layer in encoder.layer:
        _attention(layer.self_attention, noise, width, cross=False)
        _feed_forward(layer.ffn, noise, width)
    decoder.embeddings.weight = noise(size, width)
    decoder.position_encodings.encodings, decoder.projection.weight = _script(wanted, tokenizer, noise)
    if wanted.chained:
        decoder.position_encodings.encodings = noise(TARGET, width)
        decoder.embeddings.weight = _chain(wanted, tokenizer, noise(size, width))
    _norm(decoder.layer_norm, width)
    for layer in decoder.layer:
        _attention(layer.self_attention, noise, width, cross=False)
        _attention(layer.attention, noise, width, cross=True)
        _feed_forward(layer.ffn, noise, width)


def _script(wanted: TinyModel, tokenizer: Tokenizer, noise: "_Noise") -> tuple[Array, Array]:
    """Return position encodings and a read-out under which position p answers with token p of the script."""
    width, size = wanted.width, tokenizer.get_vocab_size()
    answers = _answers(wanted, tokenizer)
    if len(answers) > width - 1:
        raise ValueError(f"{len(answers)} tokens do not fit a width of {width}")
    directions = _orthogonal(width)
    positions = np.tile(directions[len(answers) - 1], (TARGET, 1)) * np.float32(np.sqrt(width))
    read_out = noise(size, width)
    for position, token in enumerate(answers):
        positions[position] = directions[position] * np.sqrt(width)
        read_out[token] += directions[position] * wanted.sureness / np.sqrt(width)
    return positions.astype(np.float32), read_out.astype(np.float32)


def _answers(wanted: TinyModel, tokenizer: Tokenizer) -> list[int]:
    said = tokenizer.encode(" " + wanted.says, add_special_tokens=False).ids
    return [tokenizer.token_to_id("<|notimestamps|>"), *said, tokenizer.token_to_id("<|endoftext|>")]


def _chain(wanted: TinyModel, tokenizer: Tokenizer, weights: Array) -> Array:
    """Return embeddings under which each token of the script is answered with the next."""
    directions = _orthogonal(wanted.width)
    answers = _answers(wanted, tokenizer)
    for place, token in enumerate(answers[:-1]):
        weights[token] = directions[place + 1] * np.sqrt(wanted.width)
    return weights


def _orthogonal(width: int) -> Array:
    """Return width - 1 orthonormal rows without mean, which layer normalisation leaves as they are."""
    rng = np.random.default_rng(3)
    start = np.column_stack([np.ones(width), rng.standard_normal((width, width - 1))])
    return np.linalg.qr(start)[0][:, 1:].T.astype(np.float32)


class _Noise(Protocol):
    """Type of the generator of small random arrays."""

    def __call__(self, *shape: int) -> Array: ...


def _norm(spec: ctranslate2.specs.common_spec.LayerNormSpec, width: int) -> None:
    spec.gamma = np.ones(width, dtype=np.float32)
    spec.beta = np.zeros(width, dtype=np.float32)


def _conv(spec: ctranslate2.specs.common_spec.Conv1DSpec, weight: Array) -> None:
    spec.weight = weight
    spec.bias = np.zeros(weight.shape[0], dtype=np.float32)


def _linear(spec: ctranslate2.specs.common_spec.LinearSpec, weight: Array) -> None:
    spec.weight = weight
    spec.bias = np.zeros(weight.shape[0], dtype=np.float32)


def _attention(
    spec: ctranslate2.specs.attention_spec.MultiHeadAttentionSpec, noise: _Noise, width: int, *, cross: bool
) -> None:
    _norm(spec.layer_norm, width)
    sizes = [width, 2 * width, width] if cross else [3 * width, width]
    for linear, rows in zip(spec.linear, sizes, strict=True):
        _linear(linear, noise(rows, width))


def _feed_forward(
    spec: ctranslate2.specs.transformer_spec.FeedForwardSpec, noise: _Noise, width: int
) -> None:
    _norm(spec.layer_norm, width)
    _linear(spec.linear_0, noise(2 * width, width))
    _linear(spec.linear_1, noise(width, 2 * width))
