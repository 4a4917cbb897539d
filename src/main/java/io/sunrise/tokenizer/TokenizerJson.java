package io.sunrise.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.tokenizer.TokenizerTrainer.LearnedPairs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a vocabulary as the files that Hugging Face's tools read: {@code tokenizer.json}, {@code
 * tokenizer_config.json} and {@code vocab.txt}. The same vocabulary gives the same bytes.
 */
public final class TokenizerJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerJson() {}

  /**
   * The tokenizer.json of a vocabulary of subwords.
   *
   * @param vocabulary tokens by id, the special tokens first
   */
  public static byte[] subwords(List<String> vocabulary, PreTokenizer preTokenizer) {
    ObjectNode model = JSON.createObjectNode();
    model.put("type", "WordPiece");
    model.put("unk_token", SpecialTokens.UNKNOWN);
    model.put("continuing_subword_prefix", WordPiece.PREFIX);
    model.put("max_input_chars_per_word", WordPiece.MAX_WORD_CHARACTERS);
    ObjectNode decoder = JSON.createObjectNode();
    decoder.put("type", "WordPiece");
    decoder.put("prefix", WordPiece.PREFIX);
    decoder.put("cleanup", true);
    return bytes(tokenizer(vocabulary, preTokenizer, model, decoder));
  }

  /**
   * The tokenizer.json of a vocabulary of whole words; decoding puts a space between them.
   *
   * @param vocabulary tokens by id, the special tokens first
   */
  public static byte[] words(List<String> vocabulary, PreTokenizer preTokenizer) {
    ObjectNode model = JSON.createObjectNode();
    model.put("type", "WordLevel");
    model.put("unk_token", SpecialTokens.UNKNOWN);
    return bytes(tokenizer(vocabulary, preTokenizer, model, null));
  }

  /**
   * The tokenizer.json of byte-level BPE; its merges are written in the form that every version
   * reads.
   */
  public static byte[] bytePairs(LearnedPairs learned, PreTokenizer preTokenizer) {
    return bytePairs(learned, preTokenizer, AddedToken.special(learned.vocabulary()));
  }

  static byte[] bytePairs(LearnedPairs learned, PreTokenizer preTokenizer, List<AddedToken> added) {
    ObjectNode model = JSON.createObjectNode();
    model.put("type", "BPE");
    for (String option :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.putNull(option);
    }
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    boolean addsSpace = preTokenizer != PreTokenizer.AS_IT_IS;
    ObjectNode root = tokenizer(learned.vocabulary(), preTokenizer, model, byteLevel(addsSpace));
    if (!addsSpace) {
      addTokens(root.putArray("added_tokens"), added);
      root.putObject("normalizer").put("type", "NFC");
    }
    learned.merges().forEach(model.putArray("merges")::add);
    return bytes(root);
  }

  private static ObjectNode byteLevel(boolean addsSpace) {
    return JSON.createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", addsSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  /**
   * Converts a tokenizer.json of another program; ids stay as they are.
   *
   * @param where names the file in messages
   * @throws io.sunrise.SunriseException if its type is not one that this class writes
   */
  public static byte[] adopt(byte[] tokenizerJson, String where) {
    return TokenizerReader.given(tokenizerJson, where).json();
  }

  /**
   * Converts a {@code vocab.txt} of BERT's.
   *
   * @param text one token a line, by id
   * @throws io.sunrise.SunriseException if it lacks a special token or has a token twice
   */
  public static byte[] ofVocabulary(String text, boolean lowers, boolean strips, String where) {
    List<String> vocabulary = text.lines().toList();
    if (!vocabulary.containsAll(SpecialTokens.SPELLINGS)
        || Set.copyOf(vocabulary).size() < vocabulary.size()) {
      throw SunriseException.of(
          "%s: expected each token once, and %s among them: it is not a vocabulary of BERT's kind",
          where, String.join(" ", SpecialTokens.SPELLINGS));
    }
    return subwords(vocabulary, PreTokenizer.of(lowers, strips, false));
  }

  /** The tokenizer_config.json for models of rows of up to {@code maxTokens} ids. */
  public static byte[] config(PreTokenizer preTokenizer, int maxTokens) {
    ObjectNode config = JSON.createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("model_max_length", maxTokens);
    config.put("do_lower_case", preTokenizer.lowers());
    config.put("padding_side", "right");
    config.put("truncation_side", "right");
    config.put("clean_up_tokenization_spaces", false);
    for (String token : SpecialTokens.SPELLINGS) {
      config.put(token.substring(1, token.length() - 1).toLowerCase(Locale.ROOT) + "_token", token);
    }
    config
        .putArray("model_input_names")
        .add("input_ids")
        .add("token_type_ids")
        .add("attention_mask");
    return bytes(config);
  }

  /** The vocab.txt of a vocabulary: one token per line, by id. */
  public static byte[] vocabularyText(List<String> vocabulary) {
    return (String.join("\n", vocabulary) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode tokenizer(
      List<String> vocabulary, PreTokenizer preTokenizer, ObjectNode model, ObjectNode decoder) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    addTokens(root.putArray("added_tokens"), AddedToken.special(vocabulary));
    root.putObject("normalizer")
        .put("type", "BertNormalizer")
        .put("clean_text", true)
        .put("handle_chinese_chars", true)
        .put("strip_accents", preTokenizer.stripsAccents())
        .put("lowercase", preTokenizer.lowers());
    addPreTokenizer(root.putObject("pre_tokenizer"), preTokenizer);
    addTemplate(root.putObject("post_processor"), SpecialTokens.of(vocabulary));
    root.set("decoder", decoder);
    root.set("model", model);
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    return root;
  }

  private static void addPreTokenizer(ObjectNode node, PreTokenizer preTokenizer) {
    if (preTokenizer == PreTokenizer.AS_IT_IS) {
      node.setAll(byteLevel(false));
    } else if (preTokenizer.bytes()) {
      ArrayNode steps = node.put("type", "Sequence").putArray("pretokenizers");
      steps.addObject().put("type", "WhitespaceSplit");
      steps.add(byteLevel(true));
    } else {
      node.put("type", "BertPreTokenizer");
    }
  }

  private static void addTokens(ArrayNode tokens, List<AddedToken> added) {
    for (AddedToken token : added) {
      tokens
          .addObject()
          .put("id", token.id())
          .put("content", token.content())
          .put("single_word", false)
          .put("lstrip", token.lstrip())
          .put("rstrip", token.rstrip())
          .put("normalized", token.normalized())
          .put("special", token.special());
    }
  }

  /** One text is {@code [CLS] A [SEP]}, two are {@code [CLS] A [SEP] B [SEP]}, B of type 1. */
  private static void addTemplate(ObjectNode template, SpecialTokens special) {
    String cls = "[CLS]";
    String sep = "[SEP]";
    template.put("type", "TemplateProcessing");
    ArrayNode single = template.putArray("single");
    ArrayNode pair = template.putArray("pair");
    for (ArrayNode pieces : List.of(single, pair)) {
      addPiece(pieces, "SpecialToken", cls, 0);
      addPiece(pieces, "Sequence", "A", 0);
      addPiece(pieces, "SpecialToken", sep, 0);
    }
    addPiece(pair, "Sequence", "B", 1);
    addPiece(pair, "SpecialToken", sep, 1);
    ObjectNode tokens = template.putObject("special_tokens");
    addToken(tokens, cls, special.cls());
    addToken(tokens, sep, special.sep());
  }

  private static void addToken(ObjectNode tokens, String spelling, int id) {
    ObjectNode token = tokens.putObject(spelling).put("id", spelling);
    token.putArray("ids").add(id);
    token.putArray("tokens").add(spelling);
  }

  private static void addPiece(ArrayNode pieces, String kind, String id, int typeId) {
    pieces.addObject().putObject(kind).put("id", id).put("type_id", typeId);
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node).replace("\r\n", "\n")
              + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot fail to print", e);
    }
  }
}
