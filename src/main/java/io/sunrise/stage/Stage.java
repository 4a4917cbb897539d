package io.sunrise.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One step of the pipeline: reads what earlier stages committed, writes one folder, whole or not at
 * all.
 */
public interface Stage {

  /** The stage's name, which is also its folder in the workspace. */
  String name();

  /** Stages whose committed output this one reads. */
  List<String> upstream();

  /** Stages whose committed output this one reads where there is any. */
  default List<String> optionalUpstream() {
    return List.of();
  }

  /** Files, folders or globs outside of the workspace that this stage reads. */
  default List<String> externalInputs() {
    return List.of();
  }

  /**
   * The settings that the stage reads, as records by their place in the configuration; another
   * value makes earlier output stale, unless its component is {@link
   * io.sunrise.config.NotDecisive}.
   */
  Object settings();

  /**
   * What, besides the code, computes bits that are not the same everywhere, by name; another value
   * makes earlier output stale.
   */
  default Map<String, String> computedBy() {
    return Map.of();
  }

  /**
   * Whether what a killed run left in {@link StageRun#output()} is kept for the next run to resume
   * from.
   */
  default boolean resumable() {
    return false;
  }

  /**
   * Checks what can be known before the stages of a run start: settings, sources, memory. The
   * output of the stages before this one may not be there yet. The paths of {@link
   * #externalInputs()} have been found to exist.
   */
  default void check(StageCheck check) throws IOException {}

  /** Does the work, writing only below {@link StageRun#output()}. */
  void run(StageRun run) throws IOException;
}
