package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a list of pairs: {@code 0-1,0-5}. */
final class PairList {

  private static final Pattern PAIR = Pattern.compile("([0-9]{1,5})\\s*-\\s*([0-9]{1,5})");

  private PairList() {}

  static List<CpuPair> parse(String text) {
    List<CpuPair> pairs = new ArrayList<>();
    for (String raw : text.split(",", -1)) {
      pairs.add(pair(raw.strip()));
    }
    return pairs;
  }

  private static CpuPair pair(String part) {
    Matcher matcher = PAIR.matcher(part);
    if (!matcher.matches()) {
      throw wrong(part, "not a pair of CPU numbers");
    }
    int cpuA = Integer.parseInt(matcher.group(1));
    int cpuB = Integer.parseInt(matcher.group(2));
    if (Math.max(cpuA, cpuB) > CpuSet.MAX_CPU) {
      throw wrong(part, "CPU numbers go up to " + CpuSet.MAX_CPU);
    }
    if (cpuA == cpuB) {
      throw wrong(part, "a CPU cannot be measured against itself");
    }
    return CpuPair.of(cpuA, cpuB);
  }

  private static IllegalArgumentException wrong(String part, String why) {
    return new IllegalArgumentException(
        "'"
            + part
            + "' in pairs: "
            + why
            + " (expected auto, all, tree, or a list such as 0-1,0-5)");
  }
}
