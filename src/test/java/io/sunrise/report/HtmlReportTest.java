package io.sunrise.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

  @Test
  void showsEveryPartOfARun() throws Exception {
    String text = parse(render(FakeRun.full())).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("read 20,000 documents, split them into 41,232 rows of at most 50 tokens")
        .contains("pre-trained for 15 epochs to predict masked tokens")
        .contains("then fine-tuned on 700 labelled texts to distinguish negative from positive")
        .contains("2 min 41 s")
        .contains("12 May 2026, 05:14 UTC")
        .contains("local[2], 2 cores")
        .contains("8,192 × 128")
        .contains("The sun rises in the east.")
        .contains("A slow start, yet the last hour is anything but dull.")
        .contains("+8.4")
        .contains("34 of 110")
        .contains("What is pre-training for?")
        .contains("exact duplicate")
        .contains("9a41f0c7d2b86e35");
  }

  @Test
  void theNearestWordsAreDrawnAsBarsOfTheirCosine() {
    String page = render(FakeRun.full());
    assertThat(page)
        .contains("near “harbour”")
        .contains("aria-label=\"port 83.0 %\"")
        .contains("aria-label=\"east 60.0 %\"");
    ObjectNode run = FakeRun.full();
    run.remove("neighbours");
    assertThat(render(run)).doesNotContain("Words used alike");
  }

  @Test
  void accuracyByNumberOfLabelsIsDrawnWithBandsAndListed() throws Exception {
    String page = render(FakeRun.full());
    assertThat(page.split("class=\"s-[a-z]+ deviation\"", -1)).hasSize(1 + 4);
    assertThat(page).contains("pre-trained, 5,680 labelled rows: 0.810 ± 0.015");
    String text = parse(page).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("labelled rowspre-trainedwithout a teacherfrozen vectorsTF-IDF")
        .contains("1000.710 ± 0.0150.660 ± 0.0200.690 ± 0.0150.550 ± 0.015")
        .contains("over 5 folds");
    ObjectNode run = FakeRun.full();
    run.remove("crossValidation");
    assertThat(render(run)).contains("Not measured: run cross-validate");
  }

  @Test
  void requestsNothingFromOutside() throws Exception {
    String page = render(FakeRun.full());
    assertThat(page).doesNotContain("<script").doesNotContain("@import").doesNotContain("url(http");
    assertThat(page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "")).doesNotContain("://");
    NodeList all = parse(page).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getAttribute("src")).isEmpty();
      assertThat(element.getAttribute("href")).matches("|#[a-z]+|data:,");
    }
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void textFromTheDataNeverBecomesMarkup() throws Exception {
    String evil = "</style><script>alert('1')</script> & \"quoted\" \u0000\u001b \ud800 ]]>";
    ObjectNode run = FakeRun.full();
    run.put("title", evil);
    run.withObject("/samples/document").put("text", evil).put("source", evil);
    run.withObject("/samples/labelled").put("text", evil).put("label", evil);
    run.withObject("/samples/tokens").putArray("tokens").add(evil).add("ok");
    run.withObject("/trace").put("text", evil).put("decision", evil).putArray("tokens").add(evil);
    run.withObject("/metrics").putArray("labels").add(evil).add("b");
    ((ObjectNode) run.at("/stages/0/counts")).put("rejected." + evil, 3);
    ((ObjectNode) run.at("/stages/0/settings")).put(evil, evil);
    ((ObjectNode) run.at("/masked/rows/0/predictions/0")).put("expected", evil);
    ((ObjectNode) run.at("/neighbours/words/0")).put("word", evil);
    String page = render(run);
    assertThat(page).doesNotContain("<script").doesNotContain("alert('1')</");
    Document document = parse(page);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("style").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo(
            evil.replace('\u0000', '\ufffd')
                .replace('\u001b', '\ufffd')
                .replace('\ud800', '\ufffd'));
  }

  @Test
  void everyMissingPartIsReported() throws Exception {
    ObjectNode nothing = FakeRun.json("{\"title\": \"empty\"}");
    assertThat(parse(render(nothing)).getDocumentElement().getTextContent())
        .contains("No stage of this run has finished yet.")
        .contains("This stage has not run in this workspace.")
        .contains("No training has finished an epoch yet.")
        .contains("No fine-tuning has been scored yet.")
        .contains("No sentence has been traced in this run.")
        .doesNotContain("NaN");
    for (String part :
        List.of(
            "machine",
            "samples",
            "masked",
            "neighbours",
            "pretrain",
            "finetune",
            "scratch",
            "metrics",
            "trace")) {
      ObjectNode run = FakeRun.full();
      run.remove(part);
      assertThat(parse(render(run)).getDocumentElement().getTextContent()).doesNotContain("NaN");
    }
  }

  @Test
  void aRunWithoutScratchAndBaselineSaysSoAndClaimsNothing() throws Exception {
    ObjectNode run = FakeRun.full();
    ObjectNode metrics = (ObjectNode) run.get("metrics");
    metrics.remove(List.of("scratch", "baseline", "accuracyGained", "stepsToScratchFinal"));
    run.remove("scratch");
    assertThat(parse(render(run)).getDocumentElement().getTextContent())
        .contains("The run from scratch was disabled.")
        .contains("The TF-IDF baseline was disabled")
        .doesNotContain("points of accuracy");
  }

  @Test
  void theScoresOfEachClassAndTheConfusionMatrixAreShown() {
    assertThat(rows(render(FakeRun.full())))
        .contains(List.of("negative", "211", "0.881", "0.842", "0.861"))
        .contains(List.of("negative", "178", "33"))
        .contains(List.of("positive", "24", "165"));
  }

  @Test
  void ofManyClassesTheMostFrequentConfusionsAreListedInPlaceOfTheMatrix() {
    ObjectNode run = FakeRun.full();
    var classes = run.withObject("/metrics/pretrained/test").putArray("classes");
    var confusions = run.withObject("/metrics/pretrained/test").putArray("confusions");
    for (int i = 0; i < 40; i++) {
      classes.addObject().put("label", "class " + i).put("rows", 5).put("f1", 0.5);
      confusions
          .addObject()
          .put("label", "class " + i)
          .put("prediction", "class " + (i + 1) % 40)
          .put("rows", i);
    }
    assertThat(rows(render(run)))
        .contains(List.of("class 39", "class 0", "39"))
        .noneMatch(row -> row.size() > 40);
  }

  @Test
  void aPretrainedRunThatNeverReachesTheScratchRunIsReportedAsSuch() throws Exception {
    ObjectNode run = FakeRun.full();
    ((ObjectNode) run.get("metrics")).put("accuracyGained", -0.012);
    run.withObject("/metrics/stepsToScratchFinal").putNull("pretrained");
    assertThat(parse(render(run)).getDocumentElement().getTextContent())
        .contains("−1.2")
        .contains("pre-trained against from scratch (standard error at most 1.3)")
        .contains("not in 110");
  }

  @Test
  void theTextbooksNumbersAreNextToThoseOfTheRun() {
    assertThat(rows(render(FakeRun.full())))
        .contains(
            List.of(
                "1", "pre-training", "7.600", "7.620", "2.3", "0.060", "0.060", "0.10", "6.9 s"))
        .anySatisfy(row -> assertThat(row).startsWith("5", "pre-training").contains("1.5", "0.45"))
        .anySatisfy(row -> assertThat(row).startsWith("10", "pre-training").contains("0.9", "0.75"))
        .anySatisfy(row -> assertThat(row).startsWith("15", "pre-training").contains("0.6", "0.85"))
        .anySatisfy(row -> assertThat(row).startsWith("16", "fine-tuning").contains("0.5", "0.88"))
        .anySatisfy(row -> assertThat(row).startsWith("20", "fine-tuning").contains("0.3", "0.95"));
  }

  @Test
  void aShorterRunShowsTheTextbookAtTheSameFractionOfEachStage() {
    assertThat(rows(render(FakeRun.of(3, 2))))
        .anySatisfy(row -> assertThat(row).startsWith("1", "pre-training").contains("2.3", "0.10"))
        .anySatisfy(row -> assertThat(row).startsWith("3", "pre-training").contains("0.6", "0.85"))
        .anySatisfy(row -> assertThat(row).startsWith("4", "fine-tuning").contains("0.5", "0.88"))
        .anySatisfy(row -> assertThat(row).startsWith("5", "fine-tuning").contains("0.3", "0.95"));
  }

  private static String render(ObjectNode run) {
    return HtmlReport.render(ReportData.of(run));
  }

  /** The cells of every row of the tables. */
  private static List<List<String>> rows(String page) {
    return Pattern.compile("<tr[^>]*>(.*?)</tr>")
        .matcher(page)
        .results()
        .map(row -> cells(row.group(1)))
        .toList();
  }

  private static List<String> cells(String row) {
    Matcher cells = Pattern.compile("<t[hd][^>]*>([^<]*)</t[hd]>").matcher(row);
    return cells.results().map(cell -> cell.group(1)).toList();
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(new InputSource(new StringReader(page)));
  }
}
