package io.sunrise;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Imports point downwards only: a room may use those of lower rows of {@link #HOUSE}. */
class ArchitectureTest {
  private static final String ROOT = "io.sunrise";

  /** From the top; rooms of one row do not use one another. */
  private static final List<Set<String>> HOUSE =
      List.of(
          // Estimators run stages, as commands do.
          Set.of("cli", "ml"),
          Set.of("collect", "preprocess", "pretrain", "label", "finetune", "predict", "report"),
          Set.of("stage"),
          Set.of("inference"),
          Set.of("model"),
          Set.of("train"),
          Set.of("nn", "cooccurrence"),
          Set.of("data"),
          Set.of("demo", "tokenizer"),
          Set.of("cleaning", "similarity", "metric"),
          Set.of("console"),
          Set.of("config"));

  /** Rooms whose classes never name Spark. */
  private static final Set<String> WITHOUT_SPARK =
      Set.of("nn", "tokenizer", "cleaning", "similarity", "demo", "config", "");

  private static int row(String room) {
    for (int row = 0; row < HOUSE.size(); row++) {
      if (HOUSE.get(row).contains(room)) {
        return row;
      }
    }
    throw new AssertionError("a room that the house does not have: " + room);
  }

  /** Read once: there are thousands of files to read. */
  private static final Map<String, JavaClasses> READ = new ConcurrentHashMap<>();

  private static JavaClasses classes(String root) {
    return READ.computeIfAbsent(root, ArchitectureTest::read);
  }

  private static JavaClasses read(String root) {
    return new ClassFileImporter()
        .withImportOption(
            location ->
                !root.equals(ROOT)
                    || ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(location))
        .importPackages(root);
  }

  private static String room(String root, JavaClass type) {
    String below = type.getPackageName().substring(root.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }

  private static Set<String> wrongArrows(String root) {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes(root)) {
      String room = room(root, from);
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass();
        if (!to.getPackageName().startsWith(root)) {
          continue;
        }
        String target = room(root, to);
        boolean allowed =
            target.isEmpty() || target.equals(room) || (!room.isEmpty() && row(target) > row(room));
        if (!allowed) {
          wrong.add(from.getName() + " -> " + to.getName());
        }
      }
    }
    return wrong;
  }

  @Test
  void arrowsOnlyGoDown() {
    assertThat(classes(ROOT)).isNotEmpty();
    assertThat(wrongArrows(ROOT)).isEmpty();
  }

  @Test
  void aPlantedArrowThatGoesUpIsFound() {
    assertThat(wrongArrows("io.sunrise.planted"))
        .containsExactly("io.sunrise.planted.nn.Upward -> io.sunrise.planted.train.Above");
  }

  private static boolean hasCycles(String root) {
    return SlicesRuleDefinition.slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .evaluate(classes(root))
        .hasViolation();
  }

  @Test
  void packagesAtAnyDepthHaveNoCycles() {
    assertThat(hasCycles(ROOT)).isFalse();
  }

  @Test
  void aPlantedCycleWithinARoomIsFound() {
    assertThat(hasCycles("io.sunrise.planted")).isTrue();
  }

  @Test
  void foreignTypesStayInTheRoomsThatFaceThem() {
    Map<String, Set<String>> homes =
        Map.of(
            "com.intel.analytics.bigdl.dllib", Set.of("io.sunrise.train.dllib"),
            // Partitions with preferred hosts, and jobs whose results come one by one, are made by
            // Scala's
            // interface of Spark only.
            "scala.reflect",
                Set.of("io.sunrise.train.dllib", "io.sunrise.data.read", "io.sunrise.finetune"),
            "com.intel.analytics.bigdl.mkl", Set.of("io.sunrise.nn"),
            "ai.djl", Set.of(),
            "com.typesafe.config", Set.of("io.sunrise.config"),
            "picocli", Set.of("io.sunrise.cli"));
    Set<String> strays = new TreeSet<>();
    for (JavaClass from : classes(ROOT)) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        homes.forEach(
            (foreign, rooms) -> {
              if (dependency.getTargetClass().getPackageName().startsWith(foreign)
                  && !rooms.contains(from.getPackageName())) {
                strays.add(from.getName() + " -> " + dependency.getTargetClass().getName());
              }
            });
      }
    }
    assertThat(strays).isEmpty();
  }

  @Test
  void theModelAndItsTextKnowNothingOfSpark() {
    assertThat(classes(ROOT))
        .filteredOn(type -> WITHOUT_SPARK.contains(room(ROOT, type)))
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type.getDirectDependenciesFromSelf())
                    .noneMatch(
                        d -> d.getTargetClass().getPackageName().startsWith("org.apache.spark")));
  }

  @Test
  void sparkReadsPathsThroughLocationsWhichTakesNoneForAPattern() {
    Set<String> strays = new TreeSet<>();
    for (JavaClass from : classes(ROOT)) {
      from.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().getFullName().endsWith("sql.SparkSession"))
          .filter(call -> call.getName().equals("read"))
          .forEach(call -> strays.add(from.getName()));
    }
    assertThat(strays).containsExactly("io.sunrise.data.Locations");
  }
}
