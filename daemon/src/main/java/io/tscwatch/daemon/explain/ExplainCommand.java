package io.tscwatch.daemon.explain;

import io.tscwatch.checks.finding.Explanation;
import io.tscwatch.checks.finding.FindingCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tscwatch explain [CODE]}: the page of a finding, or the list of all codes. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explains a finding: what it means, how it is proven, what to do.",
      "Without a code, lists all codes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:explained", "64:there is no such code"},
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch explain skew.warp", "  tscwatch explain"})
public final class ExplainCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "CODE", description = "for example skew.warp")
  private String code = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (code.isEmpty()) {
      for (FindingCode each : FindingCode.values()) {
        out.println(each.code());
      }
      return 0;
    }
    FindingCode wanted =
        FindingCode.find(code)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no finding with the code '"
                            + code
                            + "'; the codes are "
                            + String.join(", ", codes())));
    out.print(Explanation.of(wanted).text());
    out.flush();
    return 0;
  }

  private static List<String> codes() {
    return Arrays.stream(FindingCode.values()).map(FindingCode::code).toList();
  }
}
