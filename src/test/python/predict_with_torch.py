"""Rows a second that transformers labels on this machine, beside jobs/bench.sh predict.

    python3 src/test/python/predict_with_torch.py FOLDER OUT SIZE ...

FOLDER holds JSON Lines with a field text, plain or gzip; OUT the models that PredictBench left. The first 20,000 texts are
held in memory, then tokenized (their first 500 characters, which hold 50 tokens) and classified 64 at a time, padded to the
longest: reading and writing are not in its time, as they are in ours.
"""

import gzip
import json
import os
import pathlib
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "true"
os.environ["HF_HUB_OFFLINE"] = "1"

import torch  # noqa: E402 (reads the environment)
from tokenizers import Tokenizer  # noqa: E402
from transformers import AutoModelForSequenceClassification  # noqa: E402

ROWS, LENGTH, CHARACTERS, BATCH, WARM_UP = 20_000, 50, 500, 64, 1_000


def texts(folder):
    for file in sorted(p for p in pathlib.Path(folder).rglob("*.jsonl*")):
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"][:CHARACTERS]


def label(model, tokenizer, rows):
    labels = []
    with torch.inference_mode():
        for i in range(0, len(rows), BATCH):
            encoded = tokenizer.encode_batch_fast(rows[i : i + BATCH])
            ids = torch.tensor([e.ids for e in encoded])
            mask = torch.tensor([e.attention_mask for e in encoded])
            labels += model(input_ids=ids, attention_mask=mask).logits.argmax(-1).tolist()
    return labels


def main():
    folder, out, *sizes = sys.argv[1:]
    rows = [text for text, _ in zip(texts(folder), range(ROWS))]
    for size in sizes or ("tiny", "mini"):
        home = pathlib.Path(out) / size / "finetune"
        model = AutoModelForSequenceClassification.from_pretrained(home).eval()
        tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        tokenizer.enable_truncation(LENGTH)
        tokenizer.enable_padding()
        label(model, tokenizer, rows[:WARM_UP])
        started = time.monotonic()
        rate = len(label(model, tokenizer, rows)) / (time.monotonic() - started)
        print(f"{size:8} {rate:10,.0f} rows/s   transformers on PyTorch {torch.__version__}, fp32", flush=True)


if __name__ == "__main__":
    main()
