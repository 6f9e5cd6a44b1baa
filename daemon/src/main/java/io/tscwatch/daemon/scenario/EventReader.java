package io.tscwatch.daemon.scenario;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.MsrAccess;
import io.tscwatch.checks.simulate.ScheduledEvent;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.config.format.BooleanFormat;
import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the list {@code events}. An event with {@code every} and {@code times} is as many events.
 *
 * @param present the CPUs that the machine has
 * @param khz the frequency of its counters
 */
record EventReader(CpuSet present, long khz) {

  private static final long MAX_TIMES = 100_000;
  private static final long MAX_ERROR = 16_000_000_000L;

  List<ScheduledEvent> read(List<YamlMapping> events) {
    List<ScheduledEvent> scheduled = new ArrayList<>();
    for (YamlMapping event : events) {
      long at = event.requiredDuration("at", 0, ScheduledEvent.MAX_NANOS);
      Optional<Long> every = event.optionalDuration("every", 1, ScheduledEvent.MAX_NANOS);
      Optional<Long> times = event.optionalInteger("times", 1, MAX_TIMES);
      if (every.isPresent() != times.isPresent()) {
        event.problem(
            every.isPresent() ? "every" : "times",
            "one of every and times stands alone",
            "both or none");
      }
      Optional<Event> what = event(event);
      for (long i = 0; what.isPresent() && i < times.orElse(1L); i++) {
        long time = at + i * every.orElse(0L);
        if (time < 0 || time > ScheduledEvent.MAX_NANOS) {
          event.problem("times", "the last one is too late", "an event within 10 years");
          break;
        }
        scheduled.add(new ScheduledEvent(time, what.orElseThrow()));
      }
    }
    return scheduled;
  }

  private Optional<Event> event(YamlMapping event) {
    ChoiceFormat<EventKind> kinds = new ChoiceFormat<>(EventKind.class);
    Optional<EventKind> kind = event.optional("event", kinds);
    if (kind.isEmpty()) {
      // Of an event that is not known, no key is known either: one problem is enough.
      event.keys().forEach(event::node);
      if (event.node("event").isEmpty()) {
        event.problem("event", "this key is missing", kinds.expected());
      }
      return Optional.empty();
    }
    return Optional.of(
        switch (kind.orElseThrow()) {
          case TSC_STEP ->
              new Event.TscStep(
                  cpus(event),
                  cycles(event, "by"),
                  event.optionalBoolean("adjust-moves").orElse(false));
          case RATE_CHANGE -> new Event.RateChange(cpus(event), rate(event));
          case ADJUST_WRITTEN -> new Event.AdjustWritten(cpus(event), cycles(event, "value"));
          case ADJUST_RESTORED ->
              new Event.AdjustRestored(
                  cpus(event), cycles(event, "value"), duration(event, "after"));
          case OFFLINE -> new Event.Offline(cpus(event));
          case ONLINE -> new Event.Online(cpus(event));
          case SUSPEND ->
              new Event.Suspend(
                  duration(event, "for"),
                  event
                      .optionalChoice("tsc", Event.TscInSuspend.class)
                      .orElse(Event.TscInSuspend.CONTINUES),
                  offsets(event, "skews"));
          case CLOCK_SET ->
              new Event.ClockSet(
                  event.requiredDuration(
                      "by", -ScheduledEvent.MAX_NANOS, ScheduledEvent.MAX_NANOS));
          case CLOCKSOURCE -> new Event.ClocksourceChange(event.requiredText("name"));
          case MIGRATION ->
              new Event.Migration(
                  cycles(event, "tsc-jump"), event.optionalBoolean("guest-stopped").orElse(false));
          case MSR_ACCESS ->
              new Event.MsrAccessChange(
                  event.required(
                      "access", new ChoiceFormat<>(MsrAccess.class), MsrAccess.READABLE));
          case KERNEL_LOG_ACCESS ->
              new Event.KernelLogAccess(event.required("readable", BooleanFormat.BOOLEAN, true));
          case STARVATION -> new Event.Starvation(cpus(event), duration(event, "for"));
          case PREEMPTION_STORM ->
              new Event.PreemptionStorm(
                  cpus(event), duration(event, "for"), perMille(event, "share"));
          case FLOOR_RISE ->
              new Event.FloorRise(
                  cpus(event),
                  duration(event, "for"),
                  delay(event, "inbound"),
                  delay(event, "outbound"));
          case KERNEL_LINE -> new Event.KernelLine(event.requiredText("text"));
          case WITNESS_STEP ->
              new Event.ClockStep(
                  clock(event),
                  event.requiredDuration(
                      "by", -ScheduledEvent.MAX_NANOS, ScheduledEvent.MAX_NANOS));
          case WITNESS_STALL -> new Event.ClockStall(clock(event), duration(event, "for"));
          case WITNESS_RATE -> new Event.ClockRate(clock(event), rate(event));
          case DISCIPLINE ->
              new Event.Disciplined(event.optionalDuration("max-error", 0, MAX_ERROR));
        });
  }

  private static ClockKind clock(YamlMapping event) {
    return event.required("clock", new ChoiceFormat<>(ClockKind.class), ClockKind.HPET);
  }

  private CpuSet cpus(YamlMapping event) {
    return event.required("cpus", new CpuSetFormat(present), CpuSet.empty());
  }

  private long cycles(YamlMapping event, String key) {
    return event.required(key, CyclesFormat.offset(khz), 0L);
  }

  private long delay(YamlMapping event, String key) {
    return event.optional(key, new CyclesFormat(khz, 0, DelayModel.MAX_CYCLES)).orElse(0L);
  }

  private static long duration(YamlMapping event, String key) {
    return event.requiredDuration(key, 1, ScheduledEvent.MAX_NANOS);
  }

  private static long rate(YamlMapping event) {
    return event.required("rate", rateFormat(), 0L);
  }

  static QuantityFormat rateFormat() {
    return QuantityFormat.RATE.between(
        -CounterPlan.MAX_RATE_PICOS_PER_SECOND, CounterPlan.MAX_RATE_PICOS_PER_SECOND);
  }

  /** Shares are read in parts per million and simulated in parts per thousand. */
  static int perMille(YamlMapping mapping, String key) {
    return (int)
        (mapping.required(key, QuantityFormat.SHARE.between(1000, 1_000_000), 1000L) / 1000);
  }

  /** A list of {@code cpus} and their {@code offset}. */
  Map<Integer, Long> offsets(YamlMapping mapping, String key) {
    Map<Integer, Long> offsets = new HashMap<>();
    for (YamlMapping item : mapping.mappings(key)) {
      long cycles = cycles(item, "offset");
      cpus(item).forEach(cpu -> offsets.put(cpu, cycles));
    }
    return offsets;
  }
}
