package io.sunrise.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file by which a process claims a workspace.
 *
 * @param renewedMillis when it was written last, by the clock of the file system
 * @param owner the process; missing while the file is being written
 */
record LockClaim(Path file, long renewedMillis, JsonNode owner) {
  private static final Duration STALE_AFTER = Duration.ofMinutes(2);
  private static final Pattern NAME = Pattern.compile("\\.lock-[0-9a-f]{16}");
  private static final String HOST = "host";
  private static final String MACHINE = "machine";
  private static final String PID = "pid";
  private static final String STARTED = "started";
  private static final String RUN = "run";

  /** Names what started the process, such as a scheduler's run, for the messages of other runs. */
  private static final String RUN_VARIABLE = "SUNRISE_RUN";

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String name(long token) {
    return String.format(java.util.Locale.ROOT, ".lock-%016x", token);
  }

  static LockClaim read(FileSystem fileSystem, FileStatus status) throws IOException {
    JsonNode owner;
    try (var in = fileSystem.open(status.getPath())) {
      owner = CanonicalJson.MAPPER.readTree(in.readAllBytes());
    } catch (JsonProcessingException e) {
      owner = MissingNode.getInstance();
    }
    return new LockClaim(status.getPath(), status.getModificationTime(), owner);
  }

  /** What a claim of this process holds. */
  static byte[] ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    Map<String, Object> owner = new TreeMap<>();
    owner.put(HOST, host());
    owner.put(MACHINE, machine());
    owner.put(PID, self.pid());
    owner.put(STARTED, self.info().startInstant().map(Instant::toString).orElse(""));
    Optional.ofNullable(System.getenv(RUN_VARIABLE)).ifPresent(run -> owner.put(RUN, run));
    return CanonicalJson.of(owner).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether the process may be at work: a process of this machine that runs, or one of another
   * machine that has renewed its claim of late.
   *
   * @param nowMillis by the clock of the file system
   */
  boolean isAlive(long nowMillis) {
    if (owner.path(MACHINE).asText().equals(machine())) {
      String started = owner.path(STARTED).asText();
      return ProcessHandle.of(owner.path(PID).asLong())
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .map(instant -> started.isEmpty() || instant.toString().equals(started))
          .orElse(false);
    }
    return nowMillis - renewedMillis <= STALE_AFTER.toMillis();
  }

  String process() {
    if (!owner.has(PID)) {
      return "a process that has just begun";
    }
    String process = "process " + owner.path(PID).asLong() + " on " + owner.path(HOST).asText();
    return owner.has(RUN) ? process + " (" + owner.path(RUN).asText() + ")" : process;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("a host without a name");
    }
  }

  /**
   * Where process ids are those of this process. Two containers may share a name, so on Linux it is
   * the running kernel and its name space of processes.
   */
  private static String machine() {
    try {
      return Files.readString(java.nio.file.Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return host();
    }
  }
}
