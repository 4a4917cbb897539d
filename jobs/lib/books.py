"""Writes sentences of twenty books, each with its book as label, as CSV: books.py FOLDER > FILE.

FOLDER holds a Markdown file for each book, plain or gzip; the twenty longest are used. The k-th of them gives 2,000 / k
sentences, chosen by a hash, so that the classes are unbalanced: 2,000 of the first book, 100 of the last.
"""
import csv
import gzip
import hashlib
import re
import sys
from pathlib import Path

BOOKS = 20
MOST_SENTENCES = 2000


def text_of(path):
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as cause:
        sys.exit(f"sunrise: {path}: expected UTF-8 text, plain or gzip, found {cause}; leave it out or convert it")


def sentences_of(text):
    prose = "\n".join("" if line.startswith(("#", "---")) else line for line in text.splitlines())
    for paragraph in re.split(r"\n\s*\n", prose):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", " ".join(paragraph.split())):
            if 60 <= len(sentence) <= 300:
                yield sentence


def main(folder):
    books = {path.name.split(".md")[0]: text_of(path) for path in sorted(Path(folder).glob("*.md*"))}
    if len(books) < BOOKS:
        sys.exit(f"sunrise: {folder}: found {len(books)} Markdown files, expected at least {BOOKS}")
    longest = sorted(books, key=lambda name: (-len(books[name]), name))[:BOOKS]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["text", "label"])
    for rank, name in enumerate(longest, start=1):
        unique = sorted(set(sentences_of(books[name])), key=lambda text: hashlib.sha256(text.encode()).digest())
        out.writerows([text, name] for text in unique[: MOST_SENTENCES // rank])


main(sys.argv[1])
