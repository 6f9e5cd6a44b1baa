package io.tscwatch.daemon.alert;

import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.report.Names;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What every alert says besides itself.
 *
 * @param instance the host's name
 * @param version of tscwatch
 * @param labels of the settings
 * @param link to the page of this host
 */
record AlertContext(
    String instance, String version, Map<String, String> labels, Optional<String> link) {

  AlertContext {
    labels = Map.copyOf(labels);
  }

  static AlertContext of(Settings settings, String instance, String version) {
    Map<String, String> labels =
        settings.alerts().labels().stream()
            .map(label -> label.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
    Optional<String> own =
        settings
            .http()
            .listen()
            .map(ListenAddress::port)
            .map(port -> "http://" + instance + ":" + port + "/");
    return new AlertContext(
        instance, version, labels, settings.alerts().link().map(Object::toString).or(() -> own));
  }

  /**
   * The labels of an alert, in the order of their names; its own win over those of the settings.
   */
  Map<String, String> labels(KeptAlert alert) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("alertname", name(alert.code()));
    all.put("code", alert.code());
    all.put("instance", instance);
    all.put("job", "tscwatch");
    all.put("severity", alert.severity());
    switch (alert.origin().kind()) {
      case REAL -> {}
      case SIMULATED, REPLAYED -> all.put(Names.of(alert.origin().kind()), alert.origin().label());
    }
    return all;
  }

  /** {@code TscSkewWarp} for {@code skew.warp}. */
  static String name(String code) {
    return Arrays.stream(code.split("[.-]", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "Tsc", ""));
  }
}
