package io.sunrise.cli;

import io.sunrise.config.Names;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The stages in the order of the pipeline. */
enum StageName {
  COLLECT(
      "Read raw text into documents/ Parquet.",
      "Reads every source of collect.sources, gives each document an id derived from its source and text,"
          + " and writes unreadable records to rejected/ with the reason."),
  PREPROCESS(
      "Clean and tokenize documents into tokens/ Parquet.",
      "Cleans, removes exact and near duplicates, trains the tokenizer on the text itself, and cuts it into rows of"
          + " at most preprocess.max-tokens ids."),
  PRETRAIN(
      "Learn to predict masked words.",
      "Masked language modelling over all rows, data-parallel on the executors. Resumes from its last"
          + " checkpoint after an interruption, with the same result."),
  LABEL(
      "Split and encode labelled texts.",
      "Reads label.sources, splits them by hash and label into train/, validation/ and test/, and drops"
          + " training rows that are also in the test part."),
  FINETUNE(
      "Learn the labels, from the pre-trained model.",
      "Fine-tunes a classifier and, for comparison, trains the same model from random weights and a"
          + " TF-IDF baseline, which shows the gain from pre-training."),
  CROSS_VALIDATE(
      "Cross-validate fine-tuning, or search its settings.",
      "Holds out each fold of the train and validation rows once and trains on the others: from the"
          + " pre-trained model, from scratch and with TF-IDF, for each number of labels in"
          + " cross-validate.label-counts. Tries every combination of the values in"
          + " cross-validate.search. Each run is one task on one core; the test rows are not"
          + " used. Not part of the pipeline; run pretrain and label first.") {
    @Override
    String example() {
      return "cross-validate.folds=10";
    }
  },
  PREDICT(
      "Label new rows, or trace one text through the model.",
      "Labels the rows of predict.input, or with --text traces one text: tokens,"
          + " embeddings, transformer layers, head, decision.") {
    @Override
    String example() {
      return "--text \"The film was anything but dull.\"";
    }
  },
  REPORT(
      "Write the report of the run.",
      "One self-contained HTML page and the whole run as JSON, from the output of the other stages.");

  private final String header;
  private final String description;

  StageName(String header, String description) {
    this.header = header;
    this.description = description;
  }

  String command() {
    return Names.kebab(name());
  }

  /** Example settings that override the file. */
  String example() {
    return "workspace=work/mine seed=2";
  }

  CommandLine describe(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.header(header);
    usage.description("", description, "");
    usage.footer(
        "", "Example:", "  jobs/submit.sh " + command() + " --config conf/demo.conf " + example());
    return line;
  }
}
