package io.sunrise.data.read;

import io.sunrise.cleaning.TextCleaner;
import java.util.List;
import org.commonmark.ext.front.matter.YamlFrontMatterBlock;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A Markdown document (CommonMark with tables and YAML front matter) as plain text. The parser
 * treats anything nested deeper than a hundred levels as text, so that its time is linear in the
 * length.
 */
public final class MarkdownDocument {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(
              List.of(
                  TablesExtension.builder().maxCells(null).build(),
                  YamlFrontMatterExtension.create()))
          .build();

  private static final Parser WITHOUT_TABLES =
      Parser.builder().extensions(List.of(YamlFrontMatterExtension.create())).build();

  /** Allowed for a document of any length; they take about 200 MB. */
  private static final long MOST_CELLS = 1_000_000;

  private MarkdownDocument() {}

  /**
   * The text of headings, paragraphs, lists, quotations, tables and code, without markup; a blank
   * line after each block. Link targets and front matter are removed, HTML is kept for {@link
   * TextCleaner}.
   */
  public static String text(String markdown) {
    StringBuilder text = new StringBuilder(markdown.length());
    boolean huge = tableCells(markdown) > Math.max(MOST_CELLS, markdown.length());
    Node node = (huge ? WITHOUT_TABLES : PARSER).parse(markdown);
    while (node != null) {
      append(node, text);
      Node child = node instanceof YamlFrontMatterBlock ? null : node.getFirstChild();
      while (child == null && node != null) {
        end(node, text);
        child = node.getNext();
        node = node.getParent();
      }
      node = child;
    }
    return text.toString().strip();
  }

  /**
   * An upper bound on the number of table cells: the parser pads each row to the columns of the
   * header, so that a short text could expand to billions of cells.
   */
  private static long tableCells(String markdown) {
    long cells = 0;
    long rows = 0;
    long columns = 0;
    for (String line : (Iterable<String>) markdown.lines()::iterator) {
      if (line.isBlank()) {
        cells += rows * columns;
        rows = 0;
        columns = 0;
      } else {
        rows++;
        columns = Math.max(columns, line.chars().filter(c -> c == '|').count());
      }
    }
    return cells + rows * columns;
  }

  private static void append(Node node, StringBuilder text) {
    if (node instanceof Text words) {
      text.append(words.getLiteral());
    } else if (node instanceof Code code) {
      text.append(code.getLiteral());
    } else if (node instanceof HtmlInline html) {
      text.append(html.getLiteral());
    } else if (node instanceof FencedCodeBlock code) {
      text.append(code.getLiteral());
    } else if (node instanceof IndentedCodeBlock code) {
      text.append(code.getLiteral());
    } else if (node instanceof HtmlBlock html) {
      text.append(html.getLiteral());
    } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      text.append('\n');
    }
  }

  private static void end(Node node, StringBuilder text) {
    if (node instanceof TableCell) {
      text.append(' ');
    } else if (node instanceof TableRow) {
      text.append('\n');
    } else if (node instanceof Block && !endsBlankLine(text)) {
      text.append("\n\n");
    }
  }

  private static boolean endsBlankLine(StringBuilder text) {
    int length = text.length();
    return length == 0
        || (length > 1 && text.charAt(length - 1) == '\n' && text.charAt(length - 2) == '\n');
  }
}
