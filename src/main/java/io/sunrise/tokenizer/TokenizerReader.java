package io.sunrise.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a tokenizer.json, and checks that it is of a type that {@link TokenizerJson} writes. */
final class TokenizerReader {
  private static final String OURS =
      "it is damaged or was written by another program; run preprocess again";

  private static final String GIVEN =
      "give preprocess.tokenizer.file a BERT tokenizer's, or leave it out to train one";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String where;
  private final String advice;
  private final JsonNode root;

  private TokenizerReader(byte[] tokenizerJson, String where, String advice) {
    this.where = where;
    this.advice = advice;
    try {
      root = JSON.readTree(tokenizerJson);
    } catch (IOException e) {
      throw fault("is not JSON (" + SunriseException.reason(e) + ")");
    }
  }

  /** Reads the file of a model, or of preprocess. */
  static TokenizerFile read(byte[] tokenizerJson, String where) {
    return new TokenizerReader(tokenizerJson, where, OURS).file();
  }

  /** Reads a file that a user names. */
  static TokenizerFile given(byte[] tokenizerJson, String where) {
    return new TokenizerReader(tokenizerJson, where, GIVEN).file();
  }

  private TokenizerFile file() {
    TokenizerType type = type();
    if (type == TokenizerType.BPE && node("normalizer.type").asText().equals("NFC")) {
      return bytesOfOthers();
    }
    expect("normalizer.type", "BertNormalizer");
    expect("normalizer.clean_text", "true");
    expect("normalizer.handle_chinese_chars", "true");
    checkModel(type);
    PreTokenizer preTokenizer = preTokenizer(type);
    List<String> vocabulary = vocabulary(List.of());
    checkSpecialTokens(vocabulary);
    List<String> merges = type == TokenizerType.BPE ? merges(vocabulary) : List.of();
    List<AddedToken> added = AddedToken.special(vocabulary);
    return new TokenizerFile(type, preTokenizer, vocabulary, merges, added);
  }

  /** Byte-level BPE of text as it is, such as ModernBERT's, with added tokens of any kind. */
  private TokenizerFile bytesOfOthers() {
    expect("pre_tokenizer.type", "ByteLevel");
    expect("pre_tokenizer.add_prefix_space", "false");
    if (!node("pre_tokenizer.use_regex").isMissingNode()) {
      expect("pre_tokenizer.use_regex", "true");
    }
    for (String option : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
      if (!node("model." + option).asText("").isEmpty()) {
        expect("model." + option, "null");
      }
    }
    for (String option : List.of("byte_fallback", "ignore_merges")) {
      if (!node("model." + option).isMissingNode()) {
        expect("model." + option, "false");
      }
    }
    List<AddedToken> added = added();
    List<String> vocabulary = vocabulary(added);
    for (String special : SpecialTokens.SPELLINGS) {
      if (added.stream().noneMatch(token -> token.content().equals(special))) {
        throw fault("has no " + special + " in added_tokens, expected all special tokens");
      }
    }
    return new TokenizerFile(
        TokenizerType.BPE, PreTokenizer.AS_IT_IS, vocabulary, merges(vocabulary), added);
  }

  private List<AddedToken> added() {
    List<AddedToken> added = new ArrayList<>();
    for (int i = 0; i < root.path("added_tokens").size(); i++) {
      String name = "added_tokens." + i + ".";
      expect(name + "single_word", "false");
      String content = node(name + "content").asText();
      if (content.isEmpty() || !node(name + "id").isInt()) {
        throw mistaken("added_tokens." + i, "a content and an id");
      }
      added.add(
          new AddedToken(
              node(name + "id").asInt(),
              content,
              node(name + "normalized").asBoolean(),
              node(name + "lstrip").asBoolean(),
              node(name + "rstrip").asBoolean(),
              node(name + "special").asBoolean()));
    }
    return added;
  }

  private TokenizerType type() {
    return switch (node("model.type").asText()) {
      case "WordLevel" -> TokenizerType.WORDS;
      case "WordPiece" -> TokenizerType.SUBWORDS;
      case "BPE" -> TokenizerType.BPE;
      default -> throw mistaken("model.type", "WordPiece, WordLevel or BPE");
    };
  }

  private void checkModel(TokenizerType type) {
    if (type == TokenizerType.BPE) {
      expect("pre_tokenizer.type", "Sequence");
      expect("pre_tokenizer.pretokenizers.0.type", "WhitespaceSplit");
      expect("pre_tokenizer.pretokenizers.1.type", "ByteLevel");
      expect("pre_tokenizer.pretokenizers.1.add_prefix_space", "true");
      expect("pre_tokenizer.pretokenizers.1.use_regex", "true");
      for (String option : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
        expect("model." + option, "null");
      }
      return;
    }
    expect("pre_tokenizer.type", "BertPreTokenizer");
    expect("model.unk_token", SpecialTokens.UNKNOWN);
    if (type == TokenizerType.SUBWORDS) {
      expect("model.continuing_subword_prefix", WordPiece.PREFIX);
      expect("model.max_input_chars_per_word", Integer.toString(WordPiece.MAX_WORD_CHARACTERS));
    }
  }

