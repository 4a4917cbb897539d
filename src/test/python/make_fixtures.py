"""Writes what transformers' BERT, ELECTRA and ModernBERT compute on small random weights: the fixtures of the parity tests.

    pip install -r src/test/python/requirements.txt
    python src/test/python/make_fixtures.py [FOLDER]

FOLDER (default: src/test/resources/parity beside this file) gets, for each model, a folder as
save_pretrained writes it, an expected.json (rows without padding, targets, the logits and the summed loss, dropout off)
and gradients.safetensors (of that sum); and training-losses.json, the mean loss at each of 200 steps that start from the masked
model.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (BertConfig, BertForMaskedLM, BertForSequenceClassification, ElectraConfig, ElectraForMaskedLM,
                          ElectraForPreTraining, ElectraForSequenceClassification, ModernBertConfig, ModernBertForMaskedLM,
                          ModernBertForSequenceClassification)

SHAPE = dict(vocab_size=60, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
             max_position_embeddings=12, initializer_range=0.3)
ROWS = [[2, 17, 4, 33, 59, 3], [2, 5, 3], [2, 8, 9, 10, 4, 11, 12, 13, 4, 14, 15, 3], [2, 41, 4, 3]]
MASKED = [(0, 2, 21), (0, 4, 59), (2, 4, 30), (2, 8, 7), (3, 2, 6)]  # row, position, expected id
MODERN = dict(SHAPE, global_attn_every_n_layers=1, global_rope_theta=10000.0, pad_token_id=0, bos_token_id=2, cls_token_id=2,
              eos_token_id=3, sep_token_id=3, reference_compile=False, attn_implementation="sdpa")
LOCAL = dict(MODERN, num_hidden_layers=4, global_attn_every_n_layers=3, local_attention=6, global_rope_theta=160000.0,
             local_rope_theta=10000.0)
CLASSES = [2, 0, 1, 2]
SAMPLED = [21, 40, 7, 7, 33]  # the generator's tokens at MASKED; two are the text's own
DETECTION_FACTOR = 50 * 0.15


def masked_language_model(model):
    scored = [(model(torch.tensor([ROWS[row]])).logits[0, position], target) for row, position, target in MASKED]
    return [[row, position] for row, position, _ in MASKED], scored


def classifier(model):
    scored = [(model(torch.tensor([ids])).logits[0], target) for ids, target in zip(ROWS, CLASSES)]
    return [[row, 0] for row in range(len(ROWS))], scored


def trace(model, ids):
    model.set_attn_implementation("eager")
    out = model(torch.tensor([ids]), output_hidden_states=True, output_attentions=True)
    return {
        "ids": ids,
        "hiddenStates": [h[0].flatten().tolist() for h in out.hidden_states],
        "attentions": [a[0].flatten().tolist() for a in out.attentions],
    }


def disturb(model):
    """Biases and layer norms away from 0 and 1, so that a mistake in them shows."""
    for _, parameter in model.named_parameters():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn_like(parameter)


def write(folder, model, score):
    disturb(model)
    model.eval()
    model.save_pretrained(folder)
    positions, scored = score(model)
    loss = sum(torch.nn.functional.cross_entropy(logits[None], torch.tensor([target])) for logits, target in scored)
    loss.backward()
    save_file({name: p.grad for name, p in model.named_parameters()}, folder / "gradients.safetensors")
    expected = {
        "rows": ROWS,
        "positions": positions,
        "targets": [target for _, target in scored],
        "logits": [logits.tolist() for logits, _ in scored],
        "loss": loss.item(),
    }
    with torch.no_grad():
        if hasattr(model, "classifier"):
            expected["trace"] = trace(model, ROWS[0])
    write_json(folder, expected)


def write_json(folder, expected):
    rounded = json.loads(json.dumps(expected), parse_float=lambda text: float(f"{float(text):.9g}"))
    (folder / "expected.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n")


def write_replaced(folder):
    """A detector of replaced tokens and its generator, which share their embeddings; the generator's names begin so."""
    detector = ElectraForPreTraining(ElectraConfig(**SHAPE, embedding_size=SHAPE["hidden_size"]))
    narrow = dict(SHAPE, hidden_size=8, num_attention_heads=1, intermediate_size=16)
    generator = ElectraForMaskedLM(ElectraConfig(**narrow, embedding_size=SHAPE["hidden_size"]))
    generator.electra.embeddings = detector.electra.embeddings
    generator.generator_lm_head.weight = detector.electra.embeddings.word_embeddings.weight
    named = dict(detector.named_parameters())
    for name, parameter in generator.named_parameters():
        if "electra.embeddings." not in name and name != "generator_lm_head.weight":
            named["generator." + name.removeprefix("electra.")] = parameter
    for parameter in named.values():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn_like(parameter)
    detector.eval().save_pretrained(folder)
    save_file({name: p.detach().clone() for name, p in named.items()}, folder / "model.safetensors")
    texts = [list(row) for row in ROWS]
    sampled = [list(row) for row in ROWS]
    for (row, position, expected), token in zip(MASKED, SAMPLED):
        texts[row][position], sampled[row][position] = expected, token
    positions, scored = masked_language_model(generator.eval())
    generated = sum(torch.nn.functional.cross_entropy(logits[None], torch.tensor([target])) for logits, target in scored)
    detected = sum(
        torch.nn.functional.binary_cross_entropy_with_logits(
            detector(torch.tensor([ids])).logits[0], (torch.tensor(ids) != torch.tensor(text)).float(), reduction="sum")
        for ids, text in zip(sampled, texts))
    loss = generated + DETECTION_FACTOR * detected
    loss.backward()
    save_file({name: p.grad for name, p in named.items()}, folder / "gradients.safetensors")
    write_json(folder, {
        "rows": ROWS,
        "positions": positions,
        "targets": [target for _, target in scored],
        "sampled": SAMPLED,
        "logits": [logits.tolist() for logits, _ in scored],
        "detectionLoss": detected.item(),
        "loss": loss.item(),
    })


