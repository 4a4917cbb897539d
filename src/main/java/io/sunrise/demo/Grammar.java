package io.sunrise.demo;

import java.util.Map;

/**
 * A weighted context-free grammar over word tables, with a memory: what a document has named it can
 * name again, and words of one table do not come twice by chance. Immutable; any number of threads
 * may expand it.
 */
final class Grammar {
  /** Below this depth a rule takes its shortest way out. */
  private static final int DEEPEST = 24;

  private static final int REDRAWS = 6;

  /** A piece of an alternative. */
  sealed interface Part permits Text, Word, Call {}

  /** Text as it is. */
  record Text(String text) implements Part {}

  /** A word of a table. With {@code slot >= 0}, the row remembered there, drawn at first use. */
  record Word(WordTable table, int tableId, WordTable.Selection selection, int column, int slot)
      implements Part {}

  /** Another rule; with {@code slot >= 0}, the text remembered there, expanded at first use. */
  record Call(Rule rule, int slot) implements Part {}

  /** A symbol and the ways to expand it, filled in by {@link GrammarReader}. */
  static final class Rule {
    Part[][] alternatives;
    Weights weights;
    int shortest;

    /** An id of its own where an alternative should not come twice in a document, else -1. */
    int onceId = -1;
  }

  private final Map<String, Rule> starts;
  private final int slots;

  Grammar(Map<String, Rule> starts, int slots) {
    this.starts = starts;
    this.slots = slots;
  }

  /** A text that begins with a capital. */
  String expand(String start, Choices choices) {
    Prose prose = new Prose(false);
    new Expansion(choices, slots).expand(starts.get(start), prose, 0);
    return prose.toString();
  }

  /** The memory of one document. */
  private static final class Expansion {
    private final Choices choices;
    private final int[] rows;
    private final String[] texts;
    private final long[] drawn = new long[48];
    private int drawnCount;

    Expansion(Choices choices, int slots) {
      this.choices = choices;
      this.rows = new int[slots];
      this.texts = new String[slots];
    }

    void expand(Rule rule, Prose prose, int depth) {
      int chosen = depth > DEEPEST ? rule.shortest : alternative(rule);
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

    private void call(Call call, Prose prose, int depth) {
      if (call.slot < 0) {
        expand(call.rule, prose, depth);
        return;
      }
      if (texts[call.slot] == null) {
        Prose remembered = new Prose(true);
        expand(call.rule, remembered, depth);
        texts[call.slot] = remembered.toString();
      }
      prose.append(texts[call.slot]);
    }

    private int alternative(Rule rule) {
      return rule.onceId < 0 ? rule.weights.draw(choices) : fresh(rule.onceId, rule.weights, null);
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

    /** What this document has not drawn from a table or rule yet, unless that takes many tries. */
    private int fresh(int id, Weights weights, int[] rows) {
      long entry = 0;
      for (int i = 0; i < REDRAWS; i++) {
        int draw = weights.draw(choices);
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
