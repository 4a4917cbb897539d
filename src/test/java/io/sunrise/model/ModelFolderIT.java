package io.sunrise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.NamedTensors;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Parameter;
import io.sunrise.nn.ParameterLayout.Role;
import io.sunrise.nn.Safetensors;
import io.sunrise.nn.SequenceClassifier;
import io.sunrise.pretrain.PretrainStage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderIT {
  @TempDir Path folder;

  @Test
  void refusesAModelThatLacksAnyParameterOfTheEncoderEmbeddingsIncluded() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();
    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));
    Path file = tiny.path("pretrain/model.safetensors");
    byte[] whole = Files.readAllBytes(file);

    for (String name :
        new String[] {
          "model.embeddings.tok_embeddings.weight",
          "model.layers.1.mlp_norm.weight",
          "model.layers.1.attn.Wo.weight",
          "model.final_norm.weight"
        }) {
      writeWithout(name, whole, file);
      ModelFolder model = open(tiny);
      ParameterLayout layout =
          new SequenceClassifier(model.config(), 2, GemmProvider.choose("java")).layout();
      float[] random = ParameterInitializer.initialize(layout, 1);
      assertThatThrownBy(() -> model.over(layout, random))
          .isInstanceOf(SunriseException.class)
          .hasMessageEndingWith(
              "it lacks "
                  + name
                  + ": name the folder of a whole model, or run the stage that writes it again with --force");
    }
    Files.write(file, whole);
    ParameterLayout layout =
        new SequenceClassifier(open(tiny).config(), 2, GemmProvider.choose("java")).layout();
    float[] random = ParameterInitializer.initialize(layout, 1);
    assertThat(open(tiny).over(layout, random)).hasSameSizeAs(random).isNotEqualTo(random);
  }

  private static ModelFolder open(TinyRun tiny) {
    return ModelFolder.open(
        tiny.workspace().fileSystem(), tiny.workspace().folder("pretrain").toString(), Map.of());
  }

  private static void writeWithout(String name, byte[] whole, Path file) throws IOException {
    NamedTensors tensors =
        Safetensors.read(new ByteArrayInputStream(whole), whole.length, file.toString());
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    tensors
        .tensors()
        .forEach(
            (key, tensor) -> {
              if (!key.equals(name)) {
                builder.add(Role.MATRIX, key, tensor.shape().toArray(Integer[]::new));
              }
            });
    ParameterLayout layout = builder.build();
    float[] parameters = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      float[] numbers = tensors.tensors().get(parameter.name()).numbers();
      System.arraycopy(numbers, 0, parameters, parameter.offset(), numbers.length);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      Safetensors.write(out, layout, parameters, tensors.metadata());
    }
  }
}
