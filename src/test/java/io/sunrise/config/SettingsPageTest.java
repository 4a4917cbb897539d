package io.sunrise.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/settings.md names every key of reference.conf below the heading of its section. */
class SettingsPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Objects that a page need not open: a user's own keys, and keys of another section. */
  private static final Set<String> WHOLE =
      Set.of(
          "spark.conf",
          "cross-validate.search",
          "cross-validate.finetune",
          "preprocess.decontamination.source-defaults");

  @Test
  void everyKeyOfTheReferenceStandsInTheSettingsPage() throws IOException {
    assertThat(keysOfThePage()).containsAll(keysOfTheReference());
  }

  @Test
  void everyRowOfTheSettingsPageNamesAKeyOfTheReference() throws IOException {
    Set<String> reference = keysOfTheReference();
    for (Row row : rows()) {
      assertThat(row.keys()).as(row.key()).anyMatch(reference::contains);
    }
  }

  /** A key of a table's first column, and the sections that the heading above names. */
  private record Row(List<String> sections, String key) {
    List<String> keys() {
      return sections.isEmpty()
          ? List.of(key)
          : sections.stream().map(section -> section + "." + key).toList();
    }
  }

  private static Set<String> keysOfThePage() throws IOException {
    Set<String> keys = new TreeSet<>();
    rows().forEach(row -> keys.addAll(row.keys()));
    return keys;
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> sections = List.of();
    for (String line : Files.readAllLines(Path.of("docs/settings.md"))) {
      if (line.startsWith("#")) {
        sections = codes(line);
      } else if (line.startsWith("| `")) {
        for (String key : codes(line.substring(0, line.indexOf('|', 1)))) {
          rows.add(new Row(sections, key));
        }
      }
    }
    return rows;
  }

  private static List<String> codes(String text) {
    return CODE.matcher(text).results().map(code -> code.group(1)).toList();
  }

  private static Set<String> keysOfTheReference() {
    Config reference = ConfigFactory.parseResources("reference.conf").resolve();
    Set<String> keys = new TreeSet<>();
    addKeys("", reference.getConfig("sunrise").root(), keys);
    return keys;
  }

  private static void addKeys(String prefix, ConfigObject object, Set<String> keys) {
    object.forEach(
        (key, value) -> {
          String path = prefix + key;
          if (value instanceof ConfigObject inner && !WHOLE.contains(path)) {
            addKeys(path + ".", inner, keys);
          } else {
            keys.add(path);
          }
        });
  }
}
