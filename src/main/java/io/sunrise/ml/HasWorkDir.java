package io.sunrise.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** How a fit runs. */
public interface HasWorkDir<S> extends Params {
  default Param<String> workDir() {
    return new Param<>(
        this,
        "workDir",
        "a folder that all executors reach, in which a fit makes one of its own and deletes it; by"
            + " default a temporary one of the driver in local mode, else /tmp of the default file"
            + " system");
  }

  default StringArrayParam settings() {
    return new StringArrayParam(
        this,
        "settings",
        "any other settings of reference.conf as KEY=VALUE, such as finetune.warmup-share=0.2");
  }

  default BooleanParam verbose() {
    return new BooleanParam(this, "verbose", "whether a fit prints its progress");
  }

  default LongParam seed() {
    return new LongParam(this, "seed", "the seed of all that is random");
  }

  default String[] getSettings() {
    return getOrDefault(settings());
  }

  default String getWorkDir() {
    return getOrDefault(workDir());
  }

  default boolean getVerbose() {
    return (Boolean) getOrDefault(verbose());
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  default S setWorkDir(String value) {
    return Fluent.set(this, workDir(), value);
  }

  default S setSettings(String... value) {
    return Fluent.set(this, settings(), value);
  }

  default S setVerbose(boolean value) {
    return Fluent.set(this, verbose(), value);
  }

  default S setSeed(long value) {
    return Fluent.set(this, seed(), value);
  }
}
