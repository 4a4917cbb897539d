package io.sunrise.preprocess.duplicates;

import io.sunrise.CounterRandom;
import io.sunrise.text.Ngrams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Texts beside copies of them that were changed in known ways, and what was found of these. */
record PlantedCopies(List<Pair> pairs, int ngram) {
  static final double BIN = 0.05;

  enum Change {
    TYPOS,
    CUT_END,
    SWAPPED_SENTENCES
  }

  record Pair(
      String id, String text, String copyId, String copy, Change change, double similarity) {
    boolean isFound(Set<String> dropped) {
      return dropped.contains(id) || dropped.contains(copyId);
    }

    /** The lower end of the bin of similarities. */
    double bin() {
      return Math.floor(similarity / BIN + 1e-9) * BIN;
    }
  }

  /** Of the pairs of a bin: how many there are and how many were found, by change. */
  static final class Tally {
    final Map<Change, int[]> plantedAndFound = new EnumMap<>(Change.class);
    double expected;

    int planted() {
      return plantedAndFound.values().stream().mapToInt(n -> n[0]).sum();
    }

    int found() {
      return plantedAndFound.values().stream().mapToInt(n -> n[1]).sum();
    }

    double recall() {
      return (double) found() / planted();
    }
  }

  /** One copy of each text; the changes take turns, their amounts are spread evenly. */
  static PlantedCopies of(List<String> texts, int ngram) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      long key = CounterRandom.derive(CounterRandom.key(1, "planted"), i);
      Change change = Change.values()[i % Change.values().length];
      String text = texts.get(i);
      String copy = change(text, change, CounterRandom.uniform(key, 0), key);
      double similarity = Ngrams.jaccard(Ngrams.set(text, ngram), Ngrams.set(copy, ngram));
      pairs.add(new Pair(id(key, 1), text, id(key, 2), copy, change, similarity));
    }
    return new PlantedCopies(List.copyOf(pairs), ngram);
  }

  private static String id(long key, int part) {
    return String.format(
        Locale.ROOT, "%016x%016x", CounterRandom.bits(key, part), CounterRandom.bits(key, -part));
  }

  private static String change(String text, Change change, double amount, long key) {
    return switch (change) {
      case TYPOS -> typos(text, 0.08 * amount, key);
      case CUT_END -> text.substring(0, (int) (text.length() * (1 - 0.5 * amount)));
      case SWAPPED_SENTENCES -> swapped(text, 0.7 * amount, key);
    };
  }

  private static String typos(String text, double share, long key) {
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (CounterRandom.uniform(key, 10 + i) < share) {
        words[i] = "q" + words[i];
      }
    }
    return String.join(" ", words);
  }

  private static String swapped(String text, double share, long key) {
    List<String> sentences = new ArrayList<>(Arrays.asList(text.split("(?<=[.!?]) ")));
    for (int i = 0; i + 1 < sentences.size(); i += 2) {
      if (CounterRandom.uniform(key, 10 + i) < share) {
        Collections.swap(sentences, i, i + 1);
      }
    }
    return String.join(" ", sentences);
  }

  /** Id and text of all texts and copies. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Pair pair : pairs) {
      rows.add(RowFactory.create(pair.id, pair.text));
      rows.add(RowFactory.create(pair.copyId, pair.copy));
    }
    return rows;
  }

  /** By the lower end of the bin of similarities, from 0.5 on. */
  Map<Double, Tally> tallies(Set<String> dropped, NearDuplicates duplicates) {
    Map<Double, Tally> tallies = new TreeMap<>();
    for (Pair pair : pairs) {
      if (pair.similarity >= 0.5 && pair.similarity < 1) {
        Tally tally = tallies.computeIfAbsent(pair.bin(), bin -> new Tally());
        int[] counts = tally.plantedAndFound.computeIfAbsent(pair.change, c -> new int[2]);
        counts[0]++;
        counts[1] += pair.isFound(dropped) ? 1 : 0;
        tally.expected += duplicates.banding().recall(pair.similarity);
      }
    }
    return tallies;
  }
}
