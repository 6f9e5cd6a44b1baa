package io.tscwatch.daemon.scenario;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.simulate.AdjustPlan;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.KernelPlan;
import io.tscwatch.checks.simulate.MsrAccess;
import io.tscwatch.checks.simulate.PairFailure;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.simulate.ScheduledEvent;
import io.tscwatch.checks.topology.CpuNumbering;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.TextFormat;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.config.yaml.YamlMapping;
import io.tscwatch.config.yaml.YamlNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one scenario, section by section, and collects every mistake on the way. */
final class ScenarioReader {

  /** What a simulation of more CPUs than any machine has could take of memory. */
  private static final int MAX_CPUS = 8192;

  private final YamlMapping file;
  private final MachineShape shape;
  private final CpuSetFormat cpuFormat;
  private final long khz;

  private ScenarioReader(YamlMapping file) {
    this.file = file;
    this.shape = shape(file.section("machine"));
    this.cpuFormat = new CpuSetFormat(shape.present());
    this.khz = khz(file.section("tsc"));
  }

  /**
   * Reads.
   *
   * @throws InvalidYamlException with all mistakes
   */
  static Scenario read(YamlMapping file) throws InvalidYamlException {
    ScenarioReader reader = new ScenarioReader(file);
    ScenarioBuilder builder = reader.builder();
    file.finish();
    return builder.build();
  }

  private ScenarioBuilder builder() {
    ScenarioBuilder builder = Scenario.builder(file.requiredText("name"), shape);
    file.optionalText("description");
    file.optionalInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(builder::seed);
    builder.forbidden(cpus(file.section("machine"), "forbidden"));
    builder.counters(counters(file.section("tsc")));
    builder.adjust(adjust(file.section("tsc-adjust")));
    builder.delays(delays(file.section("delays")));
    Platform platform = platform(file.section("platform"));
    builder.platform(platform);
    builder.kernel(kernel(file.section("kernel"), platform));
    YamlMapping clocks = file.section("clocks");
    clocks
        .optionalDuration("uptime", 0, ScheduledEvent.MAX_NANOS)
        .ifPresent(builder::startMonotonicNanos);
    date(clocks).ifPresent(builder::startRealtimeNanos);
    new ClockReader().read(file.mappings("witnesses")).forEach(builder::clock);
    failures(file.mappings("failures"), builder);
    for (ScheduledEvent event :
        new EventReader(shape.present(), khz).read(file.mappings("events"))) {
      builder.at(event.atNanos(), event.event());
    }
    return builder;
  }

  private CpuSet cpus(YamlMapping mapping, String key) {
    return mapping.optional(key, cpuFormat).orElse(CpuSet.empty());
  }

  private static MachineShape shape(YamlMapping machine) {
    try {
      MachineShape plain =
          MachineShape.of(
                  count(machine, "packages"),
                  count(machine, "dies-per-package"),
                  count(machine, "caches-per-die"),
                  count(machine, "cores-per-cache"),
                  count(machine, "threads-per-core"))
              .withNodesPerPackage(count(machine, "nodes-per-package"))
              .withNumbering(
                  machine
                      .optionalChoice("numbering", CpuNumbering.class)
                      .orElse(CpuNumbering.SIBLINGS_LAST));
      if (plain.present().size() > MAX_CPUS) {
        throw new IllegalArgumentException("more than " + MAX_CPUS + " CPUs");
      }
      CpuSetFormat format = new CpuSetFormat(plain.present());
      return plain
          .withOffline(machine.optional("offline", format).orElse(CpuSet.empty()))
          .withIsolated(machine.optional("isolated", format).orElse(CpuSet.empty()))
          .withNohzFull(machine.optional("nohz-full", format).orElse(CpuSet.empty()));
    } catch (IllegalArgumentException e) {
      List.of("offline", "isolated", "nohz-full").forEach(machine::node);
      machine.problem("packages", "no such machine: " + e.getMessage(), "");
      return MachineShape.of(1, 1, 1, 1, 1);
    }
  }

  private static int count(YamlMapping machine, String key) {
    return machine.optionalInteger(key, 1, MAX_CPUS).orElse(1L).intValue();
  }

  private static long khz(YamlMapping tsc) {
    return tsc.optional(
            "frequency", QuantityFormat.FREQUENCY.between(CounterPlan.MIN_KHZ, CounterPlan.MAX_KHZ))
        .orElse(CounterPlan.DEFAULT.khz());
  }

  private CounterPlan counters(YamlMapping tsc) {
    CounterPlan plan =
        new CounterPlan(
            khz,
            tsc.optional("start", CyclesFormat.offset(khz))
                .orElse(CounterPlan.DEFAULT.startCycles()),
            tsc.optional("step", new CyclesFormat(khz, 1, CounterPlan.MAX_STEP_CYCLES)).orElse(1L),
            new EventReader(shape.present(), khz).offsets(tsc, "offsets"),
            rates(tsc));
    // Near its ends the counter is best given by what is left to the end.
    return tsc.optional("wraps-after", new CyclesFormat(khz, 1, Long.MAX_VALUE / 2))
        .map(left -> plan.withStart(-left))
        .orElse(plan);
  }

