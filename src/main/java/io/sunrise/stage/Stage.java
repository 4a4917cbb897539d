package io.sunrise.stage;

import java.io.IOException;
import java.util.List;

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

  /** The settings that decide the output, as a record; another value makes earlier output stale. */
  Object settings();

  /**
   * Whether what a killed run left in {@link StageRun#output()} is kept for the next one to go on
   * from.
   */
  default boolean resumable() {
    return false;
  }

  /** Does the work, writing only below {@link StageRun#output()}. */
  void run(StageRun run) throws IOException;
}
