package io.sunrise.model;

import io.sunrise.Sha256;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Objective;
import io.sunrise.nn.Safetensors;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a model with its tokenizer as the objective's class of transformers and {@code
 * AutoTokenizer} read them: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json},
 * {@code tokenizer_config.json} and {@code vocab.txt}; beside them {@code cleaning.json}, for us.
 */
public final class ModelWriter {
  private final FileSystem fileSystem;
  private final String folder;

  public ModelWriter(FileSystem fileSystem, String folder) {
    this.fileSystem = fileSystem;
    this.folder = folder;
  }

  /**
   * Writes the folder's files over what stood there.
   *
   * @param labels the label words by class; none for a masked-language model
   * @param parameters in the layout of the task's network
   * @return the SHA-256 of {@code model.safetensors}
   */
  public String write(
      Networks networks, List<String> labels, TextEncoder encoder, float[] parameters)
      throws IOException {
    Objective objective = networks.objective();
    Tokenizer tokenizer = encoder.tokenizer();
    write(
        ModelFolder.CONFIG,
        utf8(
            new HuggingFaceConfig(objective.model(), objective.exportedAs(), labels)
                .toJson(tokenizer.special())));
    write(TextCleaner.FILE, encoder.cleaner().toJson());
    write(TextEncoder.FILE, encoder.tokenizerJson());
    write(
        "tokenizer_config.json",
        TokenizerJson.config(tokenizer.preTokenizer(), encoder.maxTokens()));
    write("vocab.txt", TokenizerJson.vocabularyText(tokenizer.vocabulary()));
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = new DigestOutputStream(create(ModelFolder.WEIGHTS), digest)) {
      Safetensors.write(
          out,
          objective.exported(networks.create().layout()),
          parameters,
          Map.of(
              ModelFolder.TOKENIZER_HASH,
              tokenizer.hash(),
              ModelFolder.CLEANING,
              encoder.cleaner().toString()));
    }
    return Sha256.hex(digest);
  }

  private void write(String name, byte[] content) throws IOException {
    try (OutputStream out = create(name)) {
      out.write(content);
    }
  }

  private OutputStream create(String name) throws IOException {
    return new BufferedOutputStream(fileSystem.create(new Path(folder, name), true));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
