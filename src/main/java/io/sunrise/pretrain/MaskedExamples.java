package io.sunrise.pretrain;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.inference.Probabilities;
import io.sunrise.nn.Network;
import io.sunrise.nn.Networks;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The first validation rows with the masks that validation uses, and what the model guesses. */
final class MaskedExamples {
  private static final int ROWS = 3;
  private static final int GUESSES = 3;

  private final Networks networks;
  private final long seed;
  private final Tokenizer tokenizer;

  MaskedExamples(Networks networks, long seed, Tokenizer tokenizer) {
    this.networks = networks;
    this.seed = seed;
    this.tokenizer = tokenizer;
  }

  void write(StageRun run, Dataset<Row> validation, float[] parameters) throws IOException {
    Network network = networks.create();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row :
        validation.orderBy(Schemas.INDEX).select(Schemas.INDEX, Schemas.TOKENS).takeAsList(ROWS)) {
      int[] tokens = Schemas.ids(row, 1);
      rows.add(example(network, parameters, new TokenRow(row.getLong(0), 0, tokens)));
    }
    JsonFiles.write(run.fileSystem(), run.output("examples.json"), Map.of("rows", rows));
  }

  private Map<String, Object> example(Network network, float[] parameters, TokenRow row) {
    TokenRows rows = new TokenRows.Builder().add(row).build();
    int vocabulary = network.outputs();
    PackedBatch batch = networks.objective().batches(seed).batch(rows, 0, 1, BatchMaker.VALIDATION);
    float[] logits = network.logits(parameters, batch);
    List<Map<String, Object>> predictions = new ArrayList<>();
    for (int i = 0; i < batch.targets().length; i++) {
      Map<String, Object> prediction = new LinkedHashMap<>();
      prediction.put("position", batch.readPositions()[i]);
      prediction.put("expected", tokenizer.tokens(new int[] {batch.targets()[i]})[0]);
      prediction.put("top", guesses(Probabilities.of(logits, i * vocabulary, vocabulary)));
      predictions.add(prediction);
    }
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("tokens", tokenizer.tokens(row.tokens()));
    example.put("masked", tokenizer.tokens(batch.ids()));
    example.put("positions", batch.readPositions());
    example.put("predictions", predictions);
    return example;
  }

  /** The likeliest tokens with their probabilities, best first. */
  private List<List<Object>> guesses(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(id -> -probabilities[id]))
        .limit(GUESSES)
        .map(id -> List.<Object>of(tokenizer.vocabulary().get(id), probabilities[id]))
        .toList();
  }
}
