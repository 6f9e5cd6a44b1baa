package io.tscwatch.checks.record;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.machine.TimeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The records of the machine's contract as fields, and back. */
final class RecordedValues {

  private static final String HEX8 = "([0-9a-f]{8})";
  private static final Pattern LEAF =
      Pattern.compile(HEX8 + "\\." + HEX8 + ": " + HEX8 + " " + HEX8 + " " + HEX8 + " " + HEX8);

  /** Stands for a sample that is not there. */
  private static final String NONE = "-";

  private RecordedValues() {}

  static String leafText(CpuidLeaf leaf) {
    return String.format(
        "%08x.%08x: %08x %08x %08x %08x",
        leaf.leaf(), leaf.subleaf(), leaf.eax(), leaf.ebx(), leaf.ecx(), leaf.edx());
  }

  static CpuidLeaf leaf(String text) {
    Matcher matcher = LEAF.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a CPUID leaf: '" + text + "'");
    }
    int[] words = new int[6];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.parseUnsignedInt(matcher.group(i + 1), 16);
    }
    return new CpuidLeaf(words[0], words[1], words[2], words[3], words[4], words[5]);
  }

  private static List<String> numbers(long... numbers) {
    return LongStream.of(numbers).mapToObj(Long::toString).toList();
  }

  static List<String> fields(Granularity value) {
    return numbers(value.cpu(), value.stepCycles(), value.smallestDeltaCycles(), value.reads());
  }

  static Granularity granularity(FieldReader fields) {
    return new Granularity(
        fields.smallNumber(), fields.number(), fields.number(), fields.smallNumber());
  }

  static List<String> fields(TimeSample value) {
    return numbers(
        value.cpu(),
        value.tscBeforeCycles(),
        value.tscAfterCycles(),
        value.monotonicNanos(),
        value.monotonicRawNanos(),
        value.boottimeNanos(),
        value.realtimeNanos());
  }

  static TimeSample timeSample(FieldReader fields) {
    return new TimeSample(
        fields.smallNumber(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number());
  }

  /** A question about a CPU, or about one of its registers. */
  static List<String> question(int... numbers) {
    return IntStream.of(numbers).mapToObj(Integer::toString).toList();
  }

  /** The question that an exchange is. */
  static List<String> question(ExchangeRequest request) {
    Injection a = request.injectA();
    Injection b = request.injectB();
    return numbers(
        request.cpuA(),
        request.cpuB(),
        request.budgetNanos(),
        a.offsetCycles(),
        a.ratePicosPerSecond(),
        a.originCycles(),
        b.offsetCycles(),
        b.ratePicosPerSecond(),
        b.originCycles());
  }

  /** The answer, with the CPUs that it is about: a machine could answer in another order. */
  static List<String> fields(ExchangeResult result) {
    List<String> fields = new ArrayList<>(numbers(result.cpuA(), result.cpuB()));
    fields.add(result.outcome().name());
    fields.add(result.detail());
    fields.addAll(sample(result.aToB()));
    fields.addAll(sample(result.bToA()));
    fields.addAll(
        numbers(
            result.blocksKept(),
            result.blocksDropped(),
            result.migrations(),
            result.startedMonotonicNanos(),
            result.finishedMonotonicNanos(),
            result.cpuNanos()));
    return fields;
  }

  private static List<String> sample(Optional<OneWay> sample) {
    return sample
        .map(way -> numbers(way.sentCycles(), way.receivedCycles(), way.samples()))
        .orElse(List.of(NONE, NONE, NONE));
  }

  static ExchangeResult exchange(FieldReader fields) {
    return new ExchangeResult(
        fields.smallNumber(),
        fields.smallNumber(),
        ExchangeOutcome.valueOf(fields.text()),
        fields.text(),
        oneWay(fields.texts(3)),
        oneWay(fields.texts(3)),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number());
  }

  private static Optional<OneWay> oneWay(List<String> three) {
    if (three.equals(List.of(NONE, NONE, NONE))) {
      return Optional.empty();
    }
    FieldReader fields = new FieldReader(three);
    return Optional.of(new OneWay(fields.number(), fields.number(), fields.number()));
  }
}
