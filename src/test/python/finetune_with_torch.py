"""Fine-tunes the model that a workspace started from in PyTorch, on the rows that its label stage left, to compare with finetune.

    pip install -r src/test/python/requirements.txt
    jobs/submit.sh pipeline --config conf/mine.conf model.start-from=FOLDER pretrain.epochs=0 ...
    python src/test/python/finetune_with_torch.py FOLDER WORKSPACE EPOCHS BATCH_ROWS LEARNING_RATE

FOLDER holds a BERT. Rows are padded to the longest of a step; AdamW as in reference.conf, without the probe and the teacher.
"""

import sys
import time

import pyarrow.parquet as parquet
import torch
from transformers import BertForSequenceClassification, get_linear_schedule_with_warmup


def rows(workspace, part):
    table = parquet.read_table(f"{workspace}/label/{part}").to_pydict()
    return list(zip(table["tokens"], table["label"]))


def batch(some):
    ids = torch.zeros(len(some), max(len(tokens) for tokens, _ in some), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, (tokens, _) in enumerate(some):
        ids[i, :len(tokens)] = torch.tensor(tokens)
        mask[i, :len(tokens)] = 1
    return dict(input_ids=ids, attention_mask=mask, labels=torch.tensor([label for _, label in some]))


def accuracy(model, some):
    model.eval()
    with torch.no_grad():
        right = 0
        for at in range(0, len(some), 64):
            inputs = batch(some[at:at + 64])
            right += (model(**inputs).logits.argmax(1) == inputs["labels"]).sum().item()
    return right / len(some)


def main(folder, workspace, epochs, batch_rows, rate):
    torch.manual_seed(1)
    train, test = rows(workspace, "train"), rows(workspace, "test")
    model = BertForSequenceClassification.from_pretrained(folder, num_labels=1 + max(label for _, label in train))
    groups = [{"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.01},
              {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8)
    steps = epochs * -(-len(train) // batch_rows)
    schedule = get_linear_schedule_with_warmup(optimizer, steps // 10, steps)
    seconds = tokens = 0
    for epoch in range(epochs):
        model.train()
        order = torch.randperm(len(train))
        start = time.time()
        for at in range(0, len(train), batch_rows):
            inputs = batch([train[i] for i in order[at:at + batch_rows]])
            tokens += int(inputs["attention_mask"].sum())
            optimizer.zero_grad()
            model(**inputs).loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        seconds += time.time() - start
        print(f"epoch {epoch + 1}  {seconds:.0f} s  {tokens / seconds:,.0f} tokens/s  test accuracy {accuracy(model, test):.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
