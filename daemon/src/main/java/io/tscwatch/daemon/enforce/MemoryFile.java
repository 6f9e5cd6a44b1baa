package io.tscwatch.daemon.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.enforce.Intent;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.daemon.status.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * What enforcement remembers, on disk: {@code enforcement.json} beside the history. Each save is on
 * the disk when it returns, and a reader sees the old content or the new one, whatever dies
 * meanwhile. For one thread.
 */
final class MemoryFile implements MemoryStore {

  private static final String FORMAT = "tscwatch-enforcement/1";
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final String bootId;

  /**
   * A file that need not be there yet.
   *
   * @param bootId /proc/sys/kernel/random/boot_id: what another boot left counts for nothing
   */
  MemoryFile(Path file, String bootId) {
    this.file = file;
    this.bootId = bootId;
  }

  @Override
  public Kept load() throws IOException {
    JsonObject kept;
    try {
      kept = JsonObject.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Kept.NOTHING;
    }
    boolean ours = kept.text("format").filter(FORMAT::equals).isPresent();
    boolean thisBoot = kept.text("bootId").filter(bootId::equals).isPresent();
    if (!ours || !thisBoot) {
      return Kept.NOTHING;
    }
    return new Kept(
        new Memory(
            kept.object("standing").flatMap(MemoryFile::standing),
            kept.text("respected"),
            kept.text("lastSeen"),
            Set.of(),
            kept.numbers("writesMonotonicNanos")),
        kept.object("intent").flatMap(MemoryFile::intent));
  }

  private static Optional<Memory.Switch> standing(JsonObject from) {
    return intent(from)
        .map(i -> new Memory.Switch(i.from(), i.to(), i.reason(), i.realtimeNanos(), false));
  }

  private static Optional<Intent> intent(JsonObject from) {
    Optional<String> before = from.text("from");
    Optional<String> to = from.text("to");
    if (before.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    boolean returns = from.text("action").filter(Action.RETURN.name()::equals).isPresent();
    return Optional.of(
        new Intent(
            returns ? Action.RETURN : Action.SWITCH_AWAY,
            before.get(),
            to.get(),
            from.text("reason").orElse(""),
            from.number("realtimeNanos").orElse(0)));
  }

  @Override
  public void save(Memory memory, Optional<Intent> intent) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(bytes(memory, intent));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    // The name is the folder's, and on the disk with it.
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  private byte[] bytes(Memory memory, Optional<Intent> intent) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeStringField("bootId", bootId);
      if (intent.isPresent()) {
        write(json, "intent", intent.get());
      }
      if (memory.standing().isPresent()) {
        Memory.Switch own = memory.standing().get();
        write(
            json,
            "standing",
            new Intent(
                Action.SWITCH_AWAY, own.from(), own.to(), own.reason(), own.realtimeNanos()));
      }
      json.writeStringField("respected", memory.respected().orElse(null));
      json.writeStringField("lastSeen", memory.lastSeen().orElse(null));
      json.writeArrayFieldStart("writesMonotonicNanos");
      for (long written : memory.writesMonotonicNanos()) {
        json.writeNumber(written);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String field, Intent intent) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("action", intent.action().name());
    json.writeStringField("from", intent.from());
    json.writeStringField("to", intent.to());
    json.writeStringField("reason", intent.reason());
    json.writeNumberField("realtimeNanos", intent.realtimeNanos());
    json.writeEndObject();
  }
}