def training_rows(step):
    """Four rows of uneven length: ids before masking, and the masked positions."""
    for row in range(4):
        ids = [2] + [5 + (step * 31 + row * 17 + i * (1 + row)) % 55 for i in range(3 + (step * 7 + row * 5) % 8)] + [3]
        yield ids, [1 + (step + row) % (len(ids) - 2)] + [len(ids) - 2] * ((step + row) % 2)


def training_losses(folder):
    """AdamW with clipping, no decay on biases and layer norms, the loss a mean over all masked tokens of a step."""
    model = BertForMaskedLM.from_pretrained(folder).eval()
    plain = [p for name, p in model.named_parameters() if name.endswith("bias") or "LayerNorm" in name]
    decayed = [p for name, p in model.named_parameters() if not (name.endswith("bias") or "LayerNorm" in name)]
    groups = [{"params": plain, "weight_decay": 0.0}, {"params": decayed, "weight_decay": 0.01}]
    adamw = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98), eps=1e-8)
    losses = []
    for step in range(200):
        logits, targets = [], []
        for ids, positions in training_rows(step):
            hidden = [4 if i in positions else token for i, token in enumerate(ids)]
            scores = model(torch.tensor([hidden])).logits[0]
            for position in sorted(set(positions)):
                logits.append(scores[position])
                targets.append(ids[position])
        loss = torch.nn.functional.cross_entropy(torch.stack(logits), torch.tensor(targets))
        losses.append(loss.item())
        adamw.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adamw.step()
    return losses


def main():
    default = Path(__file__).resolve().parent.parent / "resources" / "parity"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    torch.manual_seed(20240607)
    write(target / "masked", BertForMaskedLM(BertConfig(**SHAPE)), masked_language_model)
    losses = [round(loss, 6) for loss in training_losses(target / "masked")]
    (target / "training-losses.json").write_text(json.dumps(losses) + "\n")
    labels = dict(enumerate(["negative", "neutral", "positive"]))
    config = BertConfig(**SHAPE, id2label=labels, label2id={label: i for i, label in labels.items()})
    write(target / "classifier", BertForSequenceClassification(config), classifier)
    config = ElectraConfig(**SHAPE, embedding_size=SHAPE["hidden_size"], num_labels=len(labels))
    write(target / "electra-classifier", ElectraForSequenceClassification(config), classifier)
    write_replaced(target / "replaced")
    torch.manual_seed(20261128)
    write(target / "modernbert", ModernBertForMaskedLM(ModernBertConfig(**MODERN)), masked_language_model)
    config = ModernBertConfig(**MODERN, num_labels=len(labels), classifier_pooling="mean")
    write(target / "modernbert-classifier", ModernBertForSequenceClassification(config), classifier)
    torch.manual_seed(20261129)
    write(target / "modernbert-local", ModernBertForMaskedLM(ModernBertConfig(**LOCAL)), masked_language_model)


if __name__ == "__main__":
    main()
