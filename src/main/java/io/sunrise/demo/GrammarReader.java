package io.sunrise.demo;

import io.sunrise.SunriseException;
import io.sunrise.demo.Grammar.Call;
import io.sunrise.demo.Grammar.Part;
import io.sunrise.demo.Grammar.Rule;
import io.sunrise.demo.Grammar.Text;
import io.sunrise.demo.Grammar.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the files of the grammar. Their syntax:
 *
 * <ul>
 *   <li>{@code include facts} reads {@code facts.txt}. {@code start document} declares a start
 *       rule. Lines that begin with // are comments.
 *   <li>{@code [rule]} precedes the alternatives of a rule, one per line; {@code 3 * ...} makes one
 *       three times as likely, {@code -} is the empty text. {@code [once rule]} precedes a rule
 *       whose alternatives should not occur twice in a document.
 *   <li>{@code <rule>} expands a rule. {@code {table.column}} is a word of {@code table.txt};
 *       {@code {table[tag tag].column}} one with these tags. A digit after the name remembers the
 *       choice: {@code {animal1.s}} is the same animal in the whole document, {@code <title1>} the
 *       same title.
 *   <li>{@code vary # s p} declares # as a variable with these values: in the name of a rule it
 *       makes a rule for each value, which is also used in its alternatives; only in an
 *       alternative, it makes an alternative for each value. {@code opposite ~ @} declares ~ as the
 *       other value of @.
 * </ul>
 */
final class GrammarReader {
  private record Line(String file, int number, String text) {}

  private record Alternative(double weight, String template, Line line) {}

  private final Function<String, List<String>> files;
  private final List<String> starts = new ArrayList<>();
  private final Map<String, List<Alternative>> alternatives = new LinkedHashMap<>();
  private final Map<String, WordTable> tables = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Rule> rules = new HashMap<>();
  private final Map<Rule, String> names = new HashMap<>();
  private final Variations variations = new Variations();
  private final Set<String> once = new HashSet<>();
  private String heading = "";
  private boolean onceOnly;

  private GrammarReader(Function<String, List<String>> files) {
    this.files = files;
  }

  /**
   * Reads the grammar from the file {@code grammar}.
   *
   * @param files returns the lines of a file by name
   */
  static Grammar read(Function<String, List<String>> files) {
    GrammarReader reader = new GrammarReader(files);
    reader.readFile("grammar");
    Map<String, Rule> starts = new HashMap<>();
    for (String start : reader.starts) {
      starts.put(start, reader.rule(start, new Line("grammar", 1, "start " + start)));
    }
    reader.refuseUnreached();
    ShortestExpansions.mark(reader.names);
    return new Grammar(starts, reader.slots.size());
  }

  private void readFile(String name) {
    List<String> lines = files.apply(name);
    for (int i = 0; i < lines.size(); i++) {
      Line line = new Line(name, i + 1, lines.get(i).strip());
      try {
        read(line);
      } catch (IllegalArgumentException e) {
        throw failure(line, e.getMessage());
      }
    }
  }

  private void read(Line line) {
    String text = line.text;
    if (text.isEmpty() || text.startsWith("//")) {
      return;
    }
    if (text.startsWith("include ")) {
      readFile(text.substring("include ".length()));
    } else if (text.startsWith("start ")) {
      starts.add(text.substring("start ".length()));
    } else if (variations.declares(text)) {
      return;
    } else if (text.startsWith("[") && text.endsWith("]")) {
      heading = text.substring(1, text.length() - 1);
      onceOnly = heading.startsWith("once ");
      heading = onceOnly ? heading.substring("once ".length()) : heading;
    } else {
      alternative(line);
    }
  }

  private void alternative(Line line) {
    if (heading.isEmpty()) {
      throw new IllegalArgumentException("no [rule] precedes this line");
    }
    int star = line.text.indexOf(" * ");
    boolean weighted = star > 0 && line.text.substring(0, star).matches("[0-9.]+");
    double weight = weighted ? Double.parseDouble(line.text.substring(0, star)) : 1;
    String template = weighted ? line.text.substring(star + 3) : line.text;
    for (Variations.Variant variant : variations.of(heading, template)) {
      alternatives
          .computeIfAbsent(variant.heading(), name -> new ArrayList<>())
          .add(new Alternative(weight * variant.share(), variant.template(), line));
      if (onceOnly) {
        once.add(variant.heading());
      }
    }
  }

  private Rule rule(String name, Line user) {
    Rule known = rules.get(name);
    if (known != null) {
      return known;
    }
    List<Alternative> ways = alternatives.get(name);
    if (ways == null) {
      throw failure(user, "there is no rule [" + name + "]");
    }
    Rule rule = new Rule();
    rules.put(name, rule);
    names.put(rule, name);
    rule.onceId = once.contains(name) ? id("[" + name + "]") : -1;
    rule.weights =
        DiscreteDistribution.of(ways.stream().mapToDouble(Alternative::weight).toArray());
    rule.alternatives = ways.stream().map(this::parts).toArray(Part[][]::new);
    return rule;
  }

  private Part[] parts(Alternative way) {
    List<Part> parts = new ArrayList<>();
    String template = way.template.equals("-") ? "" : way.template;
    int at = 0;
    while (at < template.length()) {
      char open = template.charAt(at);
      int end = at;
      if (open == '<' || open == '{') {
        end = template.indexOf(open == '<' ? '>' : '}', at);
        if (end < 0) {
          throw failure(way.line, "a " + open + " is never closed");
        }
        parts.add(reference(open, template.substring(at + 1, end++), way.line));
      } else {
        while (end < template.length() && "<{".indexOf(template.charAt(end)) < 0) {
          end++;
        }
        parts.add(new Text(template.substring(at, end)));
      }
      at = end;
    }
    return parts.toArray(Part[]::new);
  }

  private Part reference(char open, String reference, Line line) {
    try {
      return open == '{' ? word(reference) : call(reference, line);
    } catch (IllegalArgumentException e) {
      throw failure(line, e.getMessage());
    }
  }

  private Call call(String reference, Line line) {
    String name = withoutDigits(reference);
    return new Call(rule(name, line), slot(reference, name));
  }

  private Word word(String reference) {
    int dot = reference.lastIndexOf('.');
    int bracket = reference.indexOf('[');
    if (dot < 0 || (bracket >= 0 && reference.indexOf(']') != dot - 1)) {
      throw new IllegalArgumentException(
          "expected {table[tags].column}, found {" + reference + "}");
    }
    String slotName = reference.substring(0, bracket < 0 ? dot : bracket);
    String name = withoutDigits(slotName);
    Set<String> tags =
        bracket < 0
            ? Set.of()
            : new TreeSet<>(List.of(reference.substring(bracket + 1, dot - 1).split(" +")));
    WordTable table = tables.computeIfAbsent(name, n -> WordTable.read(n, files.apply(n)));
    int id = id(name);
    int column = table.column(reference.substring(dot + 1));
    return new Word(table, id, table.select(tags), column, slot(slotName, name));
  }

  private int slot(String reference, String name) {
    return reference.equals(name) ? -1 : slots.computeIfAbsent(reference, r -> slots.size());
  }

  /** The id under which a document remembers its draws from a table or rule. */
  private int id(String name) {
    return ids.computeIfAbsent(name, n -> ids.size());
  }

  private static String withoutDigits(String name) {
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  private void refuseUnreached() {
    Set<String> unreached = new HashSet<>(alternatives.keySet());
    unreached.removeAll(rules.keySet());
    for (String name : new TreeSet<>(unreached)) {
      throw failure(alternatives.get(name).get(0).line, "no rule uses [" + name + "]");
    }
  }

  private static SunriseException failure(Line line, String reason) {
    return SunriseException.of(
        "generated text: %s.txt:%d: %s; correct the line '%s'",
        line.file, line.number, reason, line.text);
  }
}
