package io.sunrise.finetune;

import io.sunrise.config.FinetuneSettings;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.CrossRun.Model;
import io.sunrise.finetune.FoldParts.Part;
import io.sunrise.finetune.teacher.SoftLabels;
import io.sunrise.finetune.teacher.Teacher;
import io.sunrise.finetune.teacher.Teacher.Labeller;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Classification;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.TrainingResult;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.trace.EpochRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One run of a cross-validation, on one thread: what fine-tuning does, with the rows of a fold. */
record CrossTask(CrossRun run, RunRows rows, CrossRuns.Plan plan) {

  CrossScore score() {
    return run.model() == Model.VECTORS ? ofVectors() : ofNetwork();
  }

  private CrossScore ofVectors() {
    Teacher linear = plan.teaching().teachers().learnByVectors(learned());
    return new CrossScore(
        run,
        rows.sizes(),
        accuracy(linear, Part.VALIDATION),
        accuracy(linear, Part.HELD_OUT),
        Map.of());
  }

  private CrossScore ofNetwork() {
    TaskTraining training = plan.settings().get(run.setting());
    boolean pretrained = run.model() == Model.PRETRAINED;
    float[] initial =
        pretrained
            ? start(training)
            : ParameterInitializer.initialize(training.layout(), run.seed());
    TaskTraining alone = pretrained ? ofFewRows(training) : training;
    TrainingResult result = train(alone, initial, rows.of(Part.LEARNED));
    Map<String, Number> facts = new LinkedHashMap<>();
    if (pretrained && plan.teaching().chosen().get(run.setting()) > 0) {
      result = betterOfTaught(training, initial, result, facts);
    }
    BatchResult heldOut = heldOut(training, result);
    addFacts(result.kept(), heldOut, facts);
    return new CrossScore(
        run, rows.sizes(), result.kept().validationAccuracy(), heldOut.accuracy(), facts);
  }

  private FinetuneSettings finetune() {
    return plan.finetune().get(run.setting());
  }

  private TaskTraining ofFewRows(TaskTraining training) {
    return new TaskTraining(training.networks(), finetune().training(rows.of(Part.LEARNED).size()));
  }

  private float[] start(TaskTraining training) {
    float[] initial = plan.pretrained().get(run.seed());
    return finetune().probe()
        ? new Probing(training.networks(), training.settings().microBatchRows())
            .onThisThread(initial, rows.of(Part.LEARNED))
        : initial;
  }

  /** What {@link Teaching} does, within this task. */
  private TrainingResult betterOfTaught(
      TaskTraining training, float[] initial, TrainingResult plain, Map<String, Number> facts) {
    CrossRuns.Teaching teaching = plan.teaching();
    int most = teaching.chosen().get(run.setting());
    Teacher linear = teaching.teachers().learn(learned());
    TokenRows candidates = Corpus.first(teaching.candidates(), most);
    TokenRows chosen = SoftLabels.certain(candidates, linear, most, Teaching.softKey(run.seed()));
    Teacher teacher =
        linear.with(training.networks(), plain.parameters(), list(rows.of(Part.VALIDATION)));
    TokenRows soft = SoftLabels.of(chosen, teacher);
    Classification classifier = (Classification) training.networks().objective();
    TrainingResult taught =
        train(
            Taught.training(training),
            initial,
            TaughtRows.of(classifier, rows.of(Part.LEARNED), soft));
    facts.put("unlabelledRows", soft.size());
    facts.put(CrossScore.TEACHER, accuracy(teacher, Part.HELD_OUT));
    facts.put(CrossScore.PLAIN, heldOut(training, plain).accuracy());
    facts.put(CrossScore.TAUGHT, heldOut(training, taught).accuracy());
    long validationRows = rows.of(Part.VALIDATION).size();
    return Taught.stays(taught.kept(), plain.kept(), validationRows) ? taught : plain;
  }

  private TrainingResult train(TaskTraining training, float[] initial, TokenRows learned) {
    TrainingRun identity = new TrainingRun("cross-validate", "", "", 1, run.seed());
    return training.train(initial, learned, rows.of(Part.VALIDATION), identity);
  }

  private BatchResult heldOut(TaskTraining training, TrainingResult result) {
    return training.score(result.parameters(), rows.of(Part.HELD_OUT), run.seed());
  }

  private List<TokenRow> learned() {
    return list(rows.of(Part.LEARNED));
  }

  private static List<TokenRow> list(TokenRows rows) {
    return IntStream.range(0, rows.size()).mapToObj(rows::row).toList();
  }

  private double accuracy(Teacher teacher, Part part) {
    List<TokenRow> scored = list(rows.of(part));
    Labeller labeller = teacher.open();
    long correct =
        scored.stream()
            .filter(row -> labeller.label(0, row.tokens()).label() == row.label())
            .count();
    return (double) correct / scored.size();
  }

  private static void addFacts(EpochRecord epoch, BatchResult heldOut, Map<String, Number> facts) {
    facts.put("epoch", epoch.epoch());
    facts.put("steps", epoch.step());
    facts.put("trainLoss", epoch.trainLoss());
    facts.put("validationLoss", epoch.validationLoss());
    facts.put("heldOutLoss", heldOut.meanLoss());
  }
}
