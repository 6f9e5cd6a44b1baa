package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * A token or secret in a file: one line of visible ASCII, which only its owner and group may read
 * and only its owner may write, the owner being root or this process's user. Read anew for each
 * request, so that one that was exchanged counts at once.
 */
final class SecretFile {

  private static final int MOST_BYTES = 4096;

  private static final Set<PosixFilePermission> TOO_MUCH =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private SecretFile() {}

  /**
   * What it holds, without the end of its line.
   *
   * @throws IOException with a sentence that names the file and never quotes it
   */
  static String read(Path file) throws IOException {
    try {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (TOO_MUCH.contains(permission)) {
          throw new IOException(
              file + ": others may read or change it: chmod 600, or 640 for the group tscwatch");
        }
      }
      int owner = (int) Files.getAttribute(file, "unix:uid");
      if (owner != 0 && owner != (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")) {
        throw new IOException(file + ": it belongs neither to root nor to this user");
      }
      return text(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": this user may not read it", e);
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    String text = new String(bytes, US_ASCII).stripTrailing();
    boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (bytes.length > MOST_BYTES || text.isEmpty() || !visible) {
      throw new IOException(file + ": not one line of visible ASCII");
    }
    return text;
  }
}
