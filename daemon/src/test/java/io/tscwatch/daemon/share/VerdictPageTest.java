package io.tscwatch.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tscwatch.checks.linux.BootClock;
import io.tscwatch.checks.share.VerdictLayout;
import io.tscwatch.checks.share.VerdictReader;
import io.tscwatch.checks.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictPageTest {

  private static final int ROUNDS = 5;

  /** So many different contents are proof that writer and reader ran at the same moments. */
  private static final long MANY = 1000;

  private static final Path HEADERS = Path.of("../systemd/src/dist/root/usr/include");
  private static final long SECOND = 1_000_000_000L;

  @TempDir static Path programs;
  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    for (String program : List.of("verdict_reader", "verdict_now")) {
      run(
          "cc",
          "-std=c99",
          "-D_GNU_SOURCE",
          "-O2",
          "-Wall",
          "-Wextra",
          "-Wpedantic",
          "-Werror",
          "-I" + HEADERS,
          "-o",
          programs.resolve(program).toString(),
          "src/test/c/" + program + ".c");
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.strip();
  }

  private String now(Path file) throws Exception {
    return run(programs.resolve("verdict_now").toString(), file.toString());
  }

  private static VerdictPage.Content every(long n) {
    return new VerdictPage.Content((int) (n % 3), 0, 2, n, n, n, n, n, n, n, n);
  }

  private static VerdictPage.Content reliable(long fromNow, int flags) {
    long now = BootClock.nanos();
    return new VerdictPage.Content(
        VerdictLayout.RELIABLE, flags, 2, 1, 31, now, now + fromNow, 0, 0, 0, 0);
  }

  @Test
  void noneOfAHundredMillionReadsBesideAWriterIsTorn() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage page = VerdictPage.create(file);
    page.write(every(1));
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (long n = 2; !done.get(); n++) {
                page.write(every(n));
                for (int i = 0; i < 50; i++) {
                  Thread.onSpinWait();
                }
              }
            });
    writer.start();
    List<Long> figures = List.of(0L, 0L, 0L, 0L);
    try {
      // On a busy machine the two may hardly ever run at the same moment: then once more.
      for (int round = 0; round < ROUNDS && figures.get(2) <= MANY; round++) {
        String out =
            run(programs.resolve("verdict_reader").toString(), file.toString(), "100000000");
        figures = Arrays.stream(out.split(" ")).map(Long::parseLong).toList();
        System.out.printf(
            "shared page: %d torn, %d without an answer, %d different; %d ps a look beside a writer%n",
            figures.get(0), figures.get(1), figures.get(2), figures.get(3));
        assertThat(figures.get(0)).as("torn").isZero();
      }
    } finally {
      done.set(true);
      writer.join();
    }
    assumeThat(figures.get(2)).as("contents that were read beside the writer").isGreaterThan(MANY);
  }

  @Test
  void javaAndCReadWhatWasWritten() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage.create(file).write(reliable(60 * SECOND, VerdictLayout.WARNINGS));

    assertThat(now(file)).startsWith("0 1");
    assertThat(VerdictReader.open(file).read())
        .satisfies(read -> assertThat(read.verdict()).isEqualTo(Verdict.RELIABLE))
        .satisfies(read -> assertThat(read.boundNanos()).hasValue(31));
  }

  @Test
  void aPageWhoseTimeIsOverIsUnknown() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage.create(file).write(reliable(-1, 0));

    assertThat(now(file)).isEqualTo("0 0 0");
    assertThat(VerdictReader.open(file).read().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsSimulatedOrStoppedIsUnknown() throws Exception {
    for (int flag : new int[] {VerdictLayout.SIMULATED, VerdictLayout.STOPPED}) {
      Path file = folder.resolve("verdict" + flag);
      VerdictPage.create(file).write(reliable(60 * SECOND, flag));

      assertThat(now(file)).startsWith("0 0");
      assertThat(VerdictReader.open(file).read().verdict()).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void aNewPageIsUnknownAndReadableByAll() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage.create(file);

    assertThat(now(file)).isEqualTo("0 0 0");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void whoeverMapsTheOldPageIsNotTouchedByANewOne() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage.create(file).write(reliable(60 * SECOND, 0));
    VerdictReader old = VerdictReader.open(file);
    VerdictPage.create(file);

    assertThat(old.read().verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(VerdictReader.open(file).read().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void noPageAndAForeignOneAreToldApartFromOurs() throws Exception {
    Path none = folder.resolve("none");
    Path shortened = Files.write(folder.resolve("short"), new byte[64]);
    Path foreign = Files.write(folder.resolve("foreign"), new byte[128]);

    for (Path file : List.of(none, shortened, foreign)) {
      assertThat(now(file)).isEqualTo("-1 0 0");
      assertThatThrownBy(() -> VerdictReader.open(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theShellCanReadItToo() throws Exception {
    Path file = folder.resolve("verdict");
    VerdictPage.create(file).write(reliable(60 * SECOND, 0));

    assertThat(run("od", "-A", "n", "-t", "u4", "-j", "20", "-N", "4", file.toString()))
        .isEqualTo("1");
  }
}
