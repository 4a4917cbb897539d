"""Prints the training loss by seconds of some runs and draws it: curves.py CHART.svg NAME=TRACE.jsonl ...

A trace is what pretrain leaves. The loss at a time is the mean over the steps of the tenth of the run that ends there; the last
column is the loss on the validation rows after the last step.
"""
import html
import json
import sys

PARTS = 10
COLOURS = ["#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0e7490", "#a16207", "#475569", "#be185d", "#4d7c0f"]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 430, 50, 30, 250, 40
LINE, LOSS_WIDTH = 16, 36


def curve_of(path):
    """Points (seconds, loss), and the loss on the validation rows."""
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    steps = [record for record in records if record["type"] == "step" and "loss" in record]
    epochs = [record for record in records if record["type"] == "epoch"]
    points = []
    seconds = 0.0
    for part in range(PARTS):
        some = steps[len(steps) * part // PARTS : len(steps) * (part + 1) // PARTS]
        seconds += sum(step["tokens"] / step["tokensPerSecond"] for step in some)
        points.append((seconds, sum(step["loss"] for step in some) / len(some)))
    return points, epochs[-1]["validationLoss"]


def table(curves):
    width = max(len(name) for name in curves)
    for name, (points, validation) in curves.items():
        print(f"{name:<{width}}  " + "  ".join(f"{s:5.0f} s {loss:.3f}" for s, loss in points) + f"  validation {validation:.3f}")


def legend_lines(loss, name):
    """One line for each setting, (indent, text), so that none is wider than the margin."""
    first, *others = name.split(" ")
    return [(0, f"{loss:.3f} {first}")] + [(LOSS_WIDTH, setting) for setting in others]


def chart(curves):
    points = [point for curve, _ in curves.values() for point in curve]
    most = max(seconds for seconds, _ in points)
    low, high = min(loss for _, loss in points), max(loss for _, loss in points)
    x = lambda seconds: LEFT + seconds / most * (WIDTH - LEFT - RIGHT)
    y = lambda loss: TOP + (high - loss) / max(high - low, 1e-9) * (HEIGHT - TOP - BOTTOM)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img"'
        ' aria-label="Training loss by seconds">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    out.append(f'<text x="{LEFT}" y="16" fill="#334155">training loss</text>')
    for i in range(6):
        loss, seconds = low + (high - low) * i / 5, most * i / 5
        out.append(f'<path d="M{LEFT} {y(loss):.1f}H{WIDTH - RIGHT}" stroke="#e2e8f0"/>')
        out.append(f'<text x="{LEFT - 6}" y="{y(loss) + 4:.1f}" text-anchor="end" fill="#334155">{loss:.2f}</text>')
        out.append(f'<text x="{x(seconds):.1f}" y="{HEIGHT - 22}" text-anchor="middle" fill="#334155">{seconds:.0f}</text>')
    out.append(f'<text x="{x(most / 2):.1f}" y="{HEIGHT - 6}" text-anchor="middle" fill="#334155">seconds of training</text>')
    legend = TOP + 12
    ranked = sorted(curves.items(), key=lambda named: -named[1][0][-1][1])
    for place, (name, (curve, _)) in enumerate(ranked):
        colour = COLOURS[place % len(COLOURS)]
        path = "L".join(f"{x(seconds):.1f} {y(loss):.1f}" for seconds, loss in curve)
        out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for indent, text in legend_lines(curve[-1][1], name):
            out.append(f'<text x="{WIDTH - RIGHT + 10 + indent}" y="{legend}" fill="{colour}">{html.escape(text)}</text>')
            legend += LINE
    return "\n".join(out) + "\n</svg>\n"


def main(out, named):
    curves = {name: curve_of(path) for name, path in (each.rsplit("=", 1) for each in named)}
    table(curves)
    with open(out, "w", encoding="utf-8") as file:
        file.write(chart(curves))


main(sys.argv[1], sys.argv[2:])
