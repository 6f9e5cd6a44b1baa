package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What the service takes from the guest. The limits are those of an emulated machine, where an
 * instruction takes twenty times as long as on a real one, and four CPUs share two: they tell of a
 * service that spins or leaks. Real figures come from real machines.
 */
@Scenario
@Order(40)
@DisplayName("9. What the service costs")
class CostScenario {

  private static final Duration SPAN =
      Duration.ofSeconds(Integer.getInteger("systemtest.costSeconds", 30));

  private static final int MAX_PERCENT_OF_ONE_CPU = 80;
  private static final int MAX_RSS_MIB = 160;
  private static final int MAX_WAKEUPS_PER_SECOND = 200;

  private static Service service;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.USUAL);
  }

  /** CPU time in microseconds, voluntary context switches of all threads, the guest's clock. */
  private static List<Long> sample() throws InterruptedException {
    return service
        .guest()
        .succeed(
            """
            awk '/^usage_usec/ { print $2 }' /sys/fs/cgroup/system.slice/tscwatch.service/cpu.stat
            cat /proc/%d/task/*/status | awk '/^voluntary/ { n += $2 } END { print n }'
            awk '{ printf "%%d\\n", $1 * 1000 }' /proc/uptime
            """
                .formatted(service.pid()))
        .lines()
        .map(Long::valueOf)
        .toList();
  }

  @Test
  void itTakesAFractionOfACpuAndLittleMemory(TestReporter report) throws InterruptedException {
    List<Long> before = sample();
    Thread.sleep(SPAN.toMillis());
    List<Long> after = sample();
    long millis = after.get(2) - before.get(2);
    long percent = (after.get(0) - before.get(0)) / 10 / millis;
    long wakeups = (after.get(1) - before.get(1)) * 1000 / millis;
    long rssMib =
        Long.parseLong(
                service
                    .guest()
                    .succeed(
                        "awk '/^VmRSS/ { print $2 }' /proc/%d/status".formatted(service.pid())))
            / 1024;
    JsonNode intrusion = service.status().json().path("intrusion");

    report.publishEntry(
        "in %d s".formatted(millis / 1000),
        "%d %% of one CPU, %d MiB, %d wakeups/s; exchanges take %d ppm of each CPU"
            .formatted(percent, rssMib, wakeups, intrusion.path("meanPartsPerMillion").asInt()));
    assertThat(percent).as("%% of one CPU").isLessThan(MAX_PERCENT_OF_ONE_CPU);
    assertThat(rssMib).as("MiB").isLessThan(MAX_RSS_MIB);
    assertThat(wakeups).as("wakeups a second").isLessThan(MAX_WAKEUPS_PER_SECOND);
    service.status().assertNotUnreliable();
  }
}
