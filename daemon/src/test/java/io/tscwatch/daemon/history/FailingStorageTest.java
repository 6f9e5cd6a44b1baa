package io.tscwatch.daemon.history;

import static io.tscwatch.daemon.history.Samples.NOON;
import static io.tscwatch.daemon.history.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.daemon.history.HistoryState.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, read-only folders, damaged files: the history says so, waits, and goes on. */
class FailingStorageTest {

  @TempDir private Path folder;
  private boolean mounted;

  private Path file() {
    return folder.resolve("disk/history.db");
  }

  private History start() {
    return History.start(
        Samples.settings(file()),
        Samples.RUN,
        HistorySchema.CURRENT,
        Samples.IMPATIENT,
        state -> {});
  }

  private static void awaitHealth(History history, Health health) {
    await().until(() -> history.state().health() == health);
  }

  private static void awaitStored(History history, long sequence) {
    await().until(() -> history.state().acknowledgedSequence() >= sequence);
  }

  private static List<Long> sequences(History history) {
    return history.events(HistoryQuery.oldest()).events().stream()
        .map(StoredEvent::sequence)
        .toList();
  }

  private static List<String> aside(Path file) throws IOException {
    try (var files = Files.list(file.resolveSibling(""))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.contains(".corrupt-") && !name.endsWith("-wal"))
          .toList();
    }
  }

  /** A file system of one mebibyte; skips the test where this user may not mount. */
  private void mountSmallDisk() throws Exception {
    Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "disk");
    assumeTrue(mounted, "skipped: only root may mount a small file system");
  }

  private boolean run(String... command) throws Exception {
    return new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "disk");
    }
  }

  @Test
  void onAFullDiskEventsWaitInMemoryAndAreWrittenOnceThereIsRoom() throws Exception {
    mountSmallDisk();
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      awaitStored(history, 1);
      Path ballast = folder.resolve("disk/ballast");
      // The kernel writes what fits; the rest is the exception that is wanted here.
      run("sh", "-c", "cat /dev/zero > disk/ballast");

      long last = 1;
      while (history.state().health() == Health.OK) {
        history.event(Samples.warp(++last, NOON));
        Thread.sleep(1);
      }

      assertThat(history.state().health()).isEqualTo(Health.DEGRADED);
      assertThat(history.state().reason()).get().asString().contains("no room is left");
      assertThat(sequences(history)).hasSize((int) Math.min(last, HistoryQuery.MOST));

      Files.delete(ballast);
      awaitStored(history, last);
      awaitHealth(history, Health.OK);
      assertThat(history.state().lostEvents()).isZero();
      assertThat(history.state().storedEvents()).isEqualTo(last);
    }
  }

  @Test
  void theLastBytesOfADiskAreNotTaken() throws Exception {
    mountSmallDisk();
    HistoryWriter.Tuning tuning =
        new HistoryWriter.Tuning(20_000_000L, 20_000_000L, HistoryDatabase.RESERVE_BYTES);
    try (History history =
        History.start(
            Samples.settings(file()), Samples.RUN, HistorySchema.CURRENT, tuning, state -> {})) {
      awaitHealth(history, Health.DEGRADED);

      assertThat(history.state().reason()).get().asString().contains("less than 2048 KiB are free");
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void inAReadOnlyFolderEventsStayInMemory() throws Exception {
    mountSmallDisk();
    run("mount", "-o", "remount,ro", "disk");
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      awaitHealth(history, Health.DEGRADED);

      assertThat(history.state().reason()).get().asString().contains("Read-only file system");
      assertThat(sequences(history)).containsExactly(1L);
      assertThat(history.state().pendingEvents()).isEqualTo(1);

      run("mount", "-o", "remount,rw", "disk");
      awaitStored(history, 1);
      awaitHealth(history, Health.OK);
      assertThat(history.state().reason()).isEmpty();
    }
  }

  @Test
  void aFolderThatBecomesReadOnlyIsNoticedAtTheNextEvent() throws Exception {
    mountSmallDisk();
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      awaitStored(history, 1);
    }
    run("mount", "-o", "remount,ro", "disk");
    try (History history = start()) {
      history.event(Samples.warp(1, NOON + SECOND));
      awaitHealth(history, Health.DEGRADED);
      assertThat(history.state().pendingEvents()).isEqualTo(1);
    }
  }

  @Test
  void moreEventsThanMemoryHoldsAreCountedAsLost() throws Exception {
    Files.createDirectory(folder.resolve("disk"));
    Files.createDirectory(file());
    try (History history = start()) {
      for (int i = 1; i <= 2_500; i++) {
        history.event(Samples.online(i, NOON));
      }
      awaitHealth(history, Health.DEGRADED);

      assertThat(history.state().reason()).get().asString().contains("is not a regular file");
      await().until(() -> history.state().lostEvents() == 500);
      assertThat(history.state().pendingEvents()).isEqualTo(2_000);

      Files.delete(file());
      awaitStored(history, 2_500);
      assertThat(sequences(history)).startsWith(501L);
      assertThat(history.state().storedEvents()).isEqualTo(2_000);
    }
  }

  @Test
  void aFileOfRandomBytesIsMovedAsideAndANewOneBegun() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    assertMovedAside(noise);
  }

  @Test
  void aTruncatedFileIsMovedAsideAndANewOneBegun() throws Exception {
    byte[] whole = soundFile();
    byte[] half = new byte[whole.length / 2 + 100];
    System.arraycopy(whole, 0, half, 0, half.length);
    assertMovedAside(half);
  }

  @Test
  void aFileWithBytesOverwrittenInTheMiddleIsMovedAside() throws Exception {
    byte[] bytes = soundFile();
    for (int page = 2; page < bytes.length / 4096; page++) {
      bytes[page * 4096] = 77;
    }
    assertMovedAside(bytes);
  }

  private void assertMovedAside(byte[] damaged) throws Exception {
    Files.createDirectories(folder.resolve("disk"));
    Files.write(file(), damaged);
    try (History history = start()) {
      history.event(Samples.online(1, NOON));
      awaitStored(history, 1);

      assertThat(aside(file())).hasSize(1);
      assertThat(Files.readAllBytes(file().resolveSibling(aside(file()).get(0))))
          .isEqualTo(damaged);
      assertThat(history.state().health()).isEqualTo(Health.OK);
      assertThat(history.state().notice()).get().asString().contains("is damaged", "was moved to");
      assertThat(sequences(history)).containsExactly(1L);
    }
  }

  /** The bytes of a history of 500 events. */
  private byte[] soundFile() throws Exception {
    Files.createDirectories(folder.resolve("disk"));
    try (History history = start()) {
      for (int i = 1; i <= 500; i++) {
        history.event(Samples.warp(i, NOON + i));
      }
      awaitStored(history, 500);
    }
    Path copy = folder.resolve("sound");
    Files.move(file(), copy, StandardCopyOption.REPLACE_EXISTING);
    return Files.readAllBytes(copy);
  }

  @Test
  void onlyTheLastThreeDamagedFilesAreKept() throws Exception {
    for (int i = 0; i < 5; i++) {
      Files.createDirectories(folder.resolve("disk"));
      Files.writeString(file(), "no database " + i);
      HistoryFiles.moveAside(file(), Instant.ofEpochSecond(i));
    }
    assertThat(aside(file()))
        .containsExactlyInAnyOrder(
            "history.db.corrupt-19700101T000002Z",
            "history.db.corrupt-19700101T000003Z",
            "history.db.corrupt-19700101T000004Z");
  }

  @Test
  void aFileOfALaterVersionIsKeptAndEventsStayInMemory() throws Exception {
    Files.createDirectories(folder.resolve("disk"));
    try (var later = Sqlite.openWriting(file())) {
      Sqlite.execute(later, "PRAGMA application_id = " + HistorySchema.APPLICATION_ID);
      Sqlite.execute(later, "PRAGMA user_version = 9");
      Sqlite.execute(later, "CREATE TABLE event (id INTEGER)");
    }
    try (History history = start()) {
      history.event(Samples.online(1, NOON));
      awaitHealth(history, Health.DEGRADED);

      assertThat(history.state().reason()).get().asString().contains("schema 9");
      assertThat(aside(file())).isEmpty();
      assertThat(sequences(history)).containsExactly(1L);
      assertThat(history.events(HistoryQuery.oldest()).incomplete()).isPresent();
    }
  }

  @Test
  void aFileThatWasDeletedUnderTheWriterIsBegunAgain() throws Exception {
    Files.createDirectories(folder.resolve("disk"));
    try (History history = start()) {
      history.event(Samples.online(1, NOON));
      awaitStored(history, 1);
      Files.delete(file());
      history.event(Samples.online(2, NOON));
      awaitStored(history, 2);

      assertThat(sequences(history)).containsExactly(2L);
    }
  }
}
