package io.tscwatch.daemon.check;

import io.tscwatch.daemon.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line inside this JVM. */
record Run(int exitCode, String out, String err) {

  static Run of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
