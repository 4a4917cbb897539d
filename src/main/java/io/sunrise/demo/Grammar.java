package io.sunrise.demo;

import java.util.Map;

/**
 * A weighted context-free grammar over word tables with a memory for each document: it can refer to
 * an earlier word again, and avoids repeating words of a table by chance. Immutable and
 * thread-safe.
 */
final class Grammar {
  /** Below this depth a rule takes its shortest expansion. */
  private static final int MAX_DEPTH = 24;

  private static final int REDRAWS = 6;

  /** A part of an alternative. */
  sealed interface Part permits Text, Word, Call {}

  /** Literal text. */
  record Text(String text) implements Part {}

  /**
   * A word of a table; with {@code slot >= 0}, from the row remembered there, drawn at first use.
   */
  record Word(WordTable table, int tableId, WordTable.Selection selection, int column, int slot)
      implements Part {}

  /** Another rule; with {@code slot >= 0}, the text remembered there, expanded at first use. */
  record Call(Rule rule, int slot) implements Part {}

  /** A nonterminal and its alternatives, filled in by {@link GrammarReader}. */
  static final class Rule {
    Part[][] alternatives;
    DiscreteDistribution weights;
    int shortest;

    /** An id if an alternative should not occur twice in a document, else -1. */
    int onceId = -1;
  }

  private final Map<String, Rule> starts;
  private final int slots;

  Grammar(Map<String, Rule> starts, int slots) {
    this.starts = starts;
    this.slots = slots;
  }

  /** Expands a start rule to a text that begins with a capital letter. */
  String expand(String start, RandomDraws draws) {
    ProseBuilder prose = new ProseBuilder(false);
    new Expansion(draws, slots).expand(starts.get(start), prose, 0);
    return prose.toString();
  }

  /** The memory of one document. */
  private static final class Expansion {
    private final RandomDraws draws;
    private final int[] rows;
    private final String[] texts;
    private final long[] drawn = new long[48];
    private int drawnCount;

    Expansion(RandomDraws draws, int slots) {
      this.draws = draws;
      this.rows = new int[slots];
      this.texts = new String[slots];
    }

    void expand(Rule rule, ProseBuilder prose, int depth) {
      int chosen = depth > MAX_DEPTH ? rule.shortest : alternative(rule);
      for (Part part : rule.alternatives[chosen]) {
        if (part instanceof Text text) {
          prose.append(text.text);
        } else if (part instanceof Word word) {
          prose.append(word.table.cell(row(word), word.column));
        } else if (part instanceof Call call) {
          call(call, prose, depth + 1);
        }
      }
    }

    private void call(Call call, ProseBuilder prose, int depth) {
      if (call.slot < 0) {
        expand(call.rule, prose, depth);
        return;
      }
      if (texts[call.slot] == null) {
        ProseBuilder remembered = new ProseBuilder(true);
        expand(call.rule, remembered, depth);
        texts[call.slot] = remembered.toString();
      }
      prose.append(texts[call.slot]);
    }

    private int alternative(Rule rule) {
      return rule.onceId < 0 ? rule.weights.draw(draws) : fresh(rule.onceId, rule.weights, null);
    }

    private int row(Word word) {
      if (word.slot >= 0 && rows[word.slot] > 0) {
        return rows[word.slot] - 1;
      }
      int row = fresh(word.tableId, word.selection.weights(), word.selection.rows());
      if (word.slot >= 0) {
        rows[word.slot] = row + 1;
      }
      return row;
    }

    /** Draws an entry that this document has not drawn yet, unless that takes many tries. */
    private int fresh(int id, DiscreteDistribution weights, int[] rows) {
      long entry = 0;
      for (int i = 0; i < REDRAWS; i++) {
        int draw = weights.draw(draws);
        entry = (long) id << 32 | (rows == null ? draw : rows[draw]);
        if (!wasDrawn(entry)) {
          break;
        }
      }
      if (drawnCount < drawn.length) {
        drawn[drawnCount++] = entry;
      }
      return (int) entry;
    }

    private boolean wasDrawn(long entry) {
      for (int i = 0; i < drawnCount; i++) {
        if (drawn[i] == entry) {
          return true;
        }
      }
      return false;
    }
  }
}
