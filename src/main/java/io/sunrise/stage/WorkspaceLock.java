package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second run out of a workspace. Each run writes a file of its own, its claim, and holds
 * the workspace once it lists no other claim of a living process. Of two that begin at once the
 * later one to write lists the other's claim, on every file system that lists what was written
 * before; no file is ever replaced by another process, so that two which find the same dead claim
 * cannot undo one another's. This needs neither an exclusive creation nor a rename, which object
 * stores do not have.
 */
public final class WorkspaceLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceLock.class);
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(20);
  private static final Duration OTHERS_GIVE_UP_WITHIN = Duration.ofSeconds(3);
  private static final long LISTED_EVERY_MILLIS = 50;
  private static final SecureRandom TOKENS = new SecureRandom();

  private final Path root;
  private final FileSystem fileSystem;
  private final Path file;
  private final Consumer<String> lost;
  private final ScheduledExecutorService heartbeat;
  private boolean closed;

  private WorkspaceLock(Workspace workspace, Consumer<String> lost) {
    this.root = workspace.root();
    this.fileSystem = workspace.fileSystem();
    this.file = new Path(root, LockClaim.name(TOKENS.nextLong()));
    this.lost = lost;
    this.heartbeat =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "workspace-lock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Locks the workspace, or says in one line who holds it.
   *
   * @param lost is told, in one line, when another run has taken the workspace over because this
   *     one stood still for minutes: nothing may be written any more
   */
  public static WorkspaceLock take(Workspace workspace, Consumer<String> lost) {
    return take(workspace, lost, RENEWED_EVERY);
  }

  static WorkspaceLock take(Workspace workspace, Consumer<String> lost, Duration renewedEvery) {
    WorkspaceLock lock = new WorkspaceLock(workspace, lost);
    try {
      lock.write();
      lock.requireAlone();
    } catch (IOException e) {
      lock.close();
      throw new SunriseException(
          workspace.root()
              + ": nothing can be written there ("
              + SunriseException.reason(e)
              + "); expected a folder in which "
              + System.getProperty("user.name")
              + " may write: change its permissions, or name another",
          e);
    } catch (SunriseException e) {
      lock.close();
      throw e;
    }
    long millis = renewedEvery.toMillis();
    var unused =
        lock.heartbeat.scheduleAtFixedRate(lock::renew, millis, millis, TimeUnit.MILLISECONDS);
    return lock;
  }

  private void write() throws IOException {
    try (var out = fileSystem.create(file, true)) {
      out.write(LockClaim.ofThisProcess());
    }
  }

  /** Of several that begin at once all give up but the first by name, which waits for that. */
  private void requireAlone() throws IOException {
    long end = System.nanoTime() + OTHERS_GIVE_UP_WITHIN.toNanos();
    List<LockClaim> others = livingOthers();
    while (!others.isEmpty()) {
      boolean first =
          others.stream().allMatch(other -> other.file().getName().compareTo(file.getName()) > 0);
      if (!first || System.nanoTime() > end) {
        throw SunriseException.of(
            "%s: the workspace is in use by %s; wait for it, stop it, or name another workspace",
            root, others.get(0).process());
      }
      pause();
      others = livingOthers();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LISTED_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Other processes' claims; those of dead ones are deleted. */
  private List<LockClaim> livingOthers() throws IOException {
    long now = fileSystem.getFileStatus(file).getModificationTime();
    List<LockClaim> living = new ArrayList<>();
    for (FileStatus status : fileSystem.listStatus(root)) {
      String name = status.getPath().getName();
      if (status.isFile() && LockClaim.isName(name) && !name.equals(file.getName())) {
        try {
          LockClaim claim = LockClaim.read(fileSystem, status);
          if (claim.isAlive(now)) {
            living.add(claim);
          } else {
            fileSystem.delete(claim.file(), false);
          }
        } catch (FileNotFoundException e) {
          // Its process gave up, or ended, since the files were listed.
        }
      }
    }
    return living;
  }

  /** Writes the claim again: not every file system can set a file's time. */
  private synchronized void renew() {
    try {
      if (closed) {
        return;
      }
      if (fileSystem.exists(file)) {
        write();
      } else {
        closed = true;
        lost.accept(
            root
                + ": another run has taken the workspace, because this one's claim to it was not"
                + " renewed for minutes; this run ends, and the next one resumes from what it left");
      }
    } catch (IOException e) {
      // The next renewal tries again; the claim goes stale only after several have failed.
      LOG.warn("{}", UserInfo.hide(file + " could not be renewed, which is tried again: " + e));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    heartbeat.shutdownNow();
    try {
      fileSystem.delete(file, false);
    } catch (IOException e) {
      // The next run finds that its process has ended.
      LOG.warn("{}", UserInfo.hide(file + " could not be deleted, the next run does it: " + e));
    }
  }
}
