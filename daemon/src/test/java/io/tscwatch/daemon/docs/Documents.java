package io.tscwatch.daemon.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's documents: README.md and those of docs/. */
final class Documents {

  /** Maven and the IDEs run tests in the module's folder. */
  static final Path ROOT = root();

  private Documents() {}

  static List<Path> all() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("daemon/src/dist/README.md"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  static List<CodeBlock> blocks() throws IOException {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path document : all()) {
      blocks.addAll(CodeBlock.of(document));
    }
    return blocks;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no docs folder above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
