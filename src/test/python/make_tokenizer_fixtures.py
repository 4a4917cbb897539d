"""Makes src/test/resources/text: word counts and what Hugging Face's trainers learn from them.

    python3 -m pip install tokenizers==0.23.3
    python3 src/test/python/make_tokenizer_fixtures.py

The WordPiece trainer numbers continuations (##a) in the order of a randomly seeded hash map. Naming the
alphabet as special tokens fixes that order to ours, code points, and changes nothing else.
"""

import pathlib
import random

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

FOLDER = pathlib.Path(__file__).parents[1] / "resources" / "text"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SIZE = 700
MIN_FREQUENCY = 4
# Words as the pre-tokenizer sees them, in two scripts, with accents, marks and characters beyond 16 bits.
NASTY = (
    "The Élan of naïve cafés: don't — “stop”… 50% of £3,000.50 (approx.)! 中文字符 and 日本語テキスト, "
    "한국어 텍스트; Ελληνικά ΣΊΣΥΦΟΣ; İstanbul'da ıssız; straße STRASSE ẞ; हिन्दी में; العربية ١٢٣; עִבְרִית; "
    "e\u0301 a\u0308\u0323 \u00a0nbsp\u200bzero\u200dwidth\ufeffbom\u00adsoft tab\tline\nend\r\n\u0085\u2028 "
    "😀👨‍👩‍👧🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 Ⅷ ½ ² ﬁ ﬀ Å Å ℌ ª º ¿qué? ¡sí! a_b-c/d\\e @x #y $z ^ ` ~ | + = < > [MASK] [mask] [SEP][UNK]x "
    "\ufffd \u0000 \u0007bell \ue000private \u0378unassigned snake_case camelCase U.S.A. e-mail http://a.b/c?d=e&f"
)


def word_counts():
    chance = random.Random(7)
    syllables = ["an", "a", "the", "sun", "ri", "se", "s", "er", "ing", "aa", "aaa", "é", "ß", "日", "本", "😀", "𝔘", "'", "x"]
    counts = {}
    while len(counts) < 1000:
        word = "".join(chance.choice(syllables) for _ in range(chance.randint(1, 5)))
        counts[word] = chance.randint(1, 6)
    return counts


def lines(path, rows):
    (FOLDER / path).write_text("".join(row + "\n" for row in rows), encoding="utf-8", newline="\n")


def train(model, trainer, counts):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.train_from_iterator((word for word, count in counts.items() for _ in range(count)), trainer)
    by_id = sorted((id, token) for token, id in tokenizer.get_vocab().items())
    return [token for _, token in by_id]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    counts = word_counts()
    lines("word-counts.tsv", (f"{word}\t{count}" for word, count in counts.items()))
    alphabet = sorted({c for word in counts for c in word})
    continuing = sorted({c for word in counts for c in word[1:]})
    order = SPECIAL + alphabet + ["##" + c for c in continuing]
    options = dict(vocab_size=SIZE, min_frequency=MIN_FREQUENCY, show_progress=False)
    subwords = train(
        models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(special_tokens=order, **options), counts
    )
    lines("subwords.txt", subwords)
    words = train(models.WordLevel(unk_token="[UNK]"), trainers.WordLevelTrainer(special_tokens=SPECIAL, **options), counts)
    lines("words.txt", words)
    for name, lower in (("lower", True), ("keep", False)):
        normalizer = normalizers.BertNormalizer(strip_accents=lower, lowercase=lower)
        split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str(normalizer.normalize_str(NASTY))
        lines(f"split-{name}.txt", (word for word, _ in split))
    (FOLDER / "split.txt").write_bytes(NASTY.encode("utf-8"))


if __name__ == "__main__":
    main()
