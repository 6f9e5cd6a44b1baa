package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the running machine, or of a copy of its tree under another folder.
 *
 * <p>sysfs and procfs report sizes that are not the content's (4096 and 0), so a file is read until
 * its end. Under another root than {@code /}, a symbolic link that leads out of it is refused: a
 * copied tree must never be completed from the machine that it is looked at on.
 *
 * <p>Safe for use by many threads.
 */
public final class RealFileTree implements FileTree {

  static final int LIMIT_BYTES = 1 << 20;

  private static final int PAGE_BYTES = 4096;

  private final Path root;
  private final boolean wholeMachine;

  /** The files of this machine. */
  public RealFileTree() {
    this(Path.of("/"));
  }

  /**
   * The files of a copied tree.
   *
   * @param root the folder that stands for {@code /}
   */
  public RealFileTree(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.wholeMachine = this.root.getNameCount() == 0;
  }

  @Override
  public Reading<String> read(String path) {
    try (InputStream in = open(path)) {
      return Reading.present(text(in));
    } catch (IOException e) {
      return explain(path, e);
    }
  }

  /**
   * A channel takes several times as long, but says why it could not be opened. The watch reads the
   * same few files of the whole machine for ever, whose paths are what they are.
   */
  private InputStream open(String path) throws IOException {
    try {
      return new FileInputStream(
          wholeMachine && path.startsWith("/") ? path : resolve(path).toString());
    } catch (FileNotFoundException e) {
      return Files.newInputStream(resolve(path));
    }
  }

  /**
   * All of it, in one read(2) where it fits into a page, as nearly everything in sysfs does; a
   * longer one is cut after the last whole line within the limit.
   */
  private static String text(InputStream in) throws IOException {
    byte[] bytes = new byte[PAGE_BYTES];
    int length = 0;
    for (int count; (count = in.read(bytes, length, bytes.length - length)) > 0; ) {
      length += count;
      if (length == bytes.length) {
        if (length > LIMIT_BYTES) {
          break;
        }
        bytes = Arrays.copyOf(bytes, Math.min(2 * length, LIMIT_BYTES + 1));
      }
    }
    if (length > LIMIT_BYTES) {
      length = LIMIT_BYTES;
      while (length > 0 && bytes[length - 1] != '\n') {
        length--;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public Reading<List<String>> list(String path) {
    try (Stream<Path> entries = Files.list(resolve(path))) {
      return Reading.present(
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    } catch (IOException e) {
      return explain(path, e);
    }
  }

  private Path resolve(String path) throws IOException {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
    Path resolved = root.resolve(path.substring(1)).normalize();
    if (wholeMachine) {
      return resolved;
    }
    if (!resolved.startsWith(root) || !resolved.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException("leads out of " + root);
    }
    return resolved;
  }

  private static <T> Reading<T> explain(String path, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return Reading.absent("no " + path);
    }
    if (failure instanceof AccessDeniedException) {
      // Also what a sysfs attribute without a read method says to root (kernfs_fop_open).
      return Reading.denied(
          "permission denied: " + path, "run as root, or grant read permission on " + path);
    }
    return Reading.failed(path + ": " + failure.getMessage());
  }
}
