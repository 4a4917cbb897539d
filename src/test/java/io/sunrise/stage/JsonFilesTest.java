package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFilesTest {
  @TempDir private Path folder;

  @Test
  void entriesAreWrittenInOneOrderHoweverTheMapHasThem() throws IOException {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("validation", Map.of("a", 1, "b", 2));
    one.put("test", 3);
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("test", 3);
    other.put("validation", Map.of("b", 2, "a", 1));
    assertThat(written(one)).isEqualTo(written(other)).startsWith("{\n  \"test\" : 3,");
  }

  private String written(Object value) throws IOException {
    Path file = folder.resolve("file.json");
    FileSystem local = FileSystem.getLocal(new Configuration());
    JsonFiles.write(local, file.toString(), value);
    return Files.readString(file);
  }
}
