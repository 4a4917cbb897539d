package io.sunrise.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sunrise.SunriseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small JSON files on any Hadoop file system. */
public final class JsonFiles {
  /** Keys are sorted: the order of a map's entries may differ from one JVM to the next. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private JsonFiles() {}

  /** Writes maps, lists, strings and numbers, over what stood there. */
  public static void write(FileSystem fileSystem, String file, Object value) throws IOException {
    try (var out = fileSystem.create(new Path(file), true)) {
      out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
      out.write("\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads a file.
   *
   * @param writer the stage that wrote it
   */
  public static JsonNode read(FileSystem fileSystem, String file, String writer)
      throws IOException {
    try (var in = fileSystem.open(new Path(file))) {
      return MAPPER.readTree(in.readAllBytes());
    } catch (FileNotFoundException e) {
      throw new SunriseException(file + ": missing; run " + writer + " again with --force", e);
    } catch (JsonProcessingException e) {
      throw new SunriseException(
          String.format(
              "%s: not JSON (%s); run %s again with --force", file, e.getOriginalMessage(), writer),
          e);
    }
  }
}
