package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.enforce.Intent;
import io.tscwatch.checks.enforce.Memory;
import java.io.IOException;
import java.util.Optional;

/** Where enforcement's memory outlives the program. For one thread. */
interface MemoryStore {

  /** For machines that do not outlive the program either: simulated ones. */
  MemoryStore FORGETFUL =
      new MemoryStore() {
        @Override
        public Kept load() {
          return Kept.NOTHING;
        }

        @Override
        public void save(Memory memory, Optional<Intent> intent) {
          // Nobody will ask for it.
        }
      };

  /**
   * What is kept.
   *
   * @param intent a write that was begun, and of which it is not known whether it was done
   */
  record Kept(Memory memory, Optional<Intent> intent) {
    static final Kept NOTHING = new Kept(Memory.NONE, Optional.empty());
  }

  /**
   * What was saved last in this boot of the machine; nothing if there is none.
   *
   * @throws IOException if there is something that cannot be read
   */
  Kept load() throws IOException;

  /**
   * Keeps it, on the disk when this returns.
   *
   * @param intent a write that is about to be done
   */
  void save(Memory memory, Optional<Intent> intent) throws IOException;
}
