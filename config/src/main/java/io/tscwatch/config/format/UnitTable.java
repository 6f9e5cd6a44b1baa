package io.tscwatch.config.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The units of one kind of quantity.
 *
 * @param noun what the quantity is, with its article: {@code a duration}
 * @param examples what may be written, for messages
 * @param factors unit to its size in base units, ascending; the first unit is the base unit
 * @param aliases other spellings that people try, with the unit that each stands for: never
 *     accepted, only suggested
 * @param usual the unit to suggest where none was written; empty for no suggestion
 */
record UnitTable(
    String noun,
    String examples,
    Map<String, Long> factors,
    Map<String, String> aliases,
    String usual) {

  private static final long SECOND = 1_000_000_000L;

  static final UnitTable DURATION =
      new UnitTable(
          "a duration",
          "a duration with its unit, such as 500us, 1ms, 1.5s, 10min, 2h or 1d",
          ascending(
              Map.of(
                  "ns",
                  1L,
                  "us",
                  1_000L,
                  "ms",
                  1_000_000L,
                  "s",
                  SECOND,
                  "min",
                  60 * SECOND,
                  "h",
                  3_600 * SECOND,
                  "d",
                  86_400 * SECOND)),
          aliases(
              "ns:nsec,nanos,nanoseconds",
              "us:µs,μs,usec,micros,microseconds",
              "ms:msec,millis,milliseconds",
              "s:sec,secs,second,seconds",
              "min:m,mins,minute,minutes",
              "h:hr,hrs,hour,hours",
              "d:day,days"),
          "s");

  static final UnitTable BYTES =
      new UnitTable(
          "a size",
          "a size with its unit, such as 512B, 8KiB, 64MiB or 1GiB",
          ascending(Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30)),
          aliases(
              "B:bytes,byte,b",
              "KiB:k,K,kB,KB,kib,Ki",
              "MiB:m,M,MB,mb,mib,Mi",
              "GiB:g,G,GB,gb,gib,Gi"),
          "B");

  static final UnitTable SHARE =
      new UnitTable(
          "a share",
          "a share with its unit, such as 0.1 % or 500 ppm",
          ascending(Map.of("ppm", 1L, "%", 10_000L)),
          aliases("%:percent,pct,pc", "ppm:PPM"),
          // 0.001 may be meant as a fraction of 1 or as a percentage: no guess.
          "");

  static final UnitTable RATE =
      new UnitTable(
          "a rate",
          "a rate with its unit, such as 1 ppm, -0.5 ppb or 20 ps/s",
          ascending(Map.of("ps/s", 1L, "ppb", 1_000L, "ppm", 1_000_000L)),
          aliases("ppm:PPM,us/s", "ppb:PPB,ns/s", "ps/s:ppt"),
          "ppm");

  static final UnitTable FREQUENCY =
      new UnitTable(
          "a frequency",
          "a frequency with its unit, such as 2599998kHz, 2600MHz or 2.6GHz",
          ascending(Map.of("kHz", 1L, "MHz", 1_000L, "GHz", 1_000_000L)),
          aliases("kHz:khz,KHz,k", "MHz:mhz,Mhz,M", "GHz:ghz,Ghz,G"),
          "GHz");

  /**
   * What was meant by a unit that does not exist: an alias or another case. Nothing nearer to
   * guessing, because units are so short that each is near to all others.
   */
  Optional<String> meantBy(String unit) {
    String alias = aliases.get(unit);
    return alias != null
        ? Optional.of(alias)
        : factors.keySet().stream().filter(unit::equalsIgnoreCase).findFirst();
  }

  private static Map<String, Long> ascending(Map<String, Long> factors) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    factors.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static Map<String, String> aliases(String... lines) {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      for (String alias : line.substring(colon + 1).split(",", -1)) {
        aliases.put(alias, line.substring(0, colon));
      }
    }
    return aliases;
  }
}
