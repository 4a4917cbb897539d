"""Writes small models as people download them, and what transformers computes with them: the fixtures of StartingModelTest.

    pip install -r src/test/python/requirements.txt
    python src/test/python/make_downloaded_fixtures.py [FOLDER]

FOLDER (default: src/test/resources/downloaded beside this file) gets
  bert/        BertForMaskedLM in float32, cased, with a tokenizer.json
  minilm/      BertModel in bfloat16 in several files, uncased, with a vocab.txt only, its special tokens in the middle
  modernbert/  ModernBertModel in float16
  modernbert-bytes/  ModernBertModel with local attention, and a byte-level tokenizer as ModernBERT was published with
each with an expected.json: texts, their ids, and the last hidden states of each, (tokens, hidden).
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForMaskedLM, BertModel, ModernBertConfig, ModernBertModel

WORDS = ["the", "film", "book", "plot", "was", "is", "and", ".", ",", "!", "great", "fine", "awful", "boring", "un", "##un", "##s",
         "##like", "##ly", "é", "elan", "vital", "The", "Film"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXTS = ["The film was great.", "the books, unlikely!", "Élan vital is fine and the plot awful", "boring [MASK] qq", ""]
ODD_TEXTS = [
    "  two  spaces\tand a tab \n\n lines ", "don't we'll, it's I'M 'quoted'", "hello [MASK] world[MASK]  [SEP]x[CLS]",
    "e\u0301lan \u00e9 \u212b \uac00 \u1100\u1161", "1234 56.78 \u0663\u0664 \u00bd", "\u4eca\u65e5\u306f\u3001\u4e16\u754c \U0001f600\U0001f468\u200d\U0001f469",
    "no\u00a0break\u2003em\u3000ideographic\u0085next", "x" + " " * 7 + "y" + " " * 30 + "z", "|||EMAIL_ADDRESS||| and |||IP",
    "a\u0000b\u200bc\ufeffd\r\ne", "\u0938\u0902\u0938\u094d\u0915\u0943\u0924 \u0627\u0644\u0639\u0631\u0628\u064a\u0629", " ", "\n",
]
SHAPE = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24, initializer_range=0.3)


def tokenizer(vocabulary, lower):
    made = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=lower)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(SPECIAL)
    ends = [(token, vocabulary.index(token)) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return made


def byte_level():
    """The parts of ModernBERT's tokenizer, trained on little."""
    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    text = [" ".join(WORDS[i:] + WORDS[:i]) + " the film was not the book, and it's don't" for i in range(len(WORDS))]
    made.train_from_iterator(text, trainers.BpeTrainer(
        vocab_size=340, special_tokens=["|||IP_ADDRESS|||"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    made.add_tokens([AddedToken(" " * n, normalized=True) for n in (24, 8, 4, 3, 2)])
    made.add_tokens([AddedToken("|||EMAIL_ADDRESS|||", normalized=False)])
    made.add_special_tokens([AddedToken(token, normalized=False, lstrip=token == "[MASK]") for token in SPECIAL])
    made.add_tokens([AddedToken("[unused0]", normalized=True)])
    ends = [(token, made.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return made


def disturb(model):
    """Biases and layer norms away from 0 and 1, so that a mistake in them shows."""
    for parameter in model.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn_like(parameter)
    return model.eval()


def write(folder, model, encoder_class, made, texts=TEXTS, **options):
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, **options)
    encoder = encoder_class.from_pretrained(folder, dtype=torch.float32).eval()
    rows = []
    for text in texts:
        ids = made.encode(text).ids
        with torch.no_grad():
            states = encoder(torch.tensor([ids])).last_hidden_state[0]
        rows.append({"text": text, "ids": ids, "states": [round(x, 6) for x in states.flatten().tolist()]})
    (folder / "expected.json").write_text(json.dumps(rows, separators=(",", ":")) + "\n")


def main(folder):
    torch.manual_seed(11)
    ordered = SPECIAL[:1] + ["[unused0]", "[unused1]"] + SPECIAL[1:] + WORDS
    bert = disturb(BertForMaskedLM(BertConfig(**SHAPE, vocab_size=len(ordered), max_position_embeddings=40)))
    made = tokenizer(ordered, False)
    write(folder / "bert", bert, BertModel, made)
    made.enable_truncation(30)
    made.save(str(folder / "bert/tokenizer.json"))

    mixed = WORDS[:9] + SPECIAL + [word for word in WORDS[9:] if word.lower() == word]
    minilm = disturb(BertModel(BertConfig(**SHAPE, vocab_size=len(mixed), max_position_embeddings=40))).to(torch.bfloat16)
    write(folder / "minilm", minilm, BertModel, tokenizer(mixed, True), max_shard_size="2KB")
    (folder / "minilm/vocab.txt").write_text("\n".join(mixed) + "\n")
    (folder / "minilm/tokenizer_config.json").write_text('{"do_lower_case": true, "model_max_length": 20}\n')
    (folder / "minilm/README.md").write_text("---\nlicense: apache-2.0\n---\nRandom weights.\n")

    modern = ModernBertConfig(**SHAPE, vocab_size=64, max_position_embeddings=40, global_attn_every_n_layers=1,
                              global_rope_theta=10000.0, pad_token_id=0, bos_token_id=4, cls_token_id=4, eos_token_id=5,
                              sep_token_id=5, reference_compile=False, attn_implementation="sdpa")
    model = disturb(ModernBertModel(modern)).to(torch.float16)
    made = tokenizer(ordered, False)
    write(folder / "modernbert", model, ModernBertModel, made)
    made.save(str(folder / "modernbert/tokenizer.json"))

    made = byte_level()
    local = ModernBertConfig(**dict(SHAPE, num_hidden_layers=4), vocab_size=made.get_vocab_size(), max_position_embeddings=40,
                             local_attention=8, pad_token_id=made.token_to_id("[PAD]"), bos_token_id=made.token_to_id("[CLS]"),
                             cls_token_id=made.token_to_id("[CLS]"), eos_token_id=made.token_to_id("[SEP]"),
                             sep_token_id=made.token_to_id("[SEP]"), reference_compile=False, attn_implementation="sdpa")
    made.enable_truncation(40)
    write(folder / "modernbert-bytes", disturb(ModernBertModel(local)).to(torch.float16), ModernBertModel, made, TEXTS + ODD_TEXTS)
    made.no_truncation()
    made.save(str(folder / "modernbert-bytes/tokenizer.json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources/downloaded")
