"""Tokens a second that PyTorch trains on this machine, as jobs/bench.sh kernel measures Sunrise.

A ModernBERT or BERT encoder with fused attention, the masked-language head at masked positions only and the fused AdamW:
what one gets from PyTorch with some care. Needs torch and transformers. Arguments: model names as for jobs/bench.sh kernel.
"""

import sys
import time

import torch
from torch import nn
from transformers import BertConfig, BertModel, ModernBertConfig, ModernBertModel

SIZES = {"tiny": (2, 128, 2), "mini": (4, 256, 4), "small": (4, 512, 8), "medium": (8, 512, 8), "base": (12, 768, 12)}
VOCABULARY, ROWS, LENGTH, MASKED = 8192, 128, 50, 0.15
WARM_UP_SECONDS, SECONDS = 5, 8


def encoder_of(name):
    """An encoder of Sunrise's shape, without a head, dropping a tenth as the benchmark does."""
    layers, hidden, heads = SIZES[name.removeprefix("bert-")]
    shape = dict(vocab_size=VOCABULARY, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
                 max_position_embeddings=LENGTH, attn_implementation="sdpa")
    if name.startswith("bert-"):
        return BertModel(BertConfig(**shape, intermediate_size=4 * hidden), add_pooling_layer=False).train()
    return ModernBertModel(ModernBertConfig(
        **shape, intermediate_size=hidden * 8 // 3 // 32 * 32, global_attn_every_n_layers=1, attention_dropout=0.1,
        embedding_dropout=0.1, mlp_dropout=0.1, pad_token_id=0, bos_token_id=2, cls_token_id=2, eos_token_id=3,
        sep_token_id=3)).train()


def trainer(name, bf16):
    """A function that makes one step."""
    encoder = encoder_of(name)
    modern = not name.startswith("bert-")
    hidden = encoder.config.hidden_size
    transform = nn.Sequential(nn.Linear(hidden, hidden, bias=not modern), nn.GELU(), nn.LayerNorm(hidden, bias=not modern))
    bias = nn.Parameter(torch.zeros(VOCABULARY))
    embeddings = encoder.get_input_embeddings().weight
    update = torch.optim.AdamW([*encoder.parameters(), *transform.parameters(), bias], lr=1e-4, fused=True)
    ids = torch.randint(5, VOCABULARY, (ROWS, LENGTH))
    masked = torch.randperm(ROWS * LENGTH)[: int(ROWS * LENGTH * MASKED)]

    def step():
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            states = encoder(input_ids=ids).last_hidden_state.reshape(-1, hidden)[masked]
            logits = nn.functional.linear(transform(states), embeddings, bias)
            loss = nn.functional.cross_entropy(logits, ids.reshape(-1)[masked])
        loss.backward()
        update.step()
        update.zero_grad()

    return step


def steps(step, seconds):
    made, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        step()
        made += 1
    return made


def main():
    torch.manual_seed(1)
    for size in sys.argv[1:] or ("tiny", "bert-tiny", "mini", "bert-mini"):
        for bf16 in (False, True):
            step = trainer(size, bf16)
            steps(step, WARM_UP_SECONDS)
            started = time.monotonic()
            rate = steps(step, SECONDS) * ROWS * LENGTH / (time.monotonic() - started)
            print(f"{size:10} {rate:10,.0f}   PyTorch {torch.__version__} {'bf16' if bf16 else 'fp32'}", flush=True)


if __name__ == "__main__":
    main()
