"""Reads a tokens/ folder with pyarrow and DuckDB and compares what they find with what Spark found.

    python3 src/test/python/check_tokens.py TOKENS EXPECTED

EXPECTED has one JSON line a row, in the order of index: {"index", "id", "part", "tokens"}.
"""

import json
import pathlib
import sys

import duckdb
import pyarrow.parquet as parquet

COLUMNS = ["index", "id", "part", "tokens"]


def check_rows(reader, found, expected):
    assert found == expected, f"{reader}: {len(found)} rows, expected {len(expected)}; the first that differs: " + str(
        next(((f, e) for f, e in zip(found, expected) if f != e), "none")
    )


def check_statistics(files, expected):
    """Each row group says which indices and ids it holds, and no two overlap: a reader can skip."""
    ranges = []
    for file in files:
        metadata = parquet.read_metadata(file)
        for group in range(metadata.num_row_groups):
            columns = {}
            for i in range(metadata.num_columns):
                column = metadata.row_group(group).column(i)
                columns[column.path_in_schema] = column
            index, id = columns["index"].statistics, columns["id"].statistics
            assert index.has_min_max and id.has_min_max, f"{file}: no statistics"
            assert columns["id"].has_offset_index and columns["id"].has_column_index, f"{file}: no page index"
            ranges.append((index.min, index.max, id.min, id.max))
    for before, after in zip(ranges, ranges[1:]):
        assert before[1] + 1 == after[0] and before[3] <= after[2], f"row groups overlap: {before} and {after}"
    assert (ranges[0][0], ranges[-1][1]) == (0, len(expected) - 1), ranges


def main():
    folder, expected_file = map(pathlib.Path, sys.argv[1:])
    files = sorted(folder.glob("*.parquet"))
    expected = [json.loads(line) for line in expected_file.read_text(encoding="utf-8").splitlines()]
    check_rows("pyarrow", [row for file in files for row in parquet.read_table(file).to_pylist()], expected)
    rows = duckdb.execute(
        'SELECT "index", id, part, tokens FROM read_parquet(?) ORDER BY "index"', [str(folder / "*.parquet")]
    ).fetchall()
    check_rows("DuckDB", [dict(zip(COLUMNS, row)) for row in rows], expected)
    one = expected[len(expected) // 2]
    found = duckdb.execute(
        "SELECT part, tokens FROM read_parquet(?) WHERE id = ? ORDER BY part", [str(folder / "*.parquet"), one["id"]]
    ).fetchall()
    check_rows(
        "DuckDB by id", found, [(row["part"], row["tokens"]) for row in expected if row["id"] == one["id"]]
    )
    check_statistics([file for file in files if parquet.read_metadata(file).num_rows], expected)


if __name__ == "__main__":
    main()
