package io.tscwatch.config.format;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** An absolute path of a file or folder, normalised. */
public final class PathFormat implements ValueFormat<Path> {

  public static final PathFormat ABSOLUTE_PATH = new PathFormat();

  private PathFormat() {}

  @Override
  public Path parse(String text) {
    Path path;
    try {
      path = Path.of(text.strip());
    } catch (InvalidPathException e) {
      throw new WrongValueException("is not a path", expected());
    }
    if (!path.isAbsolute() || path.getNameCount() == 0) {
      throw new WrongValueException("is not an absolute path", expected());
    }
    return path.normalize();
  }

  @Override
  public String print(Path value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return "an absolute path, such as /var/lib/tscwatch/history.db";
  }
}