  private PreTokenizer preTokenizer(TokenizerType type) {
    JsonNode lower = node("normalizer.lowercase");
    JsonNode strip = node("normalizer.strip_accents");
    if (!lower.isBoolean()) {
      throw mistaken("normalizer.lowercase", "true or false");
    }
    if (!strip.isBoolean() && !strip.isNull()) {
      throw mistaken("normalizer.strip_accents", "true, false or null");
    }
    // Hugging Face's null means: as lowercase.
    boolean strips = strip.isNull() ? lower.asBoolean() : strip.asBoolean();
    return PreTokenizer.of(lower.asBoolean(), strips, type == TokenizerType.BPE);
  }

  /**
   * @param added tokens that the model's vocabulary may lack
   */
  private List<String> vocabulary(List<AddedToken> added) {
    Map<String, JsonNode> vocab = new LinkedHashMap<>();
    node("model.vocab").properties().forEach(entry -> vocab.put(entry.getKey(), entry.getValue()));
    added.forEach(token -> vocab.put(token.content(), IntNode.valueOf(token.id())));
    String[] tokens = new String[vocab.size()];
    for (Map.Entry<String, JsonNode> entry : vocab.entrySet()) {
      int id = entry.getValue().isInt() ? entry.getValue().asInt() : -1;
      if (id < 0 || id >= tokens.length || tokens[id] != null) {
        throw fault(
            String.format(
                Locale.ROOT,
                "gives the token '%s' the id %s, expected each of 0 to %d once",
                entry.getKey(),
                found(entry.getValue()),
                tokens.length - 1));
      }
      tokens[id] = entry.getKey();
    }
    return List.copyOf(Arrays.asList(tokens));
  }

  /** Each as {@code left right}; newer files have {@code ["left", "right"]}. */
  private List<String> merges(List<String> vocabulary) {
    Set<String> known = new HashSet<>(vocabulary);
    if (!known.containsAll(ByteAlphabet.SPELLINGS)) {
      throw fault("has a vocabulary without some of the 256 bytes, expected all");
    }
    List<String> merges = new ArrayList<>();
    for (JsonNode node : node("model.merges")) {
      String merge =
          node.isArray() ? node.path(0).asText() + " " + node.path(1).asText() : node.asText();
      String[] pair = merge.split(" ", -1);
      if (pair.length != 2 || !known.containsAll(List.of(pair[0], pair[1], pair[0] + pair[1]))) {
        throw fault(
            "has model.merges of %s, expected a pair of tokens that are one joined"
                .formatted(found(node)));
      }
      merges.add(merge);
    }
    return merges;
  }

  private void checkSpecialTokens(List<String> vocabulary) {
    int expected = SpecialTokens.SPELLINGS.size();
    if (root.path("added_tokens").size() != expected) {
      throw fault(
          String.format(
              Locale.ROOT,
              "has added_tokens of length %d, expected %d",
              root.path("added_tokens").size(),
              expected));
    }
    List<String> missing = new ArrayList<>(SpecialTokens.SPELLINGS);
    for (int i = 0; i < expected; i++) {
      String name = "added_tokens." + i + ".";
      String content = node(name + "content").asText();
      if (!missing.remove(content)) {
        throw mistaken(name + "content", "one of " + String.join(" ", missing));
      }
      if (!vocabulary.contains(content)) {
        throw fault("has no " + content + " in its vocabulary, expected all special tokens");
      }
      expect(name + "id", Integer.toString(vocabulary.indexOf(content)));
      expect(name + "special", "true");
      for (String option : List.of("normalized", "single_word", "lstrip", "rstrip")) {
        expect(name + option, "false");
      }
    }
  }

  private void expect(String name, String expected) {
    if (!node(name).asText().equals(expected)) {
      throw mistaken(name, expected);
    }
  }

  private JsonNode node(String name) {
    return root.at("/" + name.replace('.', '/'));
  }

  private SunriseException mistaken(String name, String expected) {
    return fault("has " + name + " " + found(node(name)) + ", expected " + expected);
  }

  private static String found(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private SunriseException fault(String what) {
    return SunriseException.of("%s %s: %s", where, what.replaceAll("\\p{Cntrl}", " "), advice);
  }
}
