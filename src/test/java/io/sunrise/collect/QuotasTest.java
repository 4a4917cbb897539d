package io.sunrise.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.collect.CollectReport.Amount;
import io.sunrise.config.TestSettings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static Quotas quotas(long maxDocuments, String a, String b, String c) {
    String source = "{type = generated, title = %s, %s}";
    String sources =
        String.join(
            ",", source.formatted("a", a), source.formatted("b", b), source.formatted("c", c));
    return new Quotas(
        TestSettings.collect("max-documents = " + maxDocuments + ", sources = [" + sources + "]"));
  }

  private static Map<String, Amount> usable(long a, long b, long c) {
    Map<String, Amount> usable = new TreeMap<>();
    usable.put("a", new Amount(a, 0));
    usable.put("b", new Amount(b, 0));
    usable.put("c", new Amount(c, 0));
    return usable;
  }

  @Test
  void weightsDivideTheTargetExactly() {
    Quotas quotas = quotas(1000, "weight = 0.5", "weight = 0.3", "weight = 0.2");
    assertThat(quotas.limits(usable(9000, 9000, 9000)))
        .isEqualTo(Map.of("a", 500L, "b", 300L, "c", 200L));
    Quotas thirds = quotas(1000, "weight = 7", "weight = 7", "weight = 7");
    assertThat(thirds.limits(usable(9000, 9000, 9000)))
        .isEqualTo(Map.of("a", 334L, "b", 333L, "c", 333L));
    assertThat(thirds.total(usable(9000, 9000, 9000))).isEqualTo(1000);
  }

  @Test
  void theOthersDivideWhatASourceLacks() {
    Quotas quotas = quotas(1000, "weight = 0.5", "weight = 0.3", "weight = 0.2");
    assertThat(quotas.limits(usable(100, 9000, 9000)))
        .isEqualTo(Map.of("a", 100L, "b", 540L, "c", 360L));
    assertThat(quotas.limits(usable(100, 500, 9000)))
        .isEqualTo(Map.of("a", 100L, "b", 500L, "c", 400L));
    assertThat(quotas.limits(usable(100, 50, 20))).isEqualTo(Map.of("a", 100L, "b", 50L, "c", 20L));
    assertThat(quotas.total(usable(100, 50, 20))).isEqualTo(170);
    assertThat(quotas.requested()).isEqualTo(Map.of("a", 500L, "b", 300L, "c", 200L));
  }

  @Test
  void aSourcesOwnMaximumHoldsWithAndWithoutWeights() {
    Quotas weighted = quotas(1000, "weight = 1, max-documents = 100", "weight = 1", "weight = 2");
    assertThat(weighted.limits(usable(9000, 9000, 9000)))
        .isEqualTo(Map.of("a", 100L, "b", 300L, "c", 600L));
    Quotas plain = quotas(0, "max-documents = 100", "", "");
    assertThat(plain.limits(usable(9000, 10, 10))).isEqualTo(Map.of("a", 100L));
    assertThat(plain.total(usable(9000, 10, 10))).isEqualTo(120);
    assertThat(quotas(50, "max-documents = 100", "", "").total(usable(9000, 10, 10))).isEqualTo(50);
  }

  @Test
  void inconsistentWeightsAreRefused() {
    assertThatThrownBy(() -> quotas(10, "weight = 1", "", "weight = 1"))
        .isInstanceOf(SunriseException.class)
        .hasMessage("b: has no weight, and other sources have; give all a weight or none");
    assertThatThrownBy(() -> quotas(0, "weight = 1", "weight = 1", "weight = 1"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("collect.max-documents is 0");
  }
}
