package io.sunrise.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tokenizer.json, read and checked to be of the kind that {@link TokenizerJson} writes. */
record TokenizerFile(List<String> vocabulary, PreTokenizer preTokenizer, WordModel model) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static TokenizerFile read(byte[] tokenizerJson, String where) {
    JsonNode root;
    try {
      root = JSON.readTree(tokenizerJson);
    } catch (IOException e) {
      String reason =
          e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().get();
      throw fault(where, "is not JSON (" + reason + ")");
    }
    new Check(where)
        .expect(root.at("/normalizer/type"), "normalizer.type", "BertNormalizer")
        .expect(root.at("/normalizer/clean_text"), "normalizer.clean_text", "true")
        .expect(
            root.at("/normalizer/handle_chinese_chars"), "normalizer.handle_chinese_chars", "true")
        .expect(root.at("/pre_tokenizer/type"), "pre_tokenizer.type", "BertPreTokenizer")
        .expect(root.at("/model/unk_token"), "model.unk_token", TokenizerJson.UNKNOWN);
    checkModel(root.path("model"), where);
    List<String> vocabulary = vocabulary(root, where);
    return new TokenizerFile(
        vocabulary, preTokenizer(root, where), model(root.path("model"), vocabulary));
  }

  private record Check(String where) {
    Check expect(JsonNode node, String name, String expected) {
      if (!node.asText().equals(expected)) {
        throw fault(where, "has " + name + " " + found(node) + ", expected " + expected);
      }
      return this;
    }
  }

  private static void checkModel(JsonNode model, String where) {
    Check check = new Check(where);
    if (model.path("type").asText().equals("WordPiece")) {
      check
          .expect(
              model.path("continuing_subword_prefix"),
              "model.continuing_subword_prefix",
              WordPiece.PREFIX)
          .expect(
              model.path("max_input_chars_per_word"),
              "model.max_input_chars_per_word",
              Integer.toString(WordPiece.MAX_WORD_CHARACTERS));
    } else {
      check.expect(model.path("type"), "model.type", "WordLevel");
    }
  }

  private static WordModel model(JsonNode model, List<String> vocabulary) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    return model.path("type").asText().equals("WordPiece")
        ? new WordPiece(ids)
        : new WordLevel(ids);
  }

  private static PreTokenizer preTokenizer(JsonNode root, String where) {
    JsonNode lower = root.at("/normalizer/lowercase");
    JsonNode strip = root.at("/normalizer/strip_accents");
    // Hugging Face's null means: as lowercase says.
    if (!lower.isBoolean() || !(strip.isNull() || strip.equals(lower))) {
      throw fault(
          where,
          "has normalizer.lowercase %s and strip_accents %s, expected both true or both false"
              .formatted(found(lower), found(strip)));
    }
    return PreTokenizer.of(lower.asBoolean());
  }

  private static List<String> vocabulary(JsonNode root, String where) {
    JsonNode vocab = root.at("/model/vocab");
    String[] tokens = new String[vocab.size()];
    for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
      int id = entry.getValue().isInt() ? entry.getValue().asInt() : -1;
      if (id < 0 || id >= tokens.length || tokens[id] != null) {
        throw fault(
            where,
            "gives the token '%s' the id %s, expected each of 0 to %d once"
                .formatted(entry.getKey(), found(entry.getValue()), tokens.length - 1));
      }
      tokens[id] = entry.getKey();
    }
    for (int id = 0; id < SpecialTokens.SPELLINGS.size(); id++) {
      checkSpecial(root, id, id < tokens.length ? tokens[id] : "nothing", where);
    }
    new Check(where)
        .expect(
            JSON.getNodeFactory().numberNode(root.path("added_tokens").size()),
            "added_tokens of length",
            Integer.toString(SpecialTokens.SPELLINGS.size()));
    return List.copyOf(Arrays.asList(tokens));
  }

  private static void checkSpecial(JsonNode root, int id, String found, String where) {
    String expected = SpecialTokens.spelling(id);
    if (!found.equals(expected)) {
      throw fault(where, "has %s at id %d, expected %s".formatted(found, id, expected));
    }
    JsonNode added = root.path("added_tokens").path(id);
    String name = "added_tokens[" + id + "].";
    new Check(where)
        .expect(added.path("id"), name + "id", Integer.toString(id))
        .expect(added.path("content"), name + "content", expected)
        .expect(added.path("special"), name + "special", "true")
        .expect(added.path("normalized"), name + "normalized", "false")
        .expect(added.path("single_word"), name + "single_word", "false")
        .expect(added.path("lstrip"), name + "lstrip", "false")
        .expect(added.path("rstrip"), name + "rstrip", "false");
  }

  private static String found(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  static SunriseException fault(String where, String what) {
    return SunriseException.of(
        "%s %s: it is damaged or was written by another program; run preprocess again",
        where, what.replaceAll("\\p{Cntrl}", " "));
  }
}
