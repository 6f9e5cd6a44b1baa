package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.daemon.report.Names;
import java.io.PrintWriter;
import java.util.List;

/** Lines for people: a label and its value, then findings. */
final class Lines {

  private static final int LABEL_WIDTH = 18;

  private final PrintWriter out;

  Lines(PrintWriter out) {
    this.out = out;
  }

  void title(String text) {
    out.println(text);
  }

  void fact(String label, String value) {
    out.println("  " + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + value);
  }

  void findings(List<Finding> findings) {
    for (Finding finding : findings) {
      out.println();
      out.println("  " + Names.of(finding.severity()) + "  " + finding.code());
      out.println("    " + finding.sentence());
      out.println("    Evidence: " + finding.evidence());
      if (!finding.advice().isEmpty()) {
        out.println("    What to do: " + finding.advice());
      }
    }
  }
}
