package io.sunrise.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.SunriseException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a second run out of a workspace: a file that names the process that made it, whose time is
 * renewed while that process lives. A lock whose process is gone (same machine) or whose time is
 * old (another machine) is taken over.
 */
public final class WorkspaceLock implements AutoCloseable {
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(20);
  private static final Duration STALE_AFTER = Duration.ofMinutes(2);

  private final FileSystem fileSystem;
  private final Path file;
  private final ScheduledExecutorService heartbeat;

  private WorkspaceLock(FileSystem fileSystem, Path file) {
    this.fileSystem = fileSystem;
    this.file = file;
    this.heartbeat =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "workspace-lock");
              thread.setDaemon(true);
              return thread;
            });
    long seconds = RENEWED_EVERY.toSeconds();
    var unused = heartbeat.scheduleAtFixedRate(this::renew, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Locks the workspace, or says in one line who holds it. */
  public static WorkspaceLock take(Workspace workspace) {
    Path file = new Path(workspace.root(), ".lock");
    FileSystem fileSystem = workspace.fileSystem();
    try {
      if (!create(fileSystem, file)) {
        requireStale(fileSystem, file);
        fileSystem.delete(file, false);
        if (!create(fileSystem, file)) {
          throw SunriseException.of("%s: another run has just taken the workspace", file);
        }
      }
      return new WorkspaceLock(fileSystem, file);
    } catch (IOException e) {
      throw new SunriseException(file + ": the workspace cannot be locked: " + e.getMessage(), e);
    }
  }

  private static boolean create(FileSystem fileSystem, Path file) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    byte[] owner =
        CanonicalJson.of(
                Map.of(
                    "host", host(),
                    "pid", self.pid(),
                    "started", self.info().startInstant().map(Instant::toString).orElse("")))
            .getBytes(StandardCharsets.UTF_8);
    // Hadoop's local file system looks before it creates, which two processes can do at once.
    if (file.toUri().getScheme().equals("file")) {
      try {
        Files.write(new File(file.toUri()).toPath(), owner, StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }
    try (var out = fileSystem.create(file, false)) {
      out.write(owner);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void requireStale(FileSystem fileSystem, Path file) throws IOException {
    JsonNode owner;
    Duration age;
    try (var in = fileSystem.open(file)) {
      owner = CanonicalJson.MAPPER.readTree(in.readAllBytes());
      long modified = fileSystem.getFileStatus(file).getModificationTime();
      age = Duration.between(Instant.ofEpochMilli(modified), Instant.now());
    } catch (FileNotFoundException e) {
      return;
    }
    String host = owner.path("host").asText();
    long pid = owner.path("pid").asLong();
    boolean stale =
        host.equals(host())
            ? !lives(pid, owner.path("started").asText())
            : age.compareTo(STALE_AFTER) > 0;
    if (!stale) {
      throw SunriseException.of(
          "%s: the workspace is in use by process %d on %s; wait for it, stop it, or name another"
              + " workspace",
          file.getParent(), pid, host);
    }
  }

  private static boolean lives(long pid, String started) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(instant -> started.isEmpty() || instant.toString().equals(started))
        .orElse(false);
  }

  private void renew() {
    try {
      fileSystem.setTimes(file, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      // The next renewal tries again; the lock goes stale only after several have failed.
    }
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    try {
      fileSystem.delete(file, false);
    } catch (IOException e) {
      // A lock left behind is found stale by the next run.
    }
  }
}
