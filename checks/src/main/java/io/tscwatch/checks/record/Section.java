package io.tscwatch.checks.record;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.HexFormat;
import java.util.List;

/**
 * One kind of question to a machine, and the entry of the archive that holds its answers.
 *
 * <p>Each answer is a line: how many times it was given in a row, what was asked (so many fields as
 * {@code questionFields}), and the answer.
 *
 * @param entry the name of the entry
 * @param contents what it holds, for the archive's README
 * @param columns what stands in a line, for the entry's first line
 * @param questionFields how many fields say what was asked
 * @param lastHolds whether the last answer goes on being given: for what one looks up, not for what
 *     one measures
 */
record Section<V>(
    String entry,
    String contents,
    String columns,
    int questionFields,
    boolean lastHolds,
    AnswerFormat<V> format) {

  static final Section<Reading<String>> FILES =
      new Section<>(
          "files.txt",
          "the small text files that were read: CPU topology, clocksources, kernel release;"
              + " of the boot parameters and CPU flags only those that bear on the TSC",
          "path, answer; then the file's lines",
          1,
          true,
          AnswerFormat.multilineText().reading());

  static final Section<Reading<List<String>>> FOLDERS =
      new Section<>(
          "folders.txt",
          "the folders that were listed, of the same kind",
          "path, answer; then the names in it",
          1,
          true,
          AnswerFormat.<String>list(name -> name, name -> name).reading());

  static final Section<Reading<List<CpuidLeaf>>> CPUID =
      new Section<>(
          "cpuid.txt",
          "CPUID leaves about the counter and the hypervisor",
          "answer; then leaf.subleaf: eax ebx ecx edx, hexadecimal",
          0,
          true,
          AnswerFormat.list(RecordedValues::leafText, RecordedValues::leaf).reading());

  static final Section<Reading<Long>> REGISTERS =
      new Section<>(
          "registers.txt",
          "model-specific registers: TSC_ADJUST (0x3b) of each CPU",
          "CPU, register, answer, value",
          2,
          false,
          AnswerFormat.fields((Long value) -> List.of(Long.toString(value)), FieldReader::number)
              .reading());

  static final Section<Reading<CpuSet>> AFFINITY =
      new Section<>(
          "affinity.txt",
          "the CPUs that the process could use",
          "answer, CPUs",
          0,
          true,
          AnswerFormat.text(CpuSet::toString, CpuSet::parse).reading());

  static final Section<Reading<List<String>>> KERNEL_LOG =
      new Section<>(
          "kernel-log.txt",
          "lines of the kernel log about clocks; all others are left out",
          "answer; then the lines",
          0,
          true,
          AnswerFormat.<String>list(line -> line, line -> line).reading());

  static final Section<Reading<List<String>>> NEW_KERNEL_LINES =
      new Section<>(
          "kernel-log-followed.txt",
          "such lines as they came while the log was followed",
          "answer; then the lines",
          0,
          false,
          AnswerFormat.<String>list(line -> line, line -> line).reading());

  static final Section<Reading<byte[]>> KVMCLOCK =
      new Section<>(
          "kvmclock.txt",
          "the 32 bytes in which KVM tells its guest the time",
          "answer, bytes in hexadecimal",
          0,
          true,
          bytes());

  static final Section<Reading<byte[]>> VMCLOCK =
      new Section<>(
          "vmclock.txt",
          "the page in which a hypervisor tells its guest of migrations",
          "answer, bytes in hexadecimal",
          0,
          true,
          bytes());

  static final Section<Reading<Granularity>> GRANULARITY =
      new Section<>(
          "granularity.txt",
          "the step in which each CPU's counter moves",
          "CPU, answer, CPU, step cycles, smallest delta cycles, reads",
          1,
          false,
          AnswerFormat.fields(RecordedValues::fields, RecordedValues::granularity).reading());

  static final Section<Reading<TimeSample>> TIME_SAMPLES =
      new Section<>(
          "time-samples.txt",
          "the system clocks, read between two reads of the counter",
          "CPU, answer, CPU, TSC before, TSC after, MONOTONIC, MONOTONIC_RAW, BOOTTIME, REALTIME",
          1,
          false,
          AnswerFormat.fields(RecordedValues::fields, RecordedValues::timeSample).reading());

  static final Section<Reading<ClockSample>> CLOCKS =
      new Section<>(
          "clocks.txt",
          "clocks other than the counter, read between two reads of it",
          "asked: clock, number, CPU, tries, slow cycles, TSC kHz; answer; clock, number, CPU,"
              + " TSC before, TSC after, ticks, bits, ticks, in nanoseconds, began to show (1) or"
              + " showed (0), how, reads, median cycles, widest cycles, slow reads, CPU ns, and of"
              + " struct timex: state, status, freq, tick, maxerror, esterror",
          6,
          false,
          AnswerFormat.fields(RecordedClocks::fields, RecordedClocks::sample).reading());

  static final Section<ExchangeResult> EXCHANGES =
      new Section<>(
          "exchanges.txt",
          "the best samples of each pair of CPUs, with the counter values that made them",
          "asked: CPU A, CPU B, budget ns, injected into A: offset, rate, origin, into B: likewise;"
              + " answered: CPU A, CPU B, outcome, detail, A to B: sent, received, samples, B to A:"
              + " likewise, blocks kept, blocks dropped, migrations, started ns, finished ns, CPU"
              + " ns",
          9,
          false,
          AnswerFormat.fields(RecordedValues::fields, RecordedValues::exchange));

  static final Section<Long> MONOTONIC =
      new Section<>(
          "monotonic.txt",
          "CLOCK_MONOTONIC each time it was asked for",
          "nanoseconds",
          0,
          true,
          clock());

  static final Section<Long> REALTIME =
      new Section<>(
          "realtime.txt",
          "CLOCK_REALTIME each time it was asked for",
          "nanoseconds since 1970",
          0,
          true,
          clock());

  private static AnswerFormat<Reading<byte[]>> bytes() {
    return AnswerFormat.text(
            (byte[] value) -> HexFormat.of().formatHex(value), HexFormat.of()::parseHex)
        .reading();
  }

  private static AnswerFormat<Long> clock() {
    return AnswerFormat.fields(value -> List.of(Long.toString(value)), FieldReader::number);
  }
}
