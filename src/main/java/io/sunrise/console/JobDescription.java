package io.sunrise.console;

import io.sunrise.UserInfo;
import org.apache.spark.SparkContext;

/**
 * What Spark's UI and history server show beside the jobs of the calling thread, and of threads
 * that it starts: the stage as their group, and what they compute.
 */
public final class JobDescription {
  private static final String GROUP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";
  private static final String INTERRUPT_ON_CANCEL = "spark.job.interruptOnCancel";

  /** Work that may throw. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T get() throws E;
  }

  private JobDescription() {}

  /** Describes the jobs from here on, until they are described otherwise. */
  public static void set(SparkContext context, String group, String description) {
    context.setJobGroup(group, UserInfo.hide(description), false);
  }

  /** Describes the jobs of the work; those after it are described as before. */
  public static <T, E extends Exception> T during(
      SparkContext context, String group, String description, Work<T, E> work) throws E {
    String groupBefore = context.getLocalProperty(GROUP);
    String descriptionBefore = context.getLocalProperty(DESCRIPTION);
    String interruptBefore = context.getLocalProperty(INTERRUPT_ON_CANCEL);
    set(context, group, description);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(GROUP, groupBefore);
      context.setLocalProperty(DESCRIPTION, descriptionBefore);
      context.setLocalProperty(INTERRUPT_ON_CANCEL, interruptBefore);
    }
  }

  /** The same for a step of the group that the calling thread is in, as {@code group: step}. */
  public static <T, E extends Exception> T step(SparkContext context, String step, Work<T, E> work)
      throws E {
    String group = context.getLocalProperty(GROUP);
    return during(context, group, group == null ? step : group + ": " + step, work);
  }
}
