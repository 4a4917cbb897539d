"""Tokens a second that PyTorch trains on this machine, as jobs/bench.sh kernel measures Sunrise.

A BERT encoder with fused attention, the masked-language head at masked positions only and the fused AdamW: what one gets
from PyTorch with some care. Needs torch and transformers. Arguments: model sizes, or tiny and mini.
"""

import sys
import time

import torch
from torch import nn
from transformers import BertConfig, BertModel

SIZES = {"tiny": (2, 128, 2), "mini": (4, 256, 4), "small": (4, 512, 8), "medium": (8, 512, 8), "base": (12, 768, 12)}
VOCABULARY, ROWS, LENGTH, MASKED = 8192, 128, 50, 0.15
WARM_UP_SECONDS, SECONDS = 5, 8


def trainer(size, bf16):
    """A function that makes one step."""
    layers, hidden, heads = SIZES[size]
    encoder = BertModel(
        BertConfig(
            vocab_size=VOCABULARY,
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=4 * hidden,
            max_position_embeddings=LENGTH,
        ),
        add_pooling_layer=False,
    ).train()
    transform = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
    bias = nn.Parameter(torch.zeros(VOCABULARY))
    embeddings = encoder.embeddings.word_embeddings.weight
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
    for size in sys.argv[1:] or ("tiny", "mini"):
        for bf16 in (False, True):
            step = trainer(size, bf16)
            steps(step, WARM_UP_SECONDS)
            started = time.monotonic()
            rate = steps(step, SECONDS) * ROWS * LENGTH / (time.monotonic() - started)
            print(f"{size:8} {rate:10,.0f}   PyTorch {torch.__version__} {'bf16' if bf16 else 'fp32'}", flush=True)


if __name__ == "__main__":
    main()
