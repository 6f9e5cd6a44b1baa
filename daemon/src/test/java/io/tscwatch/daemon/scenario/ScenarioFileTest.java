package io.tscwatch.daemon.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.MsrAccess;
import io.tscwatch.checks.simulate.PairFailure;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScheduledEvent;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.config.yaml.InvalidYamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {

  private static final long SECOND = 1_000_000_000L;

  static Stream<String> builtIn() {
    return ScenarioFile.builtIn().stream();
  }

  private static Scenario parse(String yaml) throws InvalidYamlException {
    return ScenarioFile.parse("mine.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertMistake(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(InvalidYamlException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void everyBuiltInScenarioLoadsAndSaysWhatItIsFor(String name) throws Exception {
    Scenario scenario = ScenarioFile.load(name);
    assertThat(scenario.name()).isNotBlank();
    assertThat(ScenarioFile.text(name)).contains("\ndescription: ");
    try (SimulatedMachine machine = new SimulatedMachine(scenario)) {
      machine.sleepNanos(60 * SECOND);
      assertThat(machine.affinity().toOptional()).isPresent();
    }
  }

  @Test
  void theExampleOfEverythingIsReadAsItIsWritten() throws Exception {
    Scenario scenario = ScenarioFile.load("everything");
    assertThat(scenario.shape().present()).isEqualTo(CpuSet.range(0, 15));
    assertThat(scenario.shape().offline()).isEqualTo(CpuSet.of(15));
    assertThat(scenario.shape().isolated()).isEqualTo(CpuSet.of(14));
    assertThat(scenario.shape().nohzFull()).isEqualTo(CpuSet.of(13));
    assertThat(scenario.forbidden()).isEqualTo(CpuSet.of(12));
    assertThat(scenario.counters().startCycles()).isEqualTo(9_360_000_000_000L);
    assertThat(scenario.counters().offsetCycles()).isEqualTo(Map.of(1, 500L));
    assertThat(scenario.counters().ratePicosPerSecond())
        .isEqualTo(Map.of(2, 1_000_000L, 3, 1_000_000L));
    assertThat(scenario.adjust().access()).isEqualTo(MsrAccess.READABLE);
    assertThat(scenario.adjust().cycles()).isEqualTo(Map.of(1, 500L));
    assertThat(scenario.adjust().unreadable()).isEqualTo(CpuSet.of(11));
    assertThat(scenario.delays().floors().get(Distance.REMOTE))
        .hasToString("Floor[upCycles=270, downCycles=290]");
    assertThat(scenario.delays().wanderPerMille()).isEqualTo(200);
    assertThat(scenario.delays().preemptedPerMille()).isEqualTo(5);
    assertThat(scenario.platform()).isEqualTo(Platform.KVM_GUEST.withVmclock(true));
    assertThat(scenario.kernel().log()).containsExactly("tsc: Detected 2600.000 MHz processor");
    assertThat(scenario.startMonotonicNanos()).isEqualTo(3600 * SECOND);
    assertThat(scenario.startRealtimeNanos()).isEqualTo(1_893_456_000L * SECOND);
    assertThat(scenario.failures())
        .containsExactly(new PairFailure(4, 5, ExchangeOutcome.NO_SAMPLES));
    assertThat(scenario.events())
        .contains(
            new ScheduledEvent(7210 * SECOND, new Event.TscStep(CpuSet.of(1), -200, true)),
            new ScheduledEvent(20 * SECOND, new Event.RateChange(CpuSet.of(2), -20)),
            new ScheduledEvent(
                40 * SECOND, new Event.AdjustRestored(CpuSet.of(8), 1000, 700_000_000L)),
            new ScheduledEvent(
                70 * SECOND,
                new Event.Suspend(3600 * SECOND, Event.TscInSuspend.RESETS, Map.of(3, 260L))),
            new ScheduledEvent(3 * 3600 * SECOND, new Event.Migration(-26_000_000_000L, true)),
            new ScheduledEvent(
                5 * 3600 * SECOND,
                new Event.PreemptionStorm(CpuSet.range(0, 15), 60 * SECOND, 500)),
            new ScheduledEvent(
                6 * 3600 * SECOND, new Event.FloorRise(CpuSet.of(1), 10 * SECOND, 104, 0)));
    assertThat(scenario.events().stream().map(event -> event.event().getClass()).distinct())
        .hasSize(EventKind.values().length);
  }

  @Test
  void theCpuThatIsOffIsTheOneThatTheNamesSay() throws Exception {
    assertThat(trueOffset("one-cpu-500-ahead", 2)).isEqualTo(500);
    assertThat(trueOffset("one-socket-behind", 8)).isEqualTo(-5200);
    assertThat(trueOffset("one-socket-behind", 7)).isZero();
    assertThat(trueOffset("one-cpu-drifting-1ppm", 3)).isEqualTo(3600 * 2600L);
    assertThat(trueOffset("2048-cpus-16-packages-one-60ns-off", 1027)).isEqualTo(150);
  }

  private static long trueOffset(String name, int cpu) throws Exception {
    SimulatedMachine machine = new SimulatedMachine(ScenarioFile.load(name));
    return machine.truth().offsetCycles(cpu, 0, machine.monotonicNanos());
  }

  @Test
  void onlyANameIsRequired() throws Exception {
    Scenario scenario = parse("name: small");
    assertThat(scenario.shape().present()).isEqualTo(CpuSet.of(0));
    assertThat(scenario.platform()).isEqualTo(Platform.INTEL);
    assertMistake("seed: 4", "mine.yaml:1:1: name: this key is missing; expected a line of text");
  }

  @Test
  void mistakesAreNamedWithTheirLine() {
    assertMistake(
        "name: a\ntsc:\n  frequncy: 1GHz\n",
        "mine.yaml:3:3: tsc.frequncy: unknown key; did you mean 'frequency'?");
    assertMistake(
        "name: a\nevents:\n  - at: 1s\n    event: tsc-stop\n    cpus: 0\n    by: 1us\n",
        "mine.yaml:4:12: events[0].event: 'tsc-stop' is not one of the choices; expected one of"
            + " tsc-step, rate-change, adjust-written, adjust-restored, offline, online, suspend,"
            + " clock-set, clocksource, migration, msr-access, kernel-log-access, starvation,"
            + " preemption-storm, floor-rise, kernel-line, witness-step, witness-stall,"
            + " witness-rate, discipline; did you mean 'tsc-step'?");
    assertMistake(
        "name: a\nevents:\n  - at: 1s\n    event: offline\n    cpus: 7\n",
        "mine.yaml:5:11: events[0].cpus: '7' names CPUs that the machine has not: 7; expected all,"
            + " or a list of CPUs of 0, such as 0,2");
    assertMistake(
        "name: a\ntsc:\n  offsets:\n    - {cpus: 0, offset: 60}\n",
        "mine.yaml:4:25: tsc.offsets[0].offset: '60' is neither cycles nor a time; expected cycles"
            + " or a time, such as 500 cycles or 60ns");
    assertMistake(
        "name: a\nfailures:\n  - {cpus: 0, outcome: no-samples}\n",
        "mine.yaml:3:12: failures[0].cpus: not a pair; expected two CPUs, such as 0,2");
    assertMistake(
        "name: a\nclocks: {date: yesterday}\n",
        "mine.yaml:2:16: clocks.date: 'yesterday' is no date; expected such as"
            + " 2030-01-01T00:00:00Z");
    assertMistake(
        "name: a\nmachine: {packages: 8000, cores-per-cache: 8000}\n",
        "mine.yaml:2:21: machine.packages: no such machine: more than 65536 CPUs");
  }

  @Test
  void anEventOfAnUnknownKindIsOneMistake() {
    assertThatThrownBy(() -> parse("name: a\nevents:\n  - {at: 1s, whatever: 3}\n"))
        .isInstanceOfSatisfying(
            InvalidYamlException.class, e -> assertThat(e.problems()).hasSize(1));
  }

  @Test
  void eventsThatContradictEachOtherAreRefused() {
    assertMistake(
        "name: a\nevents:\n  - {at: 1s, event: offline, cpus: 0}\n",
        "mine.yaml: events: no CPU is left online 1000000000 ns after the beginning");
    assertMistake(
        "name: a\nevents:\n  - {at: 1s, every: 2s, event: kernel-line, text: x}\n",
        "mine.yaml:3:21: events[0].every: one of every and times stands alone; expected both or"
            + " none");
  }

  @Test
  void aFileIsTakenBeforeABuiltInNameOnlyIfItIsWrittenAsAPath(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("step.yaml"), "name: mine\n");
    assertThat(ScenarioFile.load(file.toString()).name()).isEqualTo("mine");
    assertThat(ScenarioFile.load("step").name()).isEqualTo("steps forwards and back");
  }

  @Test
  void whatIsNeitherAFileNorBuiltInIsRefusedWithTheChoices(@TempDir Path folder)
      throws IOException {
    assertThatThrownBy(() -> ScenarioFile.load("no-such"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith("no-such: no such file; built in are all-in-sync-2, ");
    assertThatThrownBy(() -> ScenarioFile.load(folder.toString())).isInstanceOf(IOException.class);
  }

  @Test
  void theCounterCanBeginSoThatItWrapsSoon() throws Exception {
    SimulatedMachine machine =
        new SimulatedMachine(
            parse("name: a\nmachine: {cores-per-cache: 2}\ntsc: {wraps-after: 1s}"));
    assertThat(machine.truth().counterCycles(0, machine.monotonicNanos()))
        .isEqualTo(-2_600_000_000L);
  }
}
