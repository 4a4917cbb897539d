"""Loads a model folder that Sunrise wrote with Hugging Face's own classes and compares what they compute.

    pip install -r src/test/python/requirements.txt
    python src/test/python/check_export.py MODEL_DIR

MODEL_DIR holds config.json, model.safetensors and expected.json: {"rows": [[id, ...], ...], "positions": [[row,
position], ...], "logits": [[number, ...], ...]}, the logits at each of the positions; and where it holds a tokenizer.json,
expected.json may have {"texts": [...], "ids": [[id, ...], ...]}. Ends with 0 where all agree, else says what does not.
"""

import json
import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors import safe_open
import transformers
from transformers import AutoTokenizer

TOLERANCE = 1e-5


def check_model(folder, expected):
    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    model, loading = getattr(transformers, architecture).from_pretrained(folder, output_loading_info=True)
    faults = {name: keys for name, keys in loading.items() if keys}
    if faults:
        sys.exit(f"{folder}: {architecture} did not load every weight as it is: {faults}")
    with safe_open(folder / "model.safetensors", "pt") as file:
        if file.metadata().get("format") != "pt":
            sys.exit(f"{folder}: the safetensors metadata is {file.metadata()}, expected format pt")
    model.eval()
    largest = 0.0
    with torch.no_grad():
        for (row, position), logits in zip(expected["positions"], expected["logits"], strict=True):
            theirs = model(torch.tensor([expected["rows"][row]])).logits[0]
            theirs = theirs if "Classification" in architecture else theirs[position].reshape(-1)
            largest = max(largest, (theirs - torch.tensor(logits)).abs().max().item())
    if not largest <= TOLERANCE:
        sys.exit(f"{folder}: logits differ by up to {largest:.2e}, expected at most {TOLERANCE:.0e}")
    print(f"{folder}: {architecture} loads whole, {len(expected['logits'])} rows of logits agree within {largest:.1e}")


def check_tokenizer(folder, expected):
    if not (folder / "tokenizer.json").exists():
        return
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text, ids in zip(expected.get("texts", []), expected.get("ids", []), strict=True):
        theirs = tokenizer(text)["input_ids"]
        if theirs != ids:
            sys.exit(f"{folder}: {text!r} is {theirs} to AutoTokenizer, {ids} to Sunrise")
    print(f"{folder}: AutoTokenizer loads, {len(expected.get('texts', []))} texts agree")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text())
    check_model(folder, expected)
    check_tokenizer(folder, expected)


if __name__ == "__main__":
    main()
