package io.sunrise.data.read;

/** What a row has besides its text, in the field that its source names for it. */
public enum RowField {
  /** The label's word. */
  LABEL("label"),
  /** The user's id. */
  ID("id"),
  /** The part that the row belongs to. */
  SPLIT("split"),
  /** How much the row counts in training. */
  WEIGHT("weight");

  /** The largest weight; far above what makes sense, and far below what overflows a sum. */
  public static final double MAX_WEIGHT = 1e6;

  static final String NO_WEIGHT = "the weight is not a number from 0 to 1,000,000";

  private final String noun;

  RowField(String noun) {
    this.noun = noun;
  }

  /** The setting of a source that names the field. */
  String setting() {
    return noun + "-field";
  }

  String plural() {
    return noun + "s";
  }

  /** Why a row without a value is rejected. */
  String missing() {
    return "no " + noun;
  }

  /**
   * The value as rows have it.
   *
   * @throws UnreadableRecordException for one that a row cannot have, null included
   */
  String value(String found) throws UnreadableRecordException {
    if (found == null) {
      throw new UnreadableRecordException(missing());
    }
    Decoder.requireStorable(found);
    String value = this == LABEL ? LabelWords.clean(found) : found.strip();
    if (value.isEmpty()) {
      throw new UnreadableRecordException(missing());
    }
    return this == WEIGHT ? weight(value) : value;
  }

  private static String weight(String value) throws UnreadableRecordException {
    try {
      double weight = Double.parseDouble(value);
      if (weight >= 0 && weight <= MAX_WEIGHT) {
        return Double.toString(weight);
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is no weight.
    }
    throw new UnreadableRecordException(NO_WEIGHT);
  }
}
