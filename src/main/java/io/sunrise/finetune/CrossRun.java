package io.sunrise.finetune;

import java.io.Serializable;

/**
 * What distinguishes one run of a cross-validation from the others.
 *
 * @param labelCount labelled rows used; 0 is all
 * @param setting 0, 1 ...: which of the settings searched
 * @param fold 0, 1 ...: the one held out
 * @param seed of initial weights, order and dropout
 */
record CrossRun(Model model, int labelCount, int setting, int fold, long seed)
    implements Serializable {

  /** What learns. */
  enum Model {
    PRETRAINED("pre-trained"),
    SCRATCH("scratch"),
    BASELINE("TF-IDF");

    private final String title;

    Model(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
