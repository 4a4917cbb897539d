package io.sunrise.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.stage.JsonFiles;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Spark's folder of a model: its parameters as Spark writes them, and a model folder below. */
final class SavedModel {
  /** Of what this version writes; a later one may write what it cannot read. */
  private static final int FORMAT = 1;

  private static final String MODEL = "model";
  private static final String FACTS = "sunrise.json";

  private SavedModel() {}

  /** What is read of a folder. */
  interface Loader<T extends Params> {
    /**
     * Makes the model.
     *
     * @param folder of the model's files
     * @param facts that were saved with it
     */
    T load(String uid, String folder, JsonNode facts, SparkSession spark);
  }

  /** Writes an instance with its model and facts about it. */
  static MLWriter writer(Params instance, Weights weights, Map<String, Object> facts) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(instance, path, sc(), Option.empty(), Option.empty());
        Path folder = new Path(path);
        FileSystem fileSystem = Weights.fileSystem(folder, sparkSession());
        Map<String, Object> all = new TreeMap<>(facts);
        all.put("format", FORMAT);
        try {
          weights.write(new Path(folder, MODEL).toString(), sparkSession());
          JsonFiles.write(fileSystem, new Path(folder, FACTS).toString(), all);
        } catch (IOException e) {
          throw new SunriseException(
              path + ": cannot be written: " + SunriseException.reason(e), e);
        }
      }
    };
  }

  static <T extends Params> MLReader<T> reader(Class<T> type, Loader<T> loader) {
    return new MLReader<>() {
      @Override
      public T load(String path) {
        JsonNode facts = facts(path, sparkSession());
        DefaultParamsReader.Metadata metadata =
            DefaultParamsReader.loadMetadata(path, sc(), type.getName());
        T loaded =
            loader.load(metadata.uid(), new Path(path, MODEL).toString(), facts, sparkSession());
        metadata.getAndSetParams(loaded, Option.empty());
        return loaded;
      }
    };
  }

  private static JsonNode facts(String path, SparkSession spark) {
    Path file = new Path(path, FACTS);
    try (var in = Weights.fileSystem(file, spark).open(file)) {
      JsonNode facts = new ObjectMapper().readTree(in.readAllBytes());
      int format = facts.path("format").asInt();
      if (format < 1 || format > FORMAT) {
        throw SunriseException.of(
            "%s: format %d, expected 1 to %d: a newer Sunrise saved it; use that version, or save it"
                + " again with this one",
            file, format, FORMAT);
      }
      return facts;
    } catch (IOException e) {
      throw new SunriseException(
          file
              + ": cannot be read: "
              + SunriseException.reason(e)
              + "; name a folder that a model"
              + " was saved in",
          e);
    }
  }
}
