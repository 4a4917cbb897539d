package io.sunrise.cleaning.filter;

/** The statistics that the rules check, computed in one pass over the characters of a text. */
final class TextStatistics {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final StopWords stopWords;
  private char[] text = new char[1024];
  private int length;

  final SpanHashes words = new SpanHashes();
  final SpanHashes lines = new SpanHashes();
  final SpanHashes paragraphs = new SpanHashes();

  private int visible;
  private int letters;
  private int lettersAndMarks;
  private int upperCase;
  private int digits;
  private int hashes;
  private int ellipses;
  private int realWords;
  private int realWordCharacters;
  private int wordsWithLetter;
  private int bulletLines;
  private int ellipsisLines;

  private int wordStart;
  private long wordHash;
  private int wordFlags;
  private int lineStart;
  private long lineHash;
  private int paragraphStart;
  private long paragraphHash;
  private int lastEnd;

  TextStatistics(StopWords stopWords) {
    this.stopWords = stopWords;
  }

  /** Computes the statistics of a text in place of those of the last one. */
  void read(String content) {
    clear(content);
    int dots = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      int flags = flags(c, i);
      dots = c == '.' ? dots + 1 : 0;
      if (dots == 3 || c == '…') {
        ellipses++;
        dots = 0;
      }
      if ((flags & CharacterFlags.SPACE) != 0) {
        space(c, i);
      } else {
        add(c, flags, i);
      }
    }
    space('\n', length);
    endParagraph();
  }

  /** Both surrogates of a pair have the flags of its code point. */
  private int flags(char c, int at) {
    if (!Character.isSurrogate(c)) {
      return CharacterFlags.of(c);
    }
    int first = Character.isHighSurrogate(c) ? at : at - 1;
    boolean pair =
        first >= 0 && first + 1 < length && Character.isSurrogatePair(text[first], text[first + 1]);
    return CharacterFlags.of(pair ? Character.toCodePoint(text[first], text[first + 1]) : c);
  }

  private void clear(String content) {
    length = content.length();
    if (text.length < length) {
      text = new char[Math.max(length, 2 * text.length)];
    }
    content.getChars(0, length, text, 0);
    words.clear();
    lines.clear();
    paragraphs.clear();
    stopWords.clear();
    visible = letters = lettersAndMarks = upperCase = digits = hashes = ellipses = 0;
    realWords = realWordCharacters = wordsWithLetter = bulletLines = ellipsisLines = 0;
    wordStart = lineStart = paragraphStart = -1;
    lastEnd = -1;
  }

  private void add(char c, int flags, int at) {
    if (wordStart < 0) {
      beginWord(at);
    }
    wordHash = (wordHash ^ c) * MULTIPLIER;
    wordFlags |= flags;
    visible++;
    letters += flags >>> 1 & 1;
    lettersAndMarks += (flags & (CharacterFlags.LETTER | CharacterFlags.MARK)) != 0 ? 1 : 0;
    upperCase += flags >>> 2 & 1;
    digits += flags >>> 3 & 1;
    hashes += c == '#' ? 1 : 0;
  }

  private void beginWord(int at) {
    if (lineStart < 0) {
      lineStart = at;
      lineHash = 1;
    }
    if (paragraphStart < 0) {
      paragraphStart = at;
      paragraphHash = 1;
    }
    wordStart = at;
    wordHash = MULTIPLIER;
    wordFlags = 0;
  }

  private void space(char c, int at) {
    if (wordStart >= 0) {
      endWord(at);
    }
    if (c == '\n') {
      if (lineStart >= 0) {
        endLine();
      } else if (paragraphStart >= 0) {
        endParagraph();
      }
    }
  }

  private void endWord(int end) {
    long hash = (wordHash ^ wordHash >>> 29) * MULTIPLIER;
    hash ^= hash >>> 32;
    words.add(hash, end - wordStart);
    lineHash = (lineHash ^ hash) * MULTIPLIER;
    paragraphHash = (paragraphHash ^ hash) * MULTIPLIER;
    if ((wordFlags & CharacterFlags.WORD) != 0) {
      realWords++;
      realWordCharacters += end - wordStart;
    }
    wordsWithLetter += wordFlags >>> 1 & 1;
    stopWords.check(text, wordStart, end);
    lastEnd = end;
    wordStart = -1;
  }

  private void endLine() {
    lines.add(lineHash, lastEnd - lineStart);
    bulletLines += "•‣▪●◦*-".indexOf(text[lineStart]) >= 0 ? 1 : 0;
    boolean dots =
        lastEnd - lineStart >= 3
            && text[lastEnd - 1] == '.'
            && text[lastEnd - 2] == '.'
            && text[lastEnd - 3] == '.';
    ellipsisLines += dots || text[lastEnd - 1] == '…' ? 1 : 0;
    lineStart = -1;
  }

  private void endParagraph() {
    if (paragraphStart >= 0) {
      paragraphs.add(paragraphHash, lastEnd - paragraphStart);
      paragraphStart = -1;
    }
  }

  /** The number of characters, including white space. */
  int length() {
    return length;
  }

  double letterShare() {
    return share(lettersAndMarks, visible);
  }

  double digitShare() {
    return share(digits, visible);
  }

  double upperCaseShare() {
    return share(upperCase, letters);
  }

  /** The number of words that do not consist of punctuation and symbols alone. */
  int realWords() {
    return realWords;
  }

  double meanWordLength() {
    return share(realWordCharacters, realWords);
  }

  double hashesPerWord() {
    return share(hashes, words.count());
  }

  double ellipsesPerWord() {
    return share(ellipses, words.count());
  }

  double bulletLineShare() {
    return share(bulletLines, lines.count());
  }

  double ellipsisLineShare() {
    return share(ellipsisLines, lines.count());
  }

  double letterWordShare() {
    return share(wordsWithLetter, words.count());
  }

  /** The number of different stop words, or at least the number that is required. */
  int stopWords() {
    return stopWords.found();
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
