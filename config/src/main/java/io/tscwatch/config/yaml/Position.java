package io.tscwatch.config.yaml;

/**
 * A place in a file.
 *
 * @param file the file's name as people know it
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1, in characters; 0 when the whole line or file is meant
 */
public record Position(String file, int line, int column) {

  /** A file as a whole. */
  public static Position wholeFile(String file) {
    return new Position(file, 0, 0);
  }

  /** {@code file:line:column}, without the parts that are 0. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
