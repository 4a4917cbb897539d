package io.sunrise.finetune.teacher;

import io.sunrise.data.TokenRow;
import io.sunrise.inference.Probabilities;
import java.io.Serializable;
import java.util.List;

/** Linear classifiers whose logits are added. */
public final class Teacher implements Serializable {
  private final List<Member> members;
  private final int classes;

  /** One of the classifiers. */
  record Member(Features features, LinearModel model) implements Serializable {}

  Teacher(List<Member> members, int classes) {
    this.members = List.copyOf(members);
    this.classes = classes;
  }

  public int classes() {
    return classes;
  }

  /** A row with a probability of each class, and as its label the likeliest one. */
  public TokenRow label(long index, int[] ids) {
    double[] probabilities = probabilities(ids);
    float[] floats = new float[probabilities.length];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = (float) probabilities[c];
    }
    return new TokenRow(index, Probabilities.highest(probabilities), 1f, ids, floats);
  }

  /**
   * A probability of each class.
   *
   * @param ids of a row, with [CLS] first and [SEP] last
   */
  public double[] probabilities(int[] ids) {
    double[] sum = new double[classes];
    for (Member member : members) {
      member.model.add(member.features.of(ids), sum);
    }
    Distributions.softmax(sum);
    return sum;
  }
}