  private Map<Integer, Long> rates(YamlMapping tsc) {
    Map<Integer, Long> rates = new HashMap<>();
    for (YamlMapping item : tsc.mappings("rates")) {
      long rate = item.required("rate", EventReader.rateFormat(), 0L);
      item.required("cpus", cpuFormat, CpuSet.empty()).forEach(cpu -> rates.put(cpu, rate));
    }
    return rates;
  }

  private AdjustPlan adjust(YamlMapping section) {
    Map<Integer, Long> values = new HashMap<>();
    for (YamlMapping item : section.mappings("values")) {
      long value = item.required("value", CyclesFormat.offset(khz), 0L);
      item.required("cpus", cpuFormat, CpuSet.empty()).forEach(cpu -> values.put(cpu, value));
    }
    return new AdjustPlan(
        section.optionalChoice("access", MsrAccess.class).orElse(MsrAccess.READABLE),
        values,
        cpus(section, "unreadable"));
  }

  private DelayModel delays(YamlMapping section) {
    DelayModel model = DelayModel.DEFAULT;
    CyclesFormat oneWay = new CyclesFormat(khz, 1, DelayModel.MAX_CYCLES);
    for (Distance distance : DelayModel.SIMULATED) {
      String key = new ChoiceFormat<>(Distance.class).print(distance);
      Optional<YamlNode> node = section.node(key);
      if (node.isPresent() && node.orElseThrow() instanceof YamlMapping) {
        YamlMapping both = section.section(key);
        model =
            model.withFloor(
                distance, both.required("up", oneWay, 1L), both.required("down", oneWay, 1L));
      } else if (node.isPresent()) {
        long cycles = section.optional(key, oneWay).orElse(1L);
        model = model.withFloor(distance, cycles, cycles);
      }
    }
    CyclesFormat excess = new CyclesFormat(khz, 0, DelayModel.MAX_CYCLES);
    model = model.withNoise(section.optional("noise", excess).orElse(model.noiseCycles()));
    YamlMapping wander = section.section("wander");
    if (section.node("wander").isPresent()) {
      model =
          model.withWander(
              wander.required("up-to", excess, 0L),
              wander.requiredDuration("every", 1_000_000, ScheduledEvent.MAX_NANOS),
              EventReader.perMille(wander, "share"));
    }
    return section.node("preemption").isPresent()
        ? model.withPreemption(EventReader.perMille(section, "preemption"))
        : model;
  }

  private static Platform platform(YamlMapping section) {
    Platform.Vendor vendor =
        section.optionalChoice("vendor", Platform.Vendor.class).orElse(Platform.Vendor.INTEL);
    Platform.Hypervisor hypervisor =
        section
            .optionalChoice("hypervisor", Platform.Hypervisor.class)
            .orElse(Platform.Hypervisor.NONE);
    return new Platform(
        vendor,
        hypervisor,
        section.optionalBoolean("invariant-tsc").orElse(true),
        section.optionalBoolean("tsc-adjust").orElse(vendor == Platform.Vendor.INTEL),
        section.optionalBoolean("kvm-stable").orElse(hypervisor == Platform.Hypervisor.KVM),
        section.optionalBoolean("vmclock").orElse(false));
  }

  private static KernelPlan kernel(YamlMapping section, Platform platform) {
    KernelPlan usual = platform.kvmclock() ? KernelPlan.KVM_GUEST : KernelPlan.DEFAULT;
    return new KernelPlan(
        section.optionalText("release").orElse(usual.release()),
        section.optionalText("command-line").orElse(usual.cmdline()),
        section.optionalText("clocksource").orElse(usual.clocksource()),
        section.optionalList("clocksources", TextFormat.LINE).orElse(usual.clocksources()),
        section.optionalList("log", TextFormat.LINE).orElse(usual.log()),
        section.optionalBoolean("log-readable").orElse(true));
  }

  private static Optional<Long> date(YamlMapping clocks) {
    return clocks
        .optionalText("date")
        .flatMap(
            text -> {
              try {
                Instant date = Instant.parse(text);
                return Optional.of(
                    Math.addExact(
                        Math.multiplyExact(date.getEpochSecond(), 1_000_000_000L), date.getNano()));
              } catch (DateTimeParseException | ArithmeticException e) {
                clocks.problem("date", "'" + text + "' is no date", "such as 2030-01-01T00:00:00Z");
                return Optional.empty();
              }
            });
  }

  private void failures(List<YamlMapping> failures, ScenarioBuilder builder) {
    for (YamlMapping failure : failures) {
      ChoiceFormat<ExchangeOutcome> format = new ChoiceFormat<>(ExchangeOutcome.class);
      ExchangeOutcome outcome = failure.required("outcome", format, ExchangeOutcome.NO_SAMPLES);
      CpuSet pair = failure.required("cpus", cpuFormat, CpuSet.empty());
      if (outcome == ExchangeOutcome.MEASURED) {
        failure.problem("outcome", "measured is no failure", "any other outcome");
      } else if (pair.size() == 2) {
        int[] cpus = pair.toArray();
        builder.failure(new PairFailure(cpus[0], cpus[1], outcome));
      } else if (!pair.isEmpty()) {
        failure.problem("cpus", "not a pair", "two CPUs, such as 0,2");
      }
    }
  }
}
