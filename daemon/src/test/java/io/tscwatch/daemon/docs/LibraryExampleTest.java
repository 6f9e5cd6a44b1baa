package io.tscwatch.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/library.md is compiled and run as it is printed there. */
class LibraryExampleTest {

  @TempDir private Path folder;

  @Test
  void theExampleCompilesWithoutAWarningAndAnswers() throws Exception {
    List<CodeBlock> programs =
        CodeBlock.of(Documents.ROOT.resolve("docs/library.md")).stream()
            .filter(block -> block.language().equals("java"))
            .toList();
    assertThat(programs).hasSize(1);
    Path source = Files.writeString(folder.resolve("MayReadTsc.java"), programs.get(0).text());
    String classPath = System.getProperty("java.class.path");

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString());

    assertThat(compiled).isZero();
    assertThat(run(classPath)).containsPattern("(?m)^(RDTSC|clock_gettime): \\S.*");
  }

  private String run(String classPath) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "MayReadTsc")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end");
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
