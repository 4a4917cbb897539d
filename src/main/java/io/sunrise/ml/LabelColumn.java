package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.isnan;

import io.sunrise.SunriseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The column of labels: words, or the numbers 0, 1, 2 ... as MLlib's classifiers and {@code
 * StringIndexer} have them.
 */
record LabelColumn(StructField field) {
  /** Numbers sort as words do with leading zeros. */
  private static final String PADDED = "%010d";

  static LabelColumn of(StructType schema, String name) {
    StructField field = TextColumns.required(schema, name);
    if (!field.dataType().equals(DataTypes.StringType)
        && !(field.dataType() instanceof NumericType)) {
      throw SunriseException.of(
          "column %s is of type %s, expected labels as strings or as numbers",
          name, field.dataType().simpleString());
    }
    return new LabelColumn(field);
  }

  private boolean isNumeric() {
    return field.dataType() instanceof NumericType;
  }

  private Column column() {
    return col(quoted(field.name()));
  }

  /** A name as a reference to a column of this name, whatever is in it. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The label as a word, by whose order classes are numbered; null where there is none. */
  Column words() {
    return isNumeric() ? format_string(PADDED, column().cast("long")) : column();
  }

  /** Which rows have a label. */
  Column isThere() {
    return column().isNotNull();
  }

  /** Refuses numbers that are not labels. */
  void require(Dataset<?> dataset) {
    if (!isNumeric()) {
      return;
    }
    Column number = column().cast("double");
    Column wrong = isnan(number).or(number.lt(0)).or(number.notEqual(number.cast("int")));
    List<Row> found = dataset.filter(isThere().and(wrong)).select(number).takeAsList(1);
    if (!found.isEmpty()) {
      throw SunriseException.of(
          "column %s has %s, expected the whole numbers 0, 1, 2 ..., or strings",
          field.name(), found.get(0).get(0));
    }
  }

  /** The classes of a model, whose label words are those of {@link #words}. */
  Classes classes(List<String> words) {
    if (!isNumeric()) {
      return Classes.ofWords(words);
    }
    int[] indices = words.stream().mapToInt(Integer::parseInt).toArray();
    List<String> names = names();
    return new Classes(
        Arrays.stream(indices)
            .mapToObj(
                index ->
                    index < names.size()
                        ? names.get(index)
                        : String.format(Locale.ROOT, "%d", index))
            .toList(),
        indices);
  }

  /** What a StringIndexer says that the numbers mean. */
  private List<String> names() {
    return Attribute.fromStructField(field) instanceof NominalAttribute nominal
            && nominal.values().isDefined()
        ? List.of(nominal.values().get())
        : List.of();
  }
}
