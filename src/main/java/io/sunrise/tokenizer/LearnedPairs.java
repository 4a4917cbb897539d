package io.sunrise.tokenizer;

import java.util.List;

/**
 * A vocabulary of joined pairs.
 *
 * @param vocabulary tokens by id, the special tokens first
 * @param merges {@code left right} in the order learned; what they join to is in the vocabulary
 */
public record LearnedPairs(List<String> vocabulary, List<String> merges) {}
