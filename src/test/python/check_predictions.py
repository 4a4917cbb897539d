"""Compares the probabilities that predict wrote with those of AutoModelForSequenceClassification on the exported folder.

    pip install -r src/test/python/requirements.txt
    jobs/submit.sh predict --config conf/mine.conf predict.output-format=jsonl predict.output=/tmp/out
    python src/test/python/check_predictions.py work/mine/finetune /tmp/out/predictions/part-00000.jsonl [TEXT FIELD [ROWS]]

The tokenizer in Python does not clean: rows whose text the steps of cleaning.json change differ. ROWS (200) rows are compared, the
longest texts first, as those are cut. Ends with 1 where a probability differs by more than 1e-4.
"""

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

TOLERANCE = 1e-4


def main(model_folder, predictions, field="text", rows=200):
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = AutoModelForSequenceClassification.from_pretrained(model_folder).eval()
    with open(predictions, encoding="utf-8") as file:
        predicted = [row for row in map(json.loads, file) if row["label"] is not None]
    predicted = sorted(predicted, key=lambda row: -len(row[field]))[:int(rows)]
    worst, cut = 0.0, 0
    for row in predicted:
        inputs = tokenizer(row[field], truncation=True, return_tensors="pt")
        cut += inputs["input_ids"].shape[1] == tokenizer.model_max_length
        with torch.no_grad():
            probabilities = model(**inputs).logits[0].softmax(0)
        for i, name in model.config.id2label.items():
            worst = max(worst, abs(row[f"probability_{name}"] - probabilities[i].item()))
    print(f"{len(predicted)} texts, {cut} of them as long as is read ({tokenizer.model_max_length} tokens), largest difference {worst:.1e}")
    return worst > TOLERANCE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
