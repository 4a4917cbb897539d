"""Hugging Face's tokenizers on what CorpusBench left in OUT: the same times, the same vocabularies, the same ids.

    python3 src/test/python/tokenizers_beside_ours.py OUT

One thread. A vocabulary is trained from the texts, with the characters of WordPiece numbered in our order (its trainer
takes that of a randomly seeded hash map), and must be ours; ids of all texts must be ours.
"""

import hashlib
import json
import os
import pathlib
import statistics
import sys
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import Tokenizer, models, trainers  # noqa: E402 (reads the environment)
from tokenizers import __version__, pre_tokenizers  # noqa: E402

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROUNDS = 3
BATCH = 1000


def median(call):
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def report(what, megabytes, seconds, more=""):
    print(f"{'tokenizers ' + __version__ + ': ' + what:40} {seconds:8.2f} s {megabytes / seconds:8.1f} MB/s  {more}")


def trainer(kind, ours):
    options = dict(vocab_size=8192, min_frequency=2, show_progress=False)
    if kind == "bpe":
        return models.BPE(), trainers.BpeTrainer(
            special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), **options
        )
    alphabet = [t for t in ours if len(t.removeprefix("##")) == 1]
    return models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(special_tokens=SPECIAL + alphabet, **options)


def train(kind, tokenizer, texts):
    model, how = trainer(kind, by_id(tokenizer.get_vocab()))
    trained = Tokenizer(model)
    trained.normalizer, trained.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    trained.train_from_iterator(texts, how)
    return trained


def by_id(vocabulary):
    return sorted(vocabulary, key=vocabulary.get)


def merges(tokenizer):
    return [tuple(m) for m in json.loads(tokenizer.to_str())["model"].get("merges", [])]


def encode(tokenizer, texts):
    ids = []
    for i in range(0, len(texts), BATCH):
        ids.append([e.ids for e in tokenizer.encode_batch_fast(texts[i : i + BATCH], add_special_tokens=False)])
    return ids


def main():
    folder = pathlib.Path(sys.argv[1])
    texts = [json.loads(line) for line in (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
    megabytes = sum(len(text.encode("utf-8")) for text in texts) / 1e6
    same = True
    for kind in ("subwords", "bpe"):
        tokenizer = Tokenizer.from_file(str(folder / f"{kind}.json"))
        seconds, trained = median(lambda: train(kind, tokenizer, texts))
        equal = by_id(trained.get_vocab()) == by_id(tokenizer.get_vocab()) and merges(trained) == merges(tokenizer)
        report(f"training {kind}", megabytes, seconds, "the same vocabulary" if equal else "ANOTHER VOCABULARY")
        seconds, batches = median(lambda: encode(tokenizer, texts))
        digest = hashlib.sha256()
        tokens = 0
        for ids in (ids for batch in batches for ids in batch):
            tokens += len(ids)
            digest.update(b"".join(id.to_bytes(4, "big") for id in ids))
        ids_equal = digest.hexdigest() == (folder / f"{kind}.sha256").read_text()
        rate = f"{tokens / seconds / 1e6:.2f} million tokens/s, "
        report(f"encoding {kind}", megabytes, seconds, rate + ("the same ids" if ids_equal else "OTHER IDS"))
        same = same and equal and ids_equal
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
