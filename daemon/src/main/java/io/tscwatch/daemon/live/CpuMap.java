package io.tscwatch.daemon.live;

import io.tscwatch.daemon.status.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The CPUs of each package on lines of their own, a character each: {@code .} reliable, {@code ?}
 * unknown, {@code x} unreliable, {@code -} offline.
 *
 * @param margin how many characters of a line are its name
 */
record CpuMap(String title, int margin, List<String> lines) {

  /** From what is seen best to what needs least room: what a character stands for. */
  private static final List<List<String>> LEVELS =
      List.of(List.of("cpu"), List.of("die", "llc", "core"), List.of("die", "llc"), List.of());

  private static final List<String> NAMES = List.of("CPU", "core", "last-level cache", "package");
  private static final String GRAVITY = "-.?x";

  CpuMap {
    lines = List.copyOf(lines);
  }

  /** The finest that fits; the coarsest, cut, if none does. */
  static CpuMap fitting(List<JsonObject> cpus, int columns, int rows) {
    CpuMap map = new CpuMap("", 0, List.of());
    for (int level = 0; level < LEVELS.size(); level++) {
      map = of(cpus, level, columns);
      if (map.lines.size() <= rows) {
        return map;
      }
    }
    return new CpuMap(map.title, map.margin, map.lines.subList(0, Math.max(0, rows)));
  }

  private static CpuMap of(List<JsonObject> cpus, int level, int columns) {
    Map<String, Map<String, Character>> packages = new LinkedHashMap<>();
    for (JsonObject cpu : cpus) {
      JsonObject place = cpu.object("place").orElse(JsonObject.EMPTY);
      StringBuilder group = new StringBuilder();
      for (String part : LEVELS.get(level)) {
        group
            .append(number(part.equals("cpu") ? cpu.number("cpu") : place.number(part)))
            .append('/');
      }
      packages
          .computeIfAbsent(number(place.number("package")), name -> new LinkedHashMap<>())
          .merge(group.toString(), mark(cpu), CpuMap::graver);
    }
    List<String> lines = new ArrayList<>();
    int margin = 5 + packages.keySet().stream().mapToInt(String::length).max().orElse(0);
    int room = Math.max(8, columns - margin);
    packages.forEach(
        (name, groups) -> {
          StringBuilder marks = new StringBuilder();
          groups.values().forEach(marks::append);
          String head = "  P" + name;
          for (int from = 0; from < marks.length(); from += room) {
            String start = from == 0 ? head : "";
            lines.add(
                start
                    + " ".repeat(margin - start.length())
                    + marks.substring(from, Math.min(marks.length(), from + room)));
          }
        });
    return new CpuMap(
        "Each character a "
            + NAMES.get(level)
            + ", by package: . reliable  ? unknown  x unreliable  - offline",
        margin,
        lines);
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  private static char mark(JsonObject cpu) {
    if (!cpu.flag("online")) {
      return '-';
    }
    return switch (cpu.text("verdict").orElse("")) {
      case "RELIABLE" -> '.';
      case "UNRELIABLE" -> 'x';
      default -> '?';
    };
  }

  private static char graver(char one, char other) {
    return GRAVITY.indexOf(one) >= GRAVITY.indexOf(other) ? one : other;
  }
}
