package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeVersionTest {
  @TempDir private Path folder;

  private String version(long built, Map<String, String> entries) throws IOException {
    Path jar = folder.resolve("some.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        ZipEntry file = new ZipEntry(entry.getKey());
        file.setTime(built);
        zip.putNextEntry(file);
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return CodeVersion.of(jar);
  }

  private static Map<String, String> entries(String... namesAndContents) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      entries.put(namesAndContents[i], namesAndContents[i + 1]);
    }
    return entries;
  }

  @Test
  void anotherClassResourceOrLibraryIsAnotherVersion() throws IOException {
    String first = version(0, entries("io/A.class", "a", "words.txt", "w"));

    assertThat(first).matches("unpacked\\+[0-9a-f]{12}");
    assertThat(version(0, entries("io/A.class", "b", "words.txt", "w"))).isNotEqualTo(first);
    assertThat(version(0, entries("io/A.class", "a", "words.txt", "v"))).isNotEqualTo(first);
    assertThat(version(0, entries("io/B.class", "a", "words.txt", "w"))).isNotEqualTo(first);
    assertThat(version(0, entries("io/A.class", "a", "words.txt", "w", "org/L.class", "l")))
        .isNotEqualTo(first);
  }

  @Test
  void theSameSourceBuiltLaterOrInAnotherOrderIsTheSameVersion() throws IOException {
    String first = version(0, entries("io/A.class", "a", "META-INF/MANIFEST.MF", "today"));

    assertThat(
            version(
                1_000_000_000_000L,
                entries(
                    "META-INF/MANIFEST.MF", "tomorrow",
                    "META-INF/maven/pom.properties", "later",
                    "io/A.class", "a")))
        .isEqualTo(first);
  }

  @Test
  void unpackedClassesHaveNoVersion() {
    assertThat(CodeVersion.current()).isEqualTo("unpacked");
  }
}
