package io.sunrise.collect;

import io.sunrise.SunriseException;
import io.sunrise.collect.CollectReport.Amount;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of documents to take from each source.
 *
 * <p>With weights, {@code max-documents} is divided among the sources in proportion; a source with
 * fewer documents than its share is taken whole, and the others divide the rest. Without weights
 * only the maxima of the sources apply, and all remaining documents have the same probability.
 */
final class Quotas {
  private final List<CollectedSource> sources;
  private final long target;
  private final boolean weighted;

  Quotas(CollectSettings settings) {
    this.sources = settings.sources();
    this.target = settings.maxDocuments();
    long weights = sources.stream().filter(source -> source.weight().isPresent()).count();
    this.weighted = weights > 0;
    if (weighted && weights < sources.size()) {
      String without =
          sources.stream().filter(s -> s.weight().isEmpty()).findFirst().orElseThrow().name();
      throw SunriseException.of(
          "%s: has no weight, and other sources have; give all a weight or none", without);
    }
    if (weighted && target == 0) {
      throw new SunriseException(
          "collect.max-documents is 0, and the sources have weights, which share it out; set it to"
              + " the number of documents you want");
    }
  }

  /** The number of documents of each source by its weight alone; empty without weights. */
  Map<String, Long> requested() {
    if (!weighted) {
      return Map.of();
    }
    Map<String, Long> plenty = new TreeMap<>();
    sources.forEach(source -> plenty.put(source.name(), Long.MAX_VALUE));
    return shares(plenty, target);
  }

  /**
   * The number of documents to keep of each source; all of a source that is not in the map.
   *
   * @param usable the usable documents of each source
   */
  Map<String, Long> limits(Map<String, Amount> usable) {
    Map<String, Long> most = new TreeMap<>();
    for (CollectedSource source : sources) {
      if (source.maxDocuments() > 0) {
        most.put(source.name(), source.maxDocuments());
      } else if (weighted) {
        most.put(source.name(), Long.MAX_VALUE);
      }
    }
    most.replaceAll((name, limit) -> Math.min(limit, usable.get(name).documents()));
    return weighted ? shares(most, target) : most;
  }

  /** The number of documents to sample from all sources together; 0 for all. */
  long together() {
    return weighted ? 0 : target;
  }

  /** The number of documents to keep in total. */
  long total(Map<String, Amount> usable) {
    Map<String, Long> limits = limits(usable);
    long kept = 0;
    for (Map.Entry<String, Amount> source : usable.entrySet()) {
      kept += limits.getOrDefault(source.getKey(), source.getValue().documents());
    }
    return target == 0 ? kept : Math.min(kept, target);
  }

  /** Divides a number by weight, no source above its maximum, with the exact sum. */
  private Map<String, Long> shares(Map<String, Long> most, long number) {
    Map<String, Long> shares = new TreeMap<>();
    List<CollectedSource> open = new ArrayList<>(sources);
    long left = number;
    List<CollectedSource> full = full(open, most, left);
    while (!full.isEmpty()) {
      for (CollectedSource source : full) {
        shares.put(source.name(), most.get(source.name()));
        left -= most.get(source.name());
      }
      open.removeAll(full);
      full = full(open, most, left);
    }
    shareOut(open, left, shares);
    return shares;
  }

  /** The sources that have at most their share. */
  private static List<CollectedSource> full(
      List<CollectedSource> open, Map<String, Long> most, long left) {
    double weights = weights(open);
    return open.stream()
        .filter(source -> most.get(source.name()) <= left * (weight(source) / weights))
        .toList();
  }

  /** Rounds by the largest remainder; of equal ones the first name. */
  private static void shareOut(List<CollectedSource> open, long number, Map<String, Long> shares) {
    double weights = weights(open);
    Map<String, Double> remainders = new TreeMap<>();
    long left = number;
    for (CollectedSource source : open) {
      double exact = number * (weight(source) / weights);
      shares.put(source.name(), (long) exact);
      remainders.put(source.name(), exact - (long) exact);
      left -= (long) exact;
    }
    remainders.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(left)
        .forEach(entry -> shares.merge(entry.getKey(), 1L, Long::sum));
  }

  private static double weights(List<CollectedSource> open) {
    return open.stream().mapToDouble(Quotas::weight).sum();
  }

  private static double weight(CollectedSource source) {
    return source.weight().orElseThrow();
  }
}
