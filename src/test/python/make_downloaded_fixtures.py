"""Writes small models as people download them, and what transformers computes with them: the fixtures of StartingModelTest.

    pip install -r src/test/python/requirements.txt
    python src/test/python/make_downloaded_fixtures.py [FOLDER]

FOLDER (default: src/test/resources/downloaded beside this file) gets
  bert/        BertForMaskedLM in float32, cased, with a tokenizer.json
  minilm/      BertModel in bfloat16 in several files, uncased, with a vocab.txt only, its special tokens in the middle
  modernbert/  ModernBertModel in float16
each with an expected.json: texts, their ids, and the last hidden states of each, (tokens, hidden).
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForMaskedLM, BertModel, ModernBertConfig, ModernBertModel

WORDS = ["the", "film", "book", "plot", "was", "is", "and", ".", ",", "!", "great", "fine", "awful", "boring", "un", "##un", "##s",
         "##like", "##ly", "é", "elan", "vital", "The", "Film"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXTS = ["The film was great.", "the books, unlikely!", "Élan vital is fine and the plot awful", "boring [MASK] qq", ""]
SHAPE = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24, initializer_range=0.3)


def tokenizer(vocabulary, lower):
    made = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=lower)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(SPECIAL)
    ends = [(token, vocabulary.index(token)) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return made


def disturb(model):
    """Biases and layer norms away from 0 and 1, so that a mistake in them shows."""
    for parameter in model.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn_like(parameter)
    return model.eval()


def write(folder, model, encoder_class, vocabulary, lower, **options):
    made = tokenizer(vocabulary, lower)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, **options)
    encoder = encoder_class.from_pretrained(folder, dtype=torch.float32).eval()
    rows = []
    for text in TEXTS:
        ids = made.encode(text).ids
        with torch.no_grad():
            states = encoder(torch.tensor([ids])).last_hidden_state[0]
        rows.append({"text": text, "ids": ids, "states": [round(x, 6) for x in states.flatten().tolist()]})
    (folder / "expected.json").write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n")
    return made


def main(folder):
    torch.manual_seed(11)
    ordered = SPECIAL[:1] + ["[unused0]", "[unused1]"] + SPECIAL[1:] + WORDS
    bert = disturb(BertForMaskedLM(BertConfig(**SHAPE, vocab_size=len(ordered), max_position_embeddings=40)))
    made = write(folder / "bert", bert, BertModel, ordered, False)
    made.enable_truncation(30)
    made.save(str(folder / "bert/tokenizer.json"))

    mixed = WORDS[:9] + SPECIAL + [word for word in WORDS[9:] if word.lower() == word]
    minilm = disturb(BertModel(BertConfig(**SHAPE, vocab_size=len(mixed), max_position_embeddings=40))).to(torch.bfloat16)
    write(folder / "minilm", minilm, BertModel, mixed, True, max_shard_size="2KB")
    (folder / "minilm/vocab.txt").write_text("\n".join(mixed) + "\n")
    (folder / "minilm/tokenizer_config.json").write_text('{"do_lower_case": true, "model_max_length": 20}\n')
    (folder / "minilm/README.md").write_text("---\nlicense: apache-2.0\n---\nRandom weights.\n")

    modern = ModernBertConfig(**SHAPE, vocab_size=64, max_position_embeddings=40, global_attn_every_n_layers=1,
                              global_rope_theta=10000.0, pad_token_id=0, bos_token_id=4, cls_token_id=4, eos_token_id=5,
                              sep_token_id=5, reference_compile=False, attn_implementation="sdpa")
    model = disturb(ModernBertModel(modern)).to(torch.float16)
    made = write(folder / "modernbert", model, ModernBertModel, ordered, False)
    made.save(str(folder / "modernbert/tokenizer.json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources/downloaded")
