package io.sunrise.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Safetensors;
import io.sunrise.train.trace.Trace;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run. Each is a folder {@code checkpoints/step-00000500} of {@code
 * parameters.safetensors}, {@code first-moment.safetensors}, {@code second-moment.safetensors},
 * {@code best-parameters.safetensors} where the best epoch is kept, {@code state.json} with the
 * position, the epochs so far and the hashes of the trace's segments, and {@code SHA256SUMS}.
 *
 * <p>The trace lies beside them in segments {@code checkpoints/trace/step-00000500.jsonl}, each
 * with the lines since the checkpoint before, so that a checkpoint costs the same however long the
 * run. The end of the run joins them to {@code trace.jsonl}.
 */
public final class Checkpoints implements CheckpointStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "state.json";
  private static final String UNDER_WAY = "epochUnderWay";
  private static final String SEGMENTS = "trace";

  private final CheckpointFolder folder;
  private final Path segments;
  private final Path trace;
  private final TrainingRun run;
  private final int kept;
  private final ParameterLayout layout;
  private final TrainingListener listener;
  private Map<String, String> segmentHashes = new LinkedHashMap<>();
  private String lastGood = "none yet";

  /**
   * @param kept how many of the newest are kept
   * @param layout of the parameters
   * @param listener is warned of damaged ones
   */
  public Checkpoints(
      FileSystem fileSystem,
      TrainingRun run,
      int kept,
      ParameterLayout layout,
      TrainingListener listener) {
    Path directory = new Path(run.directory());
    Path checkpoints = new Path(directory, "checkpoints");
    this.folder = new CheckpointFolder(fileSystem, checkpoints);
    this.segments = new Path(checkpoints, SEGMENTS);
    this.trace = new Path(directory, Trace.FILE);
    this.run = run;
    this.kept = kept;
    this.layout = layout;
    this.listener = listener;
  }

  @Override
  public String lastGood() {
    return lastGood;
  }

  @Override
  public void write(TrainingState state) {
    try {
      writeSegment(state.trace(), state.step());
      folder.write(state.step(), files(state));
      lastGood = folder.of(state.step()).toString();
      folder.keepNewest(kept, state.step());
    } catch (IOException | FSError e) {
      throw new SunriseException(
          String.format(
              "cannot write checkpoint %s: %s; last good one: %s; free space or fix the"
                  + " permissions, and run again",
              folder.of(state.step()), SunriseException.reason(e), lastGood),
          e);
    }
  }

  /** Writes the lines since the last segment. */
  private void writeSegment(Trace lines, long step) throws IOException {
    String name = CheckpointFolder.name(step) + ".jsonl";
    byte[] content = lines.drain().getBytes(StandardCharsets.UTF_8);
    segmentHashes.put(name, folder.write(new Path(segments, name), out -> out.write(content)));
  }

  private Map<String, CheckpointFolder.Content> files(TrainingState state) throws IOException {
    Map<String, CheckpointFolder.Content> files = new LinkedHashMap<>();
    state
        .arrays()
        .forEach(
            (name, numbers) ->
                files.put(file(name), out -> Safetensors.write(out, layout, numbers, Map.of())));
    byte[] position = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(position(state));
    files.put(STATE, out -> out.write(position));
    return files;
  }

  private static String file(String array) {
    return array + ".safetensors";
  }

  private ObjectNode position(TrainingState state) {
    BatchResult sums = state.epochResult();
    ObjectNode json = JSON.createObjectNode();
    json.put("step", state.step());
    json.put("jobHash", run.jobHash());
    json.put("seed", run.seed());
    ObjectNode underWay = json.putObject(UNDER_WAY);
    Trace.putParts(underWay, sums.parts());
    underWay
        .put("loss", sums.loss())
        .put("weight", sums.weight())
        .put("correct", sums.correct())
        .put("targets", sums.targets())
        .put("tokens", sums.tokens())
        .put("seconds", state.epochSeconds());
    state.trace().writeSummary(json);
    segmentHashes.forEach(json.putObject(SEGMENTS)::put);
    return json;
  }

  @Override
  public void finish(Trace lines) {
    try {
      String rest = lines.drain();
      folder.write(
          trace,
          out -> {
            for (String segment : segmentHashes.keySet()) {
              folder.read(new Path(segments, segment), in -> in.transferTo(out));
            }
            out.write(rest.getBytes(StandardCharsets.UTF_8));
          });
    } catch (IOException | FSError e) {
      throw new SunriseException(
          String.format(
              "cannot write %s: %s; free space and run again", trace, SunriseException.reason(e)),
          e);
    }
  }

  /** Restores the newest whole checkpoint, if there is one; warns of each damaged one before it. */
  @Override
  public void restore(TrainingState state) {
    try {
      List<Path> checkpoints = folder.newestFirst();
      for (Path checkpoint : checkpoints) {
        try {
          restore(state, checkpoint);
          lastGood = checkpoint.toString();
          return;
        } catch (IOException | FSError e) {
          listener.warning(
              String.format(
                  "checkpoint %s is damaged (%s): resuming from the one before",
                  checkpoint, SunriseException.reason(e)));
        }
      }
      if (!checkpoints.isEmpty()) {
        listener.warning("no whole checkpoint is left: starting from the first step");
      }
    } catch (IOException e) {
      throw new SunriseException(
          String.format(
              "cannot list checkpoints: %s; fix the folder and run again",
              SunriseException.reason(e)),
          e);
    }
  }

  /** Verifies and reads every file before it changes anything of the state. */
  private void restore(TrainingState state, Path checkpoint) throws IOException {
    List<String> verified = folder.verify(checkpoint);
    requireListed(verified, STATE);
    JsonNode json = JSON.readTree(folder.text(new Path(checkpoint, STATE)));
    refuseForeign(checkpoint, json.path("jobHash").asText(), run.jobHash());
    Trace summary = Trace.ofSummary(json);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (String name : state.arraysAfter(summary.epochs())) {
      requireListed(verified, file(name));
      arrays.put(name, parameters(new Path(checkpoint, file(name))));
    }
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> segment : json.path(SEGMENTS).properties()) {
      folder.verify(new Path(segments, segment.getKey()), segment.getValue().asText());
      hashes.put(segment.getKey(), segment.getValue().asText());
    }
    JsonNode sums = json.path(UNDER_WAY);
    BatchResult result =
        new BatchResult(
            sums.path("loss").asDouble(),
            sums.path("weight").asDouble(),
            sums.path("correct").asLong(),
            sums.path("targets").asLong(),
            sums.path("tokens").asLong(),
            Trace.parts(sums));
    segmentHashes = hashes;
    state.restore(
        json.path("step").asLong(), result, sums.path("seconds").asDouble(), summary, arrays);
  }

  private static void requireListed(List<String> verified, String file) throws IOException {
    if (!verified.contains(file)) {
      throw new IOException("SHA256SUMS does not list " + file);
    }
  }

  private float[] parameters(Path file) throws IOException {
    long length = folder.length(file);
    return folder
        .read(file, in -> Safetensors.read(in, length, file.toString()))
        .parameters(layout);
  }

  private static void refuseForeign(Path checkpoint, String found, String expected) {
    if (!found.equals(expected)) {
      throw SunriseException.of(
          "checkpoint %s is of another job (found %s, this run is %s): delete the folder or use"
              + " another workspace",
          checkpoint, found, expected);
    }
  }
}
