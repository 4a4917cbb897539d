"""Compares the vectors of predict.columns = embeddings with those that transformers computes by the same model.

    pip install -r src/test/python/requirements.txt
    jobs/submit.sh predict --config conf/mine.conf predict.model=/models/all-MiniLM-L6-v2 predict.columns=embeddings \\
        predict.output-format=jsonl predict.output=/tmp/out
    python src/test/python/check_embeddings.py /models/all-MiniLM-L6-v2 /tmp/out/predictions/part-00000.jsonl [TEXT FIELD]
"""

import json
import sys

import torch
from transformers import AutoModel, AutoTokenizer

TOLERANCE = 1e-4


def main(model_folder, predictions, field="text"):
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = AutoModel.from_pretrained(model_folder, dtype=torch.float32).eval()
    worst = 0.0
    rows = [json.loads(line) for line in open(predictions, encoding="utf-8")]
    for row in rows:
        inputs = tokenizer(row[field], truncation=True, max_length=model.config.max_position_embeddings, return_tensors="pt")
        with torch.no_grad():
            vector = model(**inputs).last_hidden_state[0].mean(0)
        worst = max(worst, (torch.tensor(row["embedding"]) - vector).abs().max().item())
    print(f"{len(rows)} texts, largest difference {worst:.2e}")
    return worst > TOLERANCE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
