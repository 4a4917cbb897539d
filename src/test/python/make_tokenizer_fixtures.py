"""Makes src/test/resources/text: word counts and what Hugging Face's trainers learn from them, and from generated.txt,
which is text of the project's own generator.

    python3 -m pip install tokenizers==0.23.3
    python3 src/test/python/make_tokenizer_fixtures.py

The WordPiece trainer numbers continuations (##a) in the order of a randomly seeded hash map. Naming the
alphabet as special tokens fixes that order to ours, code points, and changes nothing else.
"""

import json
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


def whole_words():
    return pre_tokenizers.WhitespaceSplit()


def bytes_of_words():
    split = pre_tokenizers.WhitespaceSplit()
    return pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def train(model, trainer, texts, pre_tokenizer, normalizer=None):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def write_vocabulary(path, tokenizer):
    by_id = sorted((id, token) for token, id in tokenizer.get_vocab().items())
    lines(path, (token for _, token in by_id))


def write_merges(path, tokenizer):
    lines(path, (" ".join(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]))


def in_our_order(words):
    """The special tokens and the characters of WordPiece by code point."""
    alphabet = sorted({c for word in words for c in word})
    return SPECIAL + alphabet + ["##" + c for c in sorted({c for word in words for c in word[1:]})]


def train_word_piece(texts, words, pre_tokenizer, normalizer=None, **options):
    trainer = trainers.WordPieceTrainer(special_tokens=in_our_order(words), show_progress=False, **options)
    return train(models.WordPiece(unk_token="[UNK]"), trainer, texts, pre_tokenizer, normalizer)


def train_byte_pairs(texts, pre_tokenizer, normalizer=None, **options):
    trainer = trainers.BpeTrainer(
        special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False, **options
    )
    return train(models.BPE(), trainer, texts, pre_tokenizer, normalizer)


def learn_from_counts():
    counts = word_counts()
    lines("word-counts.tsv", (f"{word}\t{count}" for word, count in counts.items()))
    repeated = [word for word, count in counts.items() for _ in range(count)]
    options = dict(vocab_size=SIZE, min_frequency=MIN_FREQUENCY)
    write_vocabulary("subwords.txt", train_word_piece(repeated, counts, whole_words(), **options))
    byte_pairs = train_byte_pairs(repeated, bytes_of_words(), **options)
    write_vocabulary("byte-pairs.txt", byte_pairs)
    write_merges("byte-pair-merges.txt", byte_pairs)
    trainer = trainers.WordLevelTrainer(special_tokens=SPECIAL, show_progress=False, **options)
    write_vocabulary("words.txt", train(models.WordLevel(unk_token="[UNK]"), trainer, repeated, whole_words()))


def learn_from_text():
    texts = (FOLDER / "generated.txt").read_text(encoding="utf-8").splitlines()
    options = dict(vocab_size=1000, min_frequency=2)
    normalizer = normalizers.BertNormalizer(strip_accents=True, lowercase=True)
    split = pre_tokenizers.BertPreTokenizer()
    words = {word for text in texts for word, _ in split.pre_tokenize_str(normalizer.normalize_str(text))}
    write_vocabulary("generated-subwords.txt", train_word_piece(texts, words, split, normalizer, **options))
    byte_pairs = train_byte_pairs(
        texts,
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.ByteLevel(add_prefix_space=True)]),
        normalizers.BertNormalizer(strip_accents=False, lowercase=False),
        **options,
    )
    write_vocabulary("generated-byte-pairs.txt", byte_pairs)
    write_merges("generated-byte-pair-merges.txt", byte_pairs)


def split_nasty():
    for name, lower in (("lower", True), ("keep", False)):
        normalizer = normalizers.BertNormalizer(strip_accents=lower, lowercase=lower)
        split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str(normalizer.normalize_str(NASTY))
        lines(f"split-{name}.txt", (word for word, _ in split))
    (FOLDER / "split.txt").write_bytes(NASTY.encode("utf-8"))


def main():
    learn_from_counts()
    learn_from_text()
    split_nasty()


if __name__ == "__main__":
    main()
