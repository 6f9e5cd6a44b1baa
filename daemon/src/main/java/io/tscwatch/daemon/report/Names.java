package io.tscwatch.daemon.report;

import java.util.Locale;

/** Constants as JSON and metrics have them: {@code not-scheduled} for NOT_SCHEDULED. */
public final class Names {

  private Names() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
