package io.sunrise.finetune;

import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.FoldParts.Part;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/** The rows of one run by part, or those of them that one partition holds. */
record RunRows(Map<Part, TokenRows> parts) implements Serializable {

  /**
   * A row before it has a part.
   *
   * @param rank within its label
   */
  record Ranked(TokenRow row, long rank) implements Serializable {}

  static RunRows of(Iterable<Ranked> rows, FoldParts parts) {
    Map<Part, TokenRows.Builder> builders = builders();
    for (Ranked each : rows) {
      Part part = parts.of(each.row().label(), each.rank());
      if (part != Part.UNUSED) {
        builders.get(part).add(each.row());
      }
    }
    return built(builders, false);
  }

  /** All rows of a run in order of index, whatever the partitions they come from. */
  static RunRows together(Iterator<RunRows> pieces) {
    Map<Part, TokenRows.Builder> builders = builders();
    pieces.forEachRemaining(
        piece -> piece.parts.forEach((part, rows) -> builders.get(part).addAll(rows)));
    return built(builders, true);
  }

  private static Map<Part, TokenRows.Builder> builders() {
    Map<Part, TokenRows.Builder> builders = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      builders.put(part, new TokenRows.Builder());
    }
    return builders;
  }

  private static RunRows built(Map<Part, TokenRows.Builder> builders, boolean ordered) {
    Map<Part, TokenRows> parts = new EnumMap<>(Part.class);
    builders.forEach(
        (part, builder) ->
            parts.put(part, ordered ? builder.build().inOrderOfIndex() : builder.build()));
    return new RunRows(parts);
  }

  TokenRows of(Part part) {
    return parts.get(part);
  }

  Map<Part, Long> sizes() {
    Map<Part, Long> sizes = new EnumMap<>(Part.class);
    parts.forEach((part, rows) -> sizes.put(part, (long) rows.size()));
    return sizes;
  }
}
