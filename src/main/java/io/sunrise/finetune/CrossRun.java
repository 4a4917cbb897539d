package io.sunrise.finetune;

import java.io.Serializable;
import java.util.Locale;

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
    VECTORS("frozen vectors"),
    BASELINE("TF-IDF");

    private final String title;

    Model(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** In files that this writes. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A name that no other run of the stage has. */
  String name() {
    return String.join(
        "-",
        model.key(),
        labelCount == 0 ? "all" : labelCount + "-labels",
        "setting-" + setting,
        "fold-" + (1 + fold),
        "seed-" + seed);
  }
}
