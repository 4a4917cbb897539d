package io.sunrise.label;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Warns of labels that are probably one, but are spelled in two ways. */
final class SimilarLabels {
  /** Cyrillic and Greek letters, and in the other text the Latin ones that look the same. */
  private static final String LOOK_ALIKES = "АВЕЅІЈКМНОРСТУХаеѕіјорсухһӏԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα";

  private static final String LATIN = "ABESIJKMHOPCTYXaesijopcyxhldqwABEZHIKMNOPTYXova";

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,18}([.][0-9]{1,18})?");

  private SimilarLabels() {}

  /** One line for each group of them. */
  static List<String> warnings(List<String> words) {
    return groups(words).stream()
        .map(
            group ->
                "the labels "
                    + group.stream()
                        .map(word -> "\"" + word + "\"")
                        .collect(Collectors.joining(", "))
                    + " differ only in case, in letters that look alike, in punctuation or in how"
                    + " a number is written; correct the files if they are one class")
        .toList();
  }

  /** The groups of labels that are easily taken for one another. */
  static List<List<String>> groups(List<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(SimilarLabels::skeleton, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(group -> group.size() > 1)
        .toList();
  }

  /**
   * What is left of a label when it is read in haste; a label of marks only is left as it is, and
   * of a number its value.
   */
  private static String skeleton(String word) {
    if (NUMBER.matcher(word).matches()) {
      return new BigDecimal(word).stripTrailingZeros().toString();
    }
    String letters =
        Normalizer.normalize(word, Normalizer.Form.NFKC)
            .codePoints()
            .filter(
                c ->
                    Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK)
            .map(SimilarLabels::latin)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return letters.isEmpty() ? word : letters.toLowerCase(Locale.ROOT);
  }

  private static int latin(int c) {
    int at = LOOK_ALIKES.indexOf(c);
    return at < 0 ? c : LATIN.charAt(at);
  }
}
