package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealFileTreeTest {

  @TempDir Path root;

  @Test
  void aFileIsReadWholeAndAFolderListedInOrder() throws IOException {
    Files.createDirectories(root.resolve("sys/b"));
    Files.writeString(root.resolve("sys/a"), "0-3\n");
    RealFileTree files = new RealFileTree(root);

    assertThat(files.read("/sys/a")).isEqualTo(Reading.present("0-3\n"));
    assertThat(files.list("/sys")).isEqualTo(Reading.present(List.of("a", "b")));
  }

  @Test
  void whatIsNotThereIsAbsent() {
    RealFileTree files = new RealFileTree(root);

    assertThat(files.read("/nothing")).isEqualTo(Reading.absent("no /nothing"));
    assertThat(files.list("/nothing")).isEqualTo(Reading.absent("no /nothing"));
  }

  @Test
  void aFolderReadAsAFileAndAFileListedFail() throws IOException {
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("f"), "");
    RealFileTree files = new RealFileTree(root);

    assertThat(files.read("/d")).isInstanceOf(Reading.Failed.class);
    assertThat(files.list("/f")).isInstanceOf(Reading.Failed.class);
  }

  @Test
  void aLinkOutOfTheTreeIsRefusedAndOneWithinIsFollowed() throws IOException {
    Files.writeString(root.resolve("f"), "x");
    Files.createSymbolicLink(root.resolve("within"), root.resolve("f"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("/proc/version"));
    RealFileTree files = new RealFileTree(root);

    assertThat(files.read("/within")).isEqualTo(Reading.present("x"));
    assertThat(files.read("/out").whyNot().orElse("")).contains("leads out of");
    assertThat(files.read("/../../proc/version").whyNot().orElse("")).contains("leads out of");
  }

  @Test
  void aLongFileIsCutAfterItsLastWholeLine() throws IOException {
    Files.writeString(root.resolve("f"), "0123456789\n".repeat(RealFileTree.LIMIT_BYTES / 11 + 9));

    String text = new RealFileTree(root).read("/f").toOptional().orElseThrow();

    assertThat(text).endsWith("9\n").hasSize(RealFileTree.LIMIT_BYTES / 11 * 11);
  }

  @Test
  void aRelativePathIsAMistakeOfTheCaller() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RealFileTree(root).read("sys"));
  }

  @Test
  void filesWhoseSizeIsReportedWrongAreReadWhole() {
    RealFileTree files = new RealFileTree();

    assertThat(files.read("/proc/self/stat").toOptional().orElseThrow()).contains("java");
    assertThat(files.read("/sys/devices/system/cpu/online").toOptional().orElseThrow())
        .startsWith("0")
        .endsWith("\n");
  }
}
