"""Writes a checkpoint as CTranslate2 int8: `python -m resources.demo_model.train.export RUN [FOLDER]`."""

import argparse
import json
import sys
from pathlib import Path

import ctranslate2
import numpy as np
import numpy.typing as npt
import torch
from ctranslate2.specs import attention_spec, common_spec, transformer_spec, whisper_spec
from tokenizers import Tokenizer

from resources.demo_model.train.net import ALIGNING, MELS, SOURCE, WINDOW, Shape
from resources.demo_model.train.speech import WINDOW_S

TARGET_FOLDER = Path(__file__).resolve().parent.parent
Weights = dict[str, npt.NDArray[np.float32]]


def export(checkpoint: Path, tokenizer: Path, folder: Path) -> None:
    """Write model.bin, config.json, vocabulary.json, tokenizer.json and preprocessor_config.json."""
    kept = torch.load(checkpoint, weights_only=True)
    shape = Shape(**kept["shape"])
    weights = {name: value.numpy().astype(np.float32) for name, value in kept["net"].items()}
    spec = whisper_spec.WhisperSpec(shape.encoder_layers, shape.heads, shape.decoder_layers, shape.heads)
    _fill(spec, weights)
    words = Tokenizer.from_file(str(tokenizer))
    spec.register_vocabulary([words.id_to_token(i) for i in range(words.get_vocab_size())])
    # Nothing is forbidden as the first token: a window without speech may end at once.
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.lang_ids = [words.token_to_id("<|en|>")]
    spec.config.alignment_heads = [(ALIGNING[0], head) for head in ALIGNING[1]]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    words.save(str(folder / "tokenizer.json"), pretty=False)
    heard = {"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps({**heard, "chunk_length": WINDOW_S}) + "\n")


def _fill(spec: whisper_spec.WhisperSpec, weights: Weights) -> None:
    encoder, decoder = spec.encoder, spec.decoder
    for conv in ("conv1", "conv2"):
        _linear(getattr(encoder, conv), weights, conv)
    filling = np.tile(weights["filling"], (SOURCE - WINDOW, 1))
    encoder.position_encodings.encodings = np.concatenate([weights["positions"], filling])
    for number, layer in enumerate(encoder.layer):
        _layer(layer, weights, f"encoder.{number}")
    _norm(encoder.layer_norm, weights, "encoder_norm")
    decoder.embeddings.weight = weights["embedding"]
    decoder.position_encodings.encodings = weights["places"]
    for number, layer in enumerate(decoder.layer):
        _layer(layer, weights, f"decoder.{number}")
        _norm(layer.attention.layer_norm, weights, f"decoder.{number}.cross_norm")
        _cross(layer.attention, weights, f"decoder.{number}.cross_attention")
    _norm(decoder.layer_norm, weights, "decoder_norm")
    decoder.projection.weight = weights["embedding"].copy()


def _layer(spec: transformer_spec.TransformerEncoderLayerSpec, weights: Weights, name: str) -> None:
    own = spec.self_attention
    _norm(own.layer_norm, weights, f"{name}.self_norm")
    _joined(own.linear[0], weights, [f"{name}.self_attention.{part}" for part in ("query", "key", "value")])
    _linear(own.linear[1], weights, f"{name}.self_attention.out")
    _norm(spec.ffn.layer_norm, weights, f"{name}.feed_norm")
    _linear(spec.ffn.linear_0, weights, f"{name}.feed_in")
    _linear(spec.ffn.linear_1, weights, f"{name}.feed_out")


def _cross(spec: attention_spec.MultiHeadAttentionSpec, weights: Weights, name: str) -> None:
    _linear(spec.linear[0], weights, f"{name}.query")
    _joined(spec.linear[1], weights, [f"{name}.key", f"{name}.value"])
    _linear(spec.linear[2], weights, f"{name}.out")


def _joined(spec: common_spec.LinearSpec, weights: Weights, names: list[str]) -> None:
    parts = [weights[f"{name}.weight"] for name in names]
    spec.weight = np.concatenate(parts)
    zeros = np.zeros(len(parts[0]), dtype=np.float32)
    spec.bias = np.concatenate([weights.get(f"{name}.bias", zeros) for name in names])


def _linear(spec: common_spec.LinearSpec | common_spec.Conv1DSpec, weights: Weights, name: str) -> None:
    spec.weight, spec.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _norm(spec: common_spec.LayerNormSpec, weights: Weights, name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def main() -> int:
    """Export RUN/checkpoint.pt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=TARGET_FOLDER)
    given = parser.parse_args()
    export(given.run / "checkpoint.pt", given.run / "tokenizer.json", given.folder)
    size = sum(path.stat().st_size for path in given.folder.iterdir() if path.is_file())
    sys.stdout.write(f"{given.folder}: {size / 1e6:.2f} MB with CTranslate2 {ctranslate2.__version__}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
