package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.visualization.Summary;
import com.intel.analytics.bigdl.dllib.visualization.tensorboard.EventWriter;
import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.TrainingListener;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tensorflow.util.Event;

/**
 * Writes TensorBoard's event files by DLlib's event writer, under the tags of its TrainSummary and
 * ValidationSummary. Those classes themselves ask for an initialized Engine, and end before their
 * file does.
 */
public final class TensorBoard implements TrainingListener, AutoCloseable {
  private static final int FLUSH_MILLIS = 200;

  private final Writer train;
  private final Writer validation;

  /** One file of events and the thread that writes it. */
  private static final class Writer {
    private final FileSystem fileSystem;
    private final Path folder;
    private final String written;
    private final EventWriter events;
    private final Thread thread;

    Writer(FileSystem fileSystem, Path folder) throws IOException {
      this.fileSystem = fileSystem;
      this.folder = folder;
      fileSystem.mkdirs(folder);
      written = whereDllibCanWrite();
      events = new EventWriter(written, FLUSH_MILLIS, fileSystem);
      thread = new Thread(events, "sunrise-tensorboard");
      thread.setDaemon(true);
      thread.start();
    }

    /** DLlib writes to local paths and HDFS; elsewhere files are moved when they are whole. */
    private String whereDllibCanWrite() throws IOException {
      return switch (fileSystem.getScheme()) {
        case "file" -> folder.toUri().getPath();
        case "hdfs" -> fileSystem.makeQualified(folder).toString();
        default -> Files.createTempDirectory("sunrise-tensorboard").toString();
      };
    }

    void add(String tag, double value, long step) {
      if (Double.isFinite(value)) {
        events.addEvent(
            Event.newBuilder()
                .setSummary(Summary.scalar(tag, (float) value))
                .setStep(step)
                .setWallTime(System.currentTimeMillis() / 1e3)
                .build());
      }
    }

    void close() {
      events.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!written.endsWith(folder.toUri().getPath())) {
        moveFiles();
      }
    }

    private void moveFiles() {
      try {
        for (File file : new File(written).listFiles()) {
          fileSystem.copyFromLocalFile(true, true, new Path(file.toURI()), folder);
        }
        Files.delete(java.nio.file.Path.of(written));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Opens the event files.
   *
   * @param folder gets {@code train/} and {@code validation/}
   */
  public TensorBoard(FileSystem fileSystem, Path folder) throws IOException {
    train = new Writer(fileSystem, new Path(folder, "train"));
    validation = new Writer(fileSystem, new Path(folder, "validation"));
  }

  @Override
  public void step(StepRecord record) {
    train.add("Loss", record.loss(), record.step());
    train.add("Accuracy", record.result().accuracy(), record.step());
    train.add("LearningRate", record.learningRate(), record.step());
    train.add("Throughput", record.tokensPerSecond(), record.step());
  }

  @Override
  public void epochEnded(EpochRecord record) {
    validation.add("Loss", record.validationLoss(), record.step());
    validation.add("Accuracy", record.validationAccuracy(), record.step());
  }

  @Override
  public void close() {
    train.close();
    validation.close();
  }
}
