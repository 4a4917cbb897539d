package io.sunrise.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.MaskedLanguageModel;
import io.sunrise.nn.ModelConfig;
import java.lang.ref.WeakReference;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private static final ModelConfig MODEL = new ModelConfig(12, 8, 1, 2, 16, 8, 0.1);

  private static Worker worker() {
    return new Worker(new MaskedLanguageModel(MODEL, GemmProvider.choose("java")));
  }

  @Test
  void anExecutorsCopyHasWorkersOfItsOwn() {
    WorkerPool driver = new WorkerPool();
    Worker worker = worker();
    driver.giveBack(worker);
    WorkerPool executor = SerializationUtils.clone(driver);
    Worker other = executor.take(() -> new MaskedLanguageModel(MODEL, GemmProvider.choose("java")));
    assertThat(other).isNotSameAs(worker);
    assertThat(driver.take(() -> null)).isSameAs(worker);
  }

  @Test
  void workersAreFreedWithTheContextThatARunSentToAnExecutor() {
    WorkerPool executor = SerializationUtils.clone(new WorkerPool());
    WeakReference<Worker> worker = given(executor);
    assertThat(worker.get()).isNotNull();
    executor = null;
    for (int i = 0; i < 100 && worker.get() != null; i++) {
      System.gc();
    }
    assertThat(worker.get()).isNull();
  }

  private static WeakReference<Worker> given(WorkerPool pool) {
    Worker worker = worker();
    pool.giveBack(worker);
    return new WeakReference<>(worker);
  }
}
