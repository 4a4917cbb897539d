package io.sunrise.train;

import io.sunrise.data.Masking;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Objective;
import java.io.Serializable;

/**
 * What a run learns.
 *
 * @param kind masked tokens, or a class per row
 * @param model the encoder's shape
 * @param classes the number of classes; 0 for {@link Kind#MASKED_LM}
 * @param masking which tokens to predict; none for {@link Kind#CLASSIFICATION}
 * @param objective what training minimises
 * @param gemm name of the GEMM backend, as in {@code compute.gemm}
 */
public record TrainingTask(
    Kind kind, ModelConfig model, int classes, Masking masking, Objective objective, String gemm)
    implements Serializable {

  public enum Kind {
    MASKED_LM,
    CLASSIFICATION
  }

  public static TrainingTask maskedTokens(ModelConfig model, double maskingRate, String gemm) {
    return maskedTokens(model, Masking.ofTokens(maskingRate), gemm);
  }

  public static TrainingTask maskedTokens(ModelConfig model, Masking masking, String gemm) {
    return new TrainingTask(Kind.MASKED_LM, model, 0, masking, Objective.PLAIN, gemm);
  }

  public static TrainingTask classification(ModelConfig model, int classes, String gemm) {
    Masking none = Masking.ofTokens(0);
    return new TrainingTask(Kind.CLASSIFICATION, model, classes, none, Objective.PLAIN, gemm);
  }

  /** The same for another objective. */
  public TrainingTask minimising(Objective other) {
    return new TrainingTask(kind, model, classes, masking, other, gemm);
  }
}
