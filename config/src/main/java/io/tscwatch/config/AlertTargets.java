package io.tscwatch.config;

import static io.tscwatch.config.format.PathFormat.ABSOLUTE_PATH;
import static io.tscwatch.config.format.QuantityFormat.DURATION;
import static io.tscwatch.config.format.UrlFormat.URL;

import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.format.IntegerFormat;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.TextFormat;
import io.tscwatch.config.format.ValueFormat;
import io.tscwatch.config.yaml.YamlMapping;
import io.tscwatch.config.yaml.YamlWriting;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a list of targets is written: each a mapping, whose keys have their own formats. */
final class AlertTargets {

  private static final long SECOND = 1_000_000_000L;

  private static final TextFormat NAME =
      new TextFormat(
          Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"),
          "a target's name",
          "a name of at most 40 lower-case letters, digits and hyphens");
  private static final ValueFormat<AlertTarget.Type> TYPE =
      new ChoiceFormat<>(AlertTarget.Type.class);
  private static final ValueFormat<AlertTarget.Severity> SEVERITY =
      new ChoiceFormat<>(AlertTarget.Severity.class);
  private static final QuantityFormat TIMEOUT = DURATION.between(SECOND, 300 * SECOND);
  private static final QuantityFormat RESEND = DURATION.between(10 * SECOND, 3_600 * SECOND);
  private static final IntegerFormat PENDING = new IntegerFormat(10, 5_000);

  private static final URI STAND_IN = URI.create("http://127.0.0.1/");
  private static final AlertTarget.Severity MIN_SEVERITY = AlertTarget.Severity.WARNING;
  private static final long TIMEOUT_NANOS = 10 * SECOND;
  private static final long RESEND_NANOS = 60 * SECOND;
  private static final long MAX_PENDING = 1_000;

  private AlertTargets() {}

  /** What is written; mistakes are noted in the mappings' problems. */
  static List<AlertTarget> read(List<YamlMapping> mappings) {
    List<AlertTarget> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMapping mapping : mappings) {
      AlertTarget target = target(mapping);
      if (!target.name().isEmpty() && !names.add(target.name())) {
        mapping.problem("name", "another target has this name", "a name of its own");
      }
      targets.add(target);
    }
    return targets;
  }

  private static AlertTarget target(YamlMapping mapping) {
    String name = mapping.required("name", NAME, "");
    AlertTarget.Type type = mapping.required("type", TYPE, AlertTarget.Type.WEBHOOK);
    URI url = mapping.required("url", URL, STAND_IN);
    Optional<Path> token = mapping.optional("bearer-token-file", ABSOLUTE_PATH);
    Optional<Path> secret = mapping.optional("secret-file", ABSOLUTE_PATH);
    Optional<Path> ca = mapping.optional("ca-file", ABSOLUTE_PATH);
    boolean encrypted = url.getScheme().equals("https");
    if (token.isPresent() && !encrypted && !isLoopback(url)) {
      mapping.problem(
          "url",
          "the bearer token could be read on its way",
          "an https URL, or a loopback address");
    }
    if (ca.isPresent() && !encrypted) {
      mapping.problem("ca-file", "there is nothing to verify without https", "an https URL");
    }
    if (secret.isPresent() && type == AlertTarget.Type.ALERTMANAGER) {
      mapping.problem("secret-file", "an Alertmanager knows no signature", "type: webhook");
    }
    return new AlertTarget(
        name,
        type,
        url,
        mapping.optional("min-severity", SEVERITY).orElse(MIN_SEVERITY),
        token,
        secret,
        ca,
        mapping.optional("timeout", TIMEOUT).orElse(TIMEOUT_NANOS),
        mapping.optional("resend-every", RESEND).orElse(RESEND_NANOS),
        Math.toIntExact(mapping.optional("max-pending", PENDING).orElse(MAX_PENDING)));
  }

  private static boolean isLoopback(URI url) {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    return new ListenAddress(host, 1).isLoopback();
  }

  /** The targets in YAML's flow style, on one line, without what is the default. */
  static String print(List<AlertTarget> targets) {
    return targets.stream().map(AlertTargets::print).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String print(AlertTarget target) {
    List<String> fields = new ArrayList<>();
    fields.add("name: " + quoted(NAME.print(target.name())));
    fields.add("type: " + TYPE.print(target.type()));
    fields.add("url: " + quoted(URL.print(target.url())));
    if (target.minSeverity() != MIN_SEVERITY) {
      fields.add("min-severity: " + SEVERITY.print(target.minSeverity()));
    }
    file(fields, "bearer-token-file", target.bearerTokenFile());
    file(fields, "secret-file", target.secretFile());
    file(fields, "ca-file", target.caFile());
    if (target.timeoutNanos() != TIMEOUT_NANOS) {
      fields.add("timeout: " + TIMEOUT.print(target.timeoutNanos()));
    }
    if (target.resendEveryNanos() != RESEND_NANOS) {
      fields.add("resend-every: " + RESEND.print(target.resendEveryNanos()));
    }
    if (target.maxPending() != MAX_PENDING) {
      fields.add("max-pending: " + target.maxPending());
    }
    return fields.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static void file(List<String> fields, String name, Optional<Path> file) {
    file.ifPresent(path -> fields.add(name + ": " + quoted(ABSOLUTE_PATH.print(path))));
  }

  /** A comma or bracket ends a plain scalar inside of brackets. */
  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> ",[]{}".indexOf(c) >= 0);
    return plain ? YamlWriting.scalar(text) : "'" + text.replace("'", "''") + "'";
  }
}
