package io.tscwatch.bench;

import io.tscwatch.bench.experiment.Bench.MeasuredPair;
import io.tscwatch.bench.experiment.UnavailableException;
import io.tscwatch.bench.report.Subject;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.CpuPair;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.daemon.Version;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the laboratory finds itself on. */
final class Surroundings {

  private static final long CALIBRATION_NANOS = 200_000_000;

  private final RealMachine machine = new RealMachine();
  private final CpuSet cpus;
  private final Topology topology;

  Surroundings() {
    Reading<CpuSet> affinity = machine.affinity();
    this.cpus =
        affinity
            .toOptional()
            .filter(set -> set.size() >= 2)
            .orElseThrow(
                () ->
                    new UnavailableException(
                        "the laboratory needs two CPUs; this process may use "
                            + affinity.toOptional().map(CpuSet::size).orElse(0)));
    this.topology = FactsReader.topology(machine);
  }

  List<Integer> cpus() {
    return cpus.stream().boxed().toList();
  }

  /** One pair for each distance that there is, the nearest first. */
  List<MeasuredPair> pairs() {
    Map<Distance, CpuPair> found = new EnumMap<>(Distance.class);
    int[] numbers = cpus.toArray();
    for (int i = 0; i < numbers.length; i++) {
      for (int j = i + 1; j < numbers.length; j++) {
        found.putIfAbsent(
            topology.distance(numbers[i], numbers[j]), CpuPair.of(numbers[i], numbers[j]));
      }
    }
    List<MeasuredPair> pairs = new ArrayList<>();
    found.forEach((distance, pair) -> pairs.add(new MeasuredPair(pair, distance.phrase())));
    return pairs;
  }

  long tscHertz() throws InterruptedException {
    int cpu = cpus.first();
    TimeSample first = sample(cpu);
    machine.sleepNanos(CALIBRATION_NANOS);
    return TscFrequency.between(first, sample(cpu))
        .map(TscFrequency::hertz)
        .orElseThrow(() -> new UnavailableException("the TSC's frequency could not be measured"));
  }

  private TimeSample sample(int cpu) {
    Reading<TimeSample> sample = machine.timeSample(cpu);
    return sample
        .toOptional()
        .orElseThrow(() -> new UnavailableException(sample.whyNot().orElse("no sample")));
  }

  Subject subject(long tscHertz, int effort, long seed) {
    return new Subject(
        file("/proc/cpuinfo")
            .lines()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown"),
        cpus.size(),
        machine
            .cpuid()
            .map(CpuidFacts::decode)
            .toOptional()
            .flatMap(CpuidFacts::hypervisorName)
            .orElse(""),
        file("/proc/sys/kernel/osrelease").strip(),
        file("/sys/devices/system/clocksource/clocksource0/current_clocksource").strip(),
        tscHertz,
        machine.granularity(cpus.first()).map(Granularity::stepCycles).toOptional().orElse(0L),
        Runtime.version().toString(),
        Version.text(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        file("/proc/loadavg").replaceAll("\\s.*", "").strip(),
        effort,
        seed);
  }

  private String file(String path) {
    return machine.files().read(path).toOptional().orElse("");
  }
}
