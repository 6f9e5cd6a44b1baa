package io.tscwatch.daemon.status;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.monitor.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the daemon told, for monitoring. What it did not tell, or not as expected, is empty. */
final class ToldStanding {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private ToldStanding() {}

  static Standing of(JsonObject status, Verdict verdict) {
    JsonObject machine = status.object("machine").orElse(JsonObject.EMPTY);
    String kind = machine.text("kind").orElse("real");
    JsonObject limits = status.object("limits").orElse(JsonObject.EMPTY);
    return new Standing(
        kind.equals("simulated") || kind.equals("replayed")
            ? Map.of(kind, machine.text("label").orElse(""))
            : Map.of(),
        verdict,
        status.flag("warnings"),
        status.text("reason").orElse(""),
        status.text("asOf").flatMap(ToldStanding::realtimeNanos).orElse(0L),
        status.number("agreementNanos"),
        limits.number("maxSkewNanos"),
        status.number("evidenceAgeNanos"),
        status.objects("findings").stream().map(ToldStanding::found).toList(),
        status.objects("cpus").stream()
            .filter(cpu -> cpu.flag("online"))
            .flatMap(ToldStanding::cpu)
            .toList());
  }

  private static Standing.Found found(JsonObject finding) {
    List<Integer> cpus =
        finding.numbers("cpus").stream()
            .filter(cpu -> cpu >= 0 && cpu <= CpuSet.MAX_CPU)
            .map(Long::intValue)
            .toList();
    return new Standing.Found(
        finding.text("code").orElse(""),
        finding.text("severity").orElse(""),
        CpuSet.of(cpus),
        finding.text("sentence").orElse(""));
  }

  private static Stream<Standing.Cpu> cpu(JsonObject cpu) {
    OptionalInt number = integer(cpu.number("cpu"));
    if (number.isEmpty()) {
      return Stream.empty();
    }
    Optional<JsonObject> place = cpu.object("place");
    return Stream.of(
        new Standing.Cpu(
            number.getAsInt(),
            place.map(p -> integer(p.number("package"))).orElse(OptionalInt.empty()),
            Stream.of(Verdict.values())
                .filter(v -> cpu.text("verdict").orElse("").equals(v.name()))
                .findFirst()
                .orElse(Verdict.UNKNOWN),
            cpu.object("offset").flatMap(ToldStanding::bounds),
            adjust(cpu)));
  }

  private static Optional<Standing.Bounds> bounds(JsonObject offset) {
    OptionalLong lower = offset.number("lowerNanos");
    OptionalLong upper = offset.number("upperNanos");
    return lower.isPresent() && upper.isPresent()
        ? Optional.of(new Standing.Bounds(lower.getAsLong(), upper.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong adjust(JsonObject cpu) {
    Optional<String> text = cpu.text("tscAdjustCycles");
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      // Another version writes it otherwise: not known here.
      return OptionalLong.empty();
    }
  }

  private static OptionalInt integer(OptionalLong number) {
    return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }

  private static Optional<Long> realtimeNanos(String instant) {
    try {
      Instant parsed = Instant.parse(instant);
      return Optional.of(parsed.getEpochSecond() * NANOS_PER_SECOND + parsed.getNano());
    } catch (DateTimeException e) {
      // Another version writes it otherwise: not known here.
      return Optional.empty();
    }
  }
}
