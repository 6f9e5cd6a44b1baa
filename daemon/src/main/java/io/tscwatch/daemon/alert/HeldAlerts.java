package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.StoredEvent;
import io.tscwatch.daemon.report.Names;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The alerts that a status is reason for: one for each code and severity among its findings. */
final class HeldAlerts {

  private static final int FINGERPRINT_BYTES = 8;

  private record Matter(String code, String severity) {}

  private HeldAlerts() {}

  /**
   * The alerts, the gravest first.
   *
   * @param instance the host
   * @param shiftNanos what is added to the machine's instants: the clock of a simulated one is not
   *     the clock of those who are told
   */
  static List<KeptAlert> of(WatchStatus status, String instance, long shiftNanos) {
    Map<Matter, List<ActiveFinding>> matters = new LinkedHashMap<>();
    for (ActiveFinding active : status.findings()) {
      Finding finding = active.finding();
      matters
          .computeIfAbsent(
              new Matter(finding.code().code(), Names.of(finding.severity())),
              matter -> new ArrayList<>())
          .add(active);
    }
    List<KeptAlert> alerts = new ArrayList<>();
    matters.forEach(
        (matter, findings) ->
            alerts.add(alert(matter, findings, status.origin(), instance, shiftNanos)));
    return alerts;
  }

  private static KeptAlert alert(
      Matter matter,
      List<ActiveFinding> findings,
      Origin origin,
      String instance,
      long shiftNanos) {
    CpuSet cpus = CpuSet.empty();
    long raised = Long.MAX_VALUE;
    for (ActiveFinding active : findings) {
      cpus = cpus.plus(active.finding().cpus());
      raised = Math.min(raised, active.raisedRealtimeNanos());
    }
    Finding first = findings.get(0).finding();
    String others =
        findings.size() == 1
            ? ""
            : " And " + (findings.size() - 1) + " more of this kind: CPUs " + cpus + " in all.";
    return new KeptAlert(
        fingerprint(matter, origin, instance),
        origin,
        matter.code(),
        matter.severity(),
        cpus,
        StoredEvent.amounts(first.quantities()),
        first.sentence() + others,
        first.advice(),
        first.evidence(),
        raised + shiftNanos);
  }

  private static String fingerprint(Matter matter, Origin origin, String instance) {
    String identity =
        String.join(
            "\n",
            instance,
            Names.of(origin.kind()),
            origin.label(),
            matter.code(),
            matter.severity());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
