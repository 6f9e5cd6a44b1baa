package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/**
 * This machine's own clocksource. A write takes effect before it returns: timekeeping_notify()
 * stops all CPUs for it (kernel/time/timekeeping.c).
 */
public final class SysfsClocksource implements ClocksourceLever {

  private static final String REMEDY =
      "link enforce.conf of /usr/share/doc/tscwatch/examples into"
          + " /etc/systemd/system/tscwatch.service.d and restart the service";

  private final Path file;
  private final Supplier<Reading<List<String>>> kernelLog;

  /**
   * The clocksource of the running machine.
   *
   * @param kernelLog reads it from its oldest line, for what the kernel says to a write
   */
  public SysfsClocksource(Supplier<Reading<List<String>>> kernelLog) {
    this(Path.of(KernelFacts.CURRENT_CLOCKSOURCE_FILE), kernelLog);
  }

  SysfsClocksource(Path file, Supplier<Reading<List<String>>> kernelLog) {
    this.file = file;
    this.kernelLog = kernelLog;
  }

  @Override
  public Reading<String> current() {
    try {
      return Reading.present(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Reading.absent("no " + file);
    } catch (IOException e) {
      return Reading.failed(file + ": " + e.getMessage());
    }
  }

  @Override
  public Written write(String clocksource) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // One write(2): sysfs takes each as a whole (kernfs_fop_write_iter).
      channel.write(ByteBuffer.wrap(clocksource.getBytes(StandardCharsets.US_ASCII)));
    } catch (AccessDeniedException e) {
      return new Written(Reading.denied(file + " may not be written", REMEDY), "");
    } catch (IOException e) {
      return new Written(Reading.failed(file + ": " + e.getMessage()), "");
    }
    Reading<String> readBack = current();
    boolean taken = readBack.toOptional().filter(clocksource::equals).isPresent();
    return new Written(readBack, taken ? "" : lastRefusal(clocksource));
  }

  /**
   * "Override clocksource %s is unstable and not HRT compatible - cannot switch while in HRT/NOHZ
   * mode", or "... is not currently HRT compatible - deferring" (__clocksource_select(),
   * kernel/time/clocksource.c).
   */
  private String lastRefusal(String clocksource) {
    String words = "Override clocksource " + clocksource + " ";
    return kernelLog.get().toOptional().orElse(List.of()).stream()
        .filter(line -> line.contains(words))
        .reduce("", (earlier, later) -> later);
  }
}
