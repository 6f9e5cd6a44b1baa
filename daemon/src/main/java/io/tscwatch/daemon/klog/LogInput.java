package io.tscwatch.daemon.klog;

import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelLogFollower;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a log to its end, line by line, and gives each event as soon as it is understood. */
final class LogInput {

  /** More lines than any entry of {@code journalctl -o json-pretty} has. */
  private static final int MAX_OBJECT_LINES = 1000;

  private final KernelLogFollower follower = new KernelLogFollower();
  private final List<KernelEvent> events = new ArrayList<>();
  private final Consumer<KernelEvent> out;

  LogInput(Consumer<KernelEvent> out) {
    this.out = out;
  }

  /** Reads all of it; may be called once. */
  void read(InputStream in) throws IOException {
    LineReader reader = new LineReader(in);
    for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
      String json = json(line.get());
      if (json.equals("{")) {
        readObject(reader);
      } else if (json.startsWith("{")) {
        give(entry(json));
      } else {
        give(follower.accept(line.get()));
      }
    }
    give(follower.flush());
  }

  /** Every event that was read, in order. */
  List<KernelEvent> events() {
    return List.copyOf(events);
  }

  Optional<String> hypervisor() {
    return follower.hypervisor();
  }

  /** What may be a JSON object, without what json-seq (RFC 7464) and json-sse put before it. */
  private static String json(String line) {
    String text = line.strip();
    if (text.startsWith("\u001e")) {
      text = text.substring(1).strip();
    }
    return text.startsWith("data: {") ? text.substring("data: ".length()) : text;
  }

  /** An object of many lines: its event has the number of the first. */
  private void readObject(LineReader reader) throws IOException {
    StringBuilder object = new StringBuilder("{");
    int lines = 1;
    for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
      object.append(line.get());
      lines++;
      if (line.get().strip().equals("}") || lines == MAX_OBJECT_LINES) {
        break;
      }
    }
    give(entry(object.toString()));
    for (int i = 1; i < lines; i++) {
      follower.skipLine();
    }
  }

  private List<KernelEvent> entry(String json) {
    Optional<JournalEntry> entry = JournalEntry.parse(json);
    if (entry.isEmpty()) {
      follower.skipLine();
      return List.of();
    }
    return follower.acceptMessage(entry.get().message(), entry.get().bootNanos());
  }

  private void give(List<KernelEvent> understood) {
    events.addAll(understood);
    understood.forEach(out);
  }
}
