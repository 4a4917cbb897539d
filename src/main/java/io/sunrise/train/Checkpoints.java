package io.sunrise.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run. Each is a folder {@code checkpoints/step-00000500} of {@code
 * parameters.safetensors}, {@code first-moment.safetensors}, {@code second-moment.safetensors},
 * {@code best-parameters.safetensors} where the best epoch is kept, {@code trace.jsonl} up to its
 * step, {@code state.json} with the position, and {@code SHA256SUMS} as sha256sum writes it.
 */
final class Checkpoints implements CheckpointStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "state.json";
  private static final String SUMS = "SHA256SUMS";

  private final CheckpointFolder folder;
  private final Path trace;
  private final TrainingJob job;
  private final ParameterLayout layout;
  private final TrainingListener listener;
  private String lastGood = "none yet";

  Checkpoints(
      FileSystem fileSystem, TrainingJob job, ParameterLayout layout, TrainingListener listener) {
    Path directory = new Path(job.run().directory());
    this.folder = new CheckpointFolder(fileSystem, new Path(directory, "checkpoints"));
    this.trace = new Path(directory, Trace.FILE);
    this.job = job;
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
      Path aside = folder.aside(state.step());
      StringBuilder sums = new StringBuilder();
      for (Map.Entry<String, CheckpointFolder.Content> file : files(state).entrySet()) {
        String hash = folder.write(new Path(aside, file.getKey()), file.getValue());
        sums.append(hash).append("  ").append(file.getKey()).append('\n');
      }
      folder.write(new Path(aside, SUMS), out -> out.write(bytes(sums.toString())));
      folder.commit(aside, state.step());
      lastGood = folder.of(state.step()).toString();
      folder.keepNewest(job.settings().checkpointsKept(), state.step());
    } catch (IOException | FSError e) {
      throw new SunriseException(
          String.format(
              "cannot write checkpoint %s: %s; last good one: %s; free space or mend the"
                  + " permissions, and run again",
              folder.of(state.step()), reason(e), lastGood),
          e);
    }
    writeTrace(state.trace());
  }

  private Map<String, CheckpointFolder.Content> files(TrainingState state) throws IOException {
    Map<String, CheckpointFolder.Content> files = new LinkedHashMap<>();
    arrays(state)
        .forEach(
            (name, numbers) ->
                files.put(name, out -> Safetensors.write(out, layout, numbers, Map.of())));
    files.put(Trace.FILE, out -> out.write(bytes(state.trace().text())));
    byte[] position = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(position(state));
    files.put(STATE, out -> out.write(position));
    return files;
  }

  private ObjectNode position(TrainingState state) {
    BatchResult sums = state.epochSums().result();
    ObjectNode json = JSON.createObjectNode();
    json.put("step", state.step());
    json.put("jobHash", job.run().jobHash());
    json.put("seed", job.run().seed());
    json.putObject("epochUnderWay")
        .put("loss", sums.loss())
        .put("weight", sums.weight())
        .put("correct", sums.correct())
        .put("targets", sums.targets())
        .put("tokens", state.epochSums().tokens())
        .put("seconds", state.epochSeconds());
    return json;
  }

  private static Map<String, float[]> arrays(TrainingState state) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("parameters.safetensors", state.parameters());
    arrays.put("first-moment.safetensors", state.optimizer().firstMoment());
    arrays.put("second-moment.safetensors", state.optimizer().secondMoment());
    if (state.best().keepsWeights()) {
      arrays.put("best-parameters.safetensors", state.best().weights());
    }
    return arrays;
  }

  /** Puts the trace so far into the run's folder. */
  @Override
  public void writeTrace(Trace lines) {
    try {
      Path aside = new Path(trace.getParent(), "." + Trace.FILE + ".writing");
      folder.write(aside, out -> out.write(bytes(lines.text())));
      folder.replace(aside, trace);
    } catch (IOException | FSError e) {
      throw new SunriseException(
          String.format("cannot write %s: %s; free space and run again", trace, reason(e)), e);
    }
  }

  /** Restores the newest whole checkpoint, if there is one; warns of each damaged one before it. */
  void restore(TrainingState state) {
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
                  "checkpoint %s is damaged (%s): going on from the one before",
                  checkpoint, reason(e)));
        }
      }
      if (!checkpoints.isEmpty()) {
        listener.warning("no whole checkpoint is left: beginning anew");
      }
    } catch (IOException e) {
      throw new SunriseException(
          String.format("cannot list checkpoints: %s; mend the folder and run again", reason(e)),
          e);
    }
  }

  private void restore(TrainingState state, Path checkpoint) throws IOException {
    verify(checkpoint, arrays(state).keySet());
    JsonNode json = JSON.readTree(text(checkpoint, STATE));
    refuseForeign(checkpoint, json.path("jobHash").asText(), job.run().jobHash());
    JsonNode sums = json.path("epochUnderWay");
    BatchResult result =
        new BatchResult(
            sums.path("loss").asDouble(),
            sums.path("weight").asDouble(),
            sums.path("correct").asLong(),
            sums.path("targets").asLong());
    state.restore(
        json.path("step").asLong(),
        new StepSums(result, sums.path("tokens").asLong()),
        sums.path("seconds").asDouble(),
        Trace.parse(text(checkpoint, Trace.FILE)));
    for (Map.Entry<String, float[]> file : arrays(state).entrySet()) {
      float[] read = parameters(new Path(checkpoint, file.getKey()));
      System.arraycopy(read, 0, file.getValue(), 0, read.length);
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

  /** Checks the files of arrays, the trace and the position; no other is read. */
  private void verify(Path checkpoint, Set<String> arrays) throws IOException {
    Map<String, String> sums = new HashMap<>();
    for (String line : text(checkpoint, SUMS).lines().toList()) {
      String[] sum = line.split(" {2}", 2);
      sums.put(sum[sum.length - 1], sum[0]);
    }
    List<String> names = new ArrayList<>(arrays);
    names.addAll(List.of(Trace.FILE, STATE));
    for (String name : names) {
      String expected = sums.getOrDefault(name, "nothing of it");
      String found = folder.hash(new Path(checkpoint, name));
      if (!found.equals(expected)) {
        throw new IOException(
            String.format("%s has SHA-256 %s, %s says %s", name, found, SUMS, expected));
      }
    }
  }

  private String text(Path checkpoint, String name) throws IOException {
    return folder.read(
        new Path(checkpoint, name), in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
  }
}
