package io.tscwatch.daemon.history;

/**
 * How the allowed bytes are shared between the database and its write-ahead log.
 *
 * @param pages the most pages that the database may have
 * @param logPages the log is written back once it has so many
 */
record SizeLimit(long pages, long logPages) {

  static final long PAGE_BYTES = 4096;

  private static final long LEAST_LOG_PAGES = 16;
  private static final long MOST_LOG_PAGES = 256;

  boolean isSameAs(SizeLimit other) {
    return pages == other.pages && logPages == other.logPages;
  }

  static SizeLimit ofBytes(long bytes) {
    long all = bytes / PAGE_BYTES;
    long log = Math.max(LEAST_LOG_PAGES, Math.min(MOST_LOG_PAGES, all / 8));
    return new SizeLimit(all - log, log);
  }

  /** Beyond so many pages in use, the oldest is dropped... */
  long highPages() {
    return pages - pages / 16;
  }

  /** ...until so many are left. */
  long lowPages() {
    return pages - pages / 8;
  }
}
