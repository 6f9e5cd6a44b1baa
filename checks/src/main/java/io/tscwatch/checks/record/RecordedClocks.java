package io.tscwatch.checks.record;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.reference.ReadoutCost;
import io.tscwatch.checks.reference.TickRate;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Samples of other clocks as fields, and back. */
final class RecordedClocks {

  /** Stands for what adjtimex did not tell. */
  private static final String NONE = "-";

  private static final int DISCIPLINE_FIELDS = 6;

  private RecordedClocks() {}

  static List<String> question(ClockQuestion question) {
    List<String> fields = new ArrayList<>();
    fields.add(question.kind().word());
    fields.addAll(
        numbers(
            question.index(),
            question.cpu(),
            question.tries(),
            question.slowCycles(),
            question.tscKilohertz()));
    return fields;
  }

  static List<String> fields(ClockSample sample) {
    List<String> fields = new ArrayList<>();
    fields.add(sample.kind().word());
    fields.addAll(
        numbers(
            sample.index(),
            sample.cpu(),
            sample.tscBeforeCycles(),
            sample.tscAfterCycles(),
            sample.ticks(),
            sample.bits()));
    fields.add(sample.rate().ticks().toString());
    fields.add(sample.rate().nanos().toString());
    fields.add(sample.edge() ? "1" : "0");
    fields.add(sample.how());
    ReadoutCost cost = sample.cost();
    fields.addAll(
        numbers(
            cost.reads(),
            cost.medianCycles(),
            cost.widestCycles(),
            cost.slowReads(),
            cost.cpuNanos()));
    fields.addAll(
        sample
            .discipline()
            .map(
                d ->
                    numbers(
                        d.state(),
                        d.statusFlags(),
                        d.frequency(),
                        d.tickMicros(),
                        d.maxErrorMicros(),
                        d.estimatedErrorMicros()))
            .orElse(Collections.nCopies(DISCIPLINE_FIELDS, NONE)));
    return fields;
  }

  static ClockSample sample(FieldReader fields) {
    String word = fields.text();
    return new ClockSample(
        ClockKind.find(word)
            .orElseThrow(() -> new IllegalArgumentException("unknown clock '" + word + "'")),
        fields.smallNumber(),
        fields.smallNumber(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.smallNumber(),
        new TickRate(new BigInteger(fields.text()), new BigInteger(fields.text())),
        fields.number() == 1,
        fields.text(),
        new ReadoutCost(
            fields.number(), fields.number(), fields.number(), fields.number(), fields.number()),
        discipline(fields.texts(DISCIPLINE_FIELDS)));
  }

  private static Optional<Discipline> discipline(List<String> texts) {
    if (texts.get(0).equals(NONE)) {
      return Optional.empty();
    }
    FieldReader fields = new FieldReader(texts);
    return Optional.of(
        new Discipline(
            fields.smallNumber(),
            fields.smallNumber(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number()));
  }

  private static List<String> numbers(long... numbers) {
    return LongStream.of(numbers).mapToObj(Long::toString).toList();
  }
}
