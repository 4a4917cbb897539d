package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The n-th row of the output is the n-th row of the input, with all that it had. */
class EveryRowIT {
  private static final String INVISIBLE = "\u200b";
  private static final String BIG = "123456789012345678901234567890123456789012345";

  @TempDir static Path folder;
  private static TinyRun tiny;

  @BeforeAll
  static void train() throws IOException {
    tiny = new TinyRun(folder).fineTuned();
  }

  @Test
  void jsonLinesKeepEveryCharacterAndARowWithoutTextHasNoLabel() throws IOException {
    List<String> lines =
        List.of(
            "{\"text\": \"the film was great .\", \"lang\": null, \"meta\": {}, \"n\": "
                + BIG
                + "}",
            "{\"text\": null, \"score\": 1e-07, \"\": \"no name\", \"d\": {\"b\": {\"c\": []}}}",
            "{\"text\": \"  \", \"id\": \"A3\", \"probability\": 0.10}",
            "{\"text\": \"" + INVISIBLE + "\", \"a.b\": 1, \"A.B\": 2, \"_corrupt_record\": 3}",
            "{\"text\": \"\"}",
            "{\"no\": \"text\"}",
            "{\"text\": 5}",
            "{\"text\": \"the plot was weak .\", \"label\": \"old\"}");
    predict("jsonl", "rows.jsonl", lines, "predict.output-format=jsonl");

    List<String> out = Files.readAllLines(tiny.path("predict/predictions/part-00000.jsonl"));
    assertThat(out).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      String in = lines.get(i);
      assertThat(out.get(i)).startsWith(in.substring(0, in.length() - 1) + ",\"predicted_label\":");
      JsonNode label = new ObjectMapper().readTree(out.get(i)).get("predicted_label");
      assertThat(label.isNull()).as(in).isEqualTo(i > 0 && i < 7);
    }
    assertThat(out.get(4))
        .isEqualTo(
            "{\"text\": \"\",\"predicted_label\":null,\"predicted_probability\":null,"
                + "\"probability_negative\":null,\"probability_positive\":null}");
    assertThat(tiny.manifest("predict").counts())
        .containsEntry("rows", 8L)
        .containsEntry("without text", 5L)
        .containsEntry("rejected", 1L)
        .containsEntry("rejected.field \"text\" is not a string", 1L);
  }

  @Test
  void jsonLinesBecomeCsvAndParquetWithoutLoss() throws IOException {
    List<String> lines =
        List.of(
            "{\"text\": \"the film\", \"n\": 1, \"x\": 1e-07, \"big\": " + BIG + ", \"meta\": {}}",
            "{\"text\": null, \"n\": 2, \"x\": 1.50, \"big\": 1, \"id\": \"A,3\"}",
            "{\"text\": \"it is\", \"n\": 3, \"id\": 4, \"more\": {\"p\": [1]}, \"\": \"no name\","
                + " \"a.b\": true}");
    predict("jsonl", "mixed.jsonl", lines, "predict.output-format=csv");
    List<String> csv = Files.readAllLines(tiny.path("predict/predictions/part-00000.csv"));
    assertThat(csv.get(0)).startsWith("text,n,x,big,meta,,a.b,id,more,label,probability,");
    assertThat(csv.get(1)).startsWith("the film,1,1e-07," + BIG + ",{},,,,,");
    assertThat(csv.get(2)).isEqualTo(",2,1.50,1,,,,\"A,3\",,,,,");
    assertThat(csv.get(3)).startsWith("it is,3,,,,no name,true,4,\"{\"\"p\"\": [1]}\",");

    predict("jsonl", "mixed.jsonl", lines, "predict.output-format=parquet");
    List<Row> rows = parquet();
    assertThat(rows.get(0).schema().fieldNames())
        .startsWith("text", "n", "x", "big", "meta", "", "a.b", "id", "more", "label");
    assertThat(values(rows.get(0)).subList(0, 9))
        .containsExactly("the film", 1L, 1e-7, BIG, "{}", null, null, null, null);
    assertThat(values(rows.get(1)).subList(0, 11))
        .containsExactly(null, 2L, 1.5, "1", null, null, null, "A,3", null, null, null);
    assertThat(rows.get(2).getStruct(8).getList(0)).isEqualTo(List.of(1L));
  }

  @Test
  void csvKeepsEveryValueAndItsDelimiter() throws IOException {
    List<String> lines =
        List.of(
            "id;text;\"a;b\";A",
            "007;\"the film was ; \"\"great\"\"\"; 1.50;NA",
            "008;;\"two",
            "lines\";null",
            "009;   ;;",
            "broken;row",
            "010;" + INVISIBLE + ";x;",
            "011;the plot was weak .;;");
    predict("csv", "rows.csv", lines, "predict.output-format=csv", "predict.input.delimiter=\";\"");

    String labels = ";(negative|positive);[0-9.]+;[0-9.E-]+;[0-9.E-]+\n";
    assertThat(Files.readString(tiny.path("predict/predictions/part-00000.csv")))
        .matches(
            "id;text;\"a;b\";A;label;probability;probability_negative;probability_positive\n"
                + "007;\"the film was ; \"\"great\"\"\"; 1\\.50;NA"
                + labels
                + "008;;\"two\nlines\";null;;;;\n"
                + "009;   ;;;;;;\n"
                + ";;;;;;;\n"
                + "010;"
                + INVISIBLE
                + ";x;;;;;\n"
                + "011;the plot was weak \\.;;"
                + labels);

    predict(
        "csv", "rows.csv", lines, "predict.output-format=jsonl", "predict.input.delimiter=\";\"");
    assertThat(Files.readAllLines(tiny.path("predict/predictions/part-00000.jsonl")).get(1))
        .startsWith(
            "{\"id\":\"008\",\"text\":\"\",\"a;b\":\"two\\nlines\",\"A\":\"null\",\"label\":null,");

    predict("csv", "rows.csv", lines, "predict.input.delimiter=\";\"", "predict.input.files=\"*\"");
    assertThat(values(parquet().get(2)).subList(0, 5)).containsExactly("009", "   ", "", "", null);
  }

  @Test
  void everyLineOfATextIsARow() throws IOException {
    predict("text", "rows.txt", List.of("", "the film was great .", "  ", "", "it is"));

    assertThat(parquet())
        .extracting(row -> row.getString(0))
        .containsExactly("", "the film was great .", "  ", "", "it is");
    assertThat(parquet())
        .extracting(row -> row.isNullAt(1))
        .containsExactly(true, false, true, true, false);
  }

  @Test
  void parquetKeepsItsNullsInEveryFormat() throws IOException {
    SparkTesting.session()
        .sql(
            "select id, if(id % 2 = 0, null, 'the film was great .') text, cast(null as int) none,"
                + " named_struct('a', cast(null as int)) `x.y` from range(4)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("nulls").toString());
    predict("parquet", "nulls", "predict.output-format=jsonl");
    assertThat(Files.readAllLines(tiny.path("predict/predictions/part-00000.jsonl")).get(2))
        .isEqualTo(
            "{\"id\":2,\"text\":null,\"none\":null,\"x.y\":{\"a\":null},\"label\":null,"
                + "\"probability\":null,\"probability_negative\":null,"
                + "\"probability_positive\":null}");

    predict("parquet", "nulls");
    assertThat(parquet()).extracting(row -> row.getLong(0)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(parquet())
        .extracting(row -> row.isNullAt(row.fieldIndex("label")))
        .containsExactly(true, false, true, false);
  }

  private static void predict(String type, String name, List<String> lines, String... overrides)
      throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    predict(type, name, overrides);
  }

  private static void predict(String type, String name, String... overrides) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(overrides));
    all.add("collect.max-rejected-share=0.5");
    all.add("predict.input.type=" + type);
    all.add("predict.input.path=\"" + folder.resolve(name) + "\"");
    tiny.run(new PredictStage(tiny.settings(all.toArray(String[]::new))));
  }

  private static List<Row> parquet() {
    return SparkTesting.session()
        .read()
        .parquet(tiny.path("predict/predictions/part-00000.parquet").toString())
        .collectAsList();
  }

  private static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(row.get(i));
    }
    return values;
  }
}
