package io.tscwatch.checks.record;

import io.tscwatch.checks.machine.Origin;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that one check was told, and what it was asked to do.
 *
 * <p>Safe for use by many threads once the recording machine is used no more.
 */
public final class Recording {

  private final String tscwatchVersion;
  private final Origin origin;
  private final SortedMap<String, String> options;
  private final Tapes tapes;

  Recording(String tscwatchVersion, Origin origin, Map<String, String> options, Tapes tapes) {
    if (options.containsKey("")) {
      throw new IllegalArgumentException("an option without a name");
    }
    this.tscwatchVersion = tscwatchVersion;
    this.origin = origin;
    this.options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    this.tapes = tapes;
  }

  /** The version of tscwatch that made it. */
  public String tscwatchVersion() {
    return tscwatchVersion;
  }

  /** The machine that was recorded. */
  public Origin origin() {
    return origin;
  }

  /** The check's own options, as it named them. */
  public SortedMap<String, String> options() {
    return options;
  }

  Tapes tapes() {
    return tapes;
  }
}
