package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceLockTest {
  private static final int AT_ONCE = 6;
  private static final int ROUNDS = 10;

  @TempDir private Path folder;
  private Workspace workspace;

  @BeforeEach
  void openWorkspace() {
    workspace = Workspace.open(folder.toString(), new Configuration());
  }

  private WorkspaceLock take() {
    return WorkspaceLock.take(workspace, why -> fail(why));
  }

  private List<Path> claims() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".lock")).toList();
    }
  }

  private Path claim(String text) throws IOException {
    return Files.writeString(folder.resolve(".lock-0123456789abcdef"), text);
  }

  /** Of a process of this machine that has ended. */
  private Path deadClaim() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String own = new String(LockClaim.ofThisProcess(), StandardCharsets.UTF_8);
    return claim(own.replaceFirst("\"pid\":\\d+", "\"pid\":" + ended.pid()));
  }

  private static void makeOld(Path claim) throws IOException {
    Files.setLastModifiedTime(claim, FileTime.fromMillis(System.currentTimeMillis() - 180_000));
  }

  @Test
  void aSecondRunInTheSameWorkspaceIsRefusedUntilTheFirstEnds() throws IOException {
    WorkspaceLock lock = take();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::take)
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
          .hasMessageNotContaining("\n");
    }

    assertThat(claims()).hasSize(1);
    lock.close();
    take().close();
    assertThat(claims()).isEmpty();
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws IOException, InterruptedException {
    Path dead = deadClaim();

    take().close();

    assertThat(dead).doesNotExist();
  }

  @Test
  void ofManyThatFindADeadProcesssLockAtOnceOneTakesIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        deadClaim();
        CyclicBarrier start = new CyclicBarrier(AT_ONCE);
        Callable<List<WorkspaceLock>> taking =
            () -> {
              start.await();
              try {
                return List.of(take());
              } catch (SunriseException e) {
                return List.of();
              }
            };
        List<WorkspaceLock> taken = new ArrayList<>();
        for (Future<List<WorkspaceLock>> each :
            threads.invokeAll(java.util.Collections.nCopies(AT_ONCE, taking))) {
          taken.addAll(each.get());
        }
        assertThat(taken).as("round " + round).hasSize(1);
        taken.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theLockOfAnotherMachineIsTakenOverOnlyWhenItIsNoLongerRenewed() throws IOException {
    Path claim = claim("{\"host\":\"elsewhere\",\"machine\":\"another\",\"pid\":1}");
    assertThatThrownBy(this::take).hasMessageContaining("process 1 on elsewhere");

    makeOld(claim);
    take().close();

    assertThat(claim).doesNotExist();
  }

  @Test
  void aLockThatIsJustBeingWrittenCounts() throws IOException {
    Path claim = claim("");
    assertThatThrownBy(this::take).hasMessageContaining("a process that has just begun");

    makeOld(claim);
    take().close();
  }

  @Test
  void aLockIsRenewedWhileItIsHeld() throws IOException {
    try (WorkspaceLock lock =
        WorkspaceLock.take(workspace, why -> fail(why), Duration.ofMillis(10))) {
      Path claim = claims().get(0);
      makeOld(claim);
      FileTime old = Files.getLastModifiedTime(claim);
      while (Files.getLastModifiedTime(claim).equals(old)) {
        Thread.onSpinWait();
      }
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void aRunWhoseLockWasTakenOverIsTold() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (WorkspaceLock lock =
        WorkspaceLock.take(workspace, told::complete, Duration.ofMillis(10))) {
      assertThat(lock).isNotNull();
      Path claim = claims().get(0);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (!told.isDone() && System.nanoTime() < end) {
        // A renewal that has just found it writes it again.
        Files.deleteIfExists(claim);
        Thread.onSpinWait();
      }

      assertThat(told.getNow("nothing")).contains("another run has taken the workspace");
      assertThat(claims()).isEmpty();
    }
  }

  @Test
  void somebodysFileOfASimilarNameIsLeftAlone() throws IOException {
    Path own = Files.writeString(folder.resolve(".lock"), "{}");
    makeOld(own);

    take().close();

    assertThat(own).hasContent("{}");
  }
}
