/*
 * tscwatch/verdict.h - may this program trust RDTSC now?
 *
 * The daemon keeps one page, /run/tscwatch/verdict, which any process may map for reading. To look
 * at it takes nanoseconds and no system call:
 *
 *   struct tscwatch_page page;
 *   tscwatch_open(&page, TSCWATCH_VERDICT_FILE);          // once; failing is not an error, see below
 *   ...
 *   struct tscwatch_verdict verdict;
 *   if (tscwatch_read(&page, &verdict) == TSCWATCH_RELIABLE) use_rdtsc(); else use_clock_gettime();
 *
 * What cannot be read, or is stale, is TSCWATCH_UNKNOWN. A page that was stale once may be that of a
 * daemon that is gone: call tscwatch_open again, not more often than once a second or so.
 *
 * For x86-64 Linux, C99 and C++, GCC and Clang. Safe from any thread; a struct tscwatch_page that
 * others read must not be opened or closed meanwhile.
 */
#ifndef TSCWATCH_VERDICT_H
#define TSCWATCH_VERDICT_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TSCWATCH_VERDICT_FILE "/run/tscwatch/verdict"
#define TSCWATCH_MAGIC 0x4843544157435354ull /* "TSCWATCH", little-endian */
#define TSCWATCH_VERSION 1u
#define TSCWATCH_SIZE 128u

/* Verdicts. */
#define TSCWATCH_UNKNOWN 0u
#define TSCWATCH_RELIABLE 1u
#define TSCWATCH_UNRELIABLE 2u

/* Flags. */
#define TSCWATCH_SIMULATED 1u /* of a simulated machine: says nothing of this one */
#define TSCWATCH_STOPPED 2u   /* the daemon has ended; open the file again */
#define TSCWATCH_WARNINGS 4u  /* there are findings that do not touch the verdict */

/*
 * The page, little-endian, every field at a multiple of its size. Fields are only ever added at the
 * end, with a larger size; what changes its meaning changes the version.
 *
 * sequence is a seqlock: odd while the daemon writes, and different after each write.
 *
 * A page is valid until a moment on two clocks. CLOCK_BOOTTIME counts suspend too, so that a page from
 * before a suspend is stale after it; reading it is no system call while the kernel's clocksource is
 * tsc, kvm-clock or Hyper-V's page. The TSC costs less still; but a TSC that has gone wrong since the
 * daemon died can show a stale page as valid, so that a program that must not be wrong even then
 * compares CLOCK_BOOTTIME.
 *
 * epoch grows whenever the verdict changes and whenever the host may have moved the counters
 * (migration, suspend, a TSC that jumped): two TSC values are comparable only if the epoch read before
 * the first is the one read after the second, and both readings were RELIABLE.
 */
struct tscwatch_layout {
  uint64_t magic;
  uint32_t version;
  uint32_t size;                /* bytes that are in use */
  uint32_t sequence;
  uint32_t verdict;
  uint32_t flags;
  uint32_t cpus;                /* that are watched */
  uint64_t epoch;
  int64_t bound_ns;             /* no two CPUs differ by more, proven; -1: not known */
  int64_t as_of_boottime_ns;
  int64_t valid_until_boottime_ns;
  uint64_t as_of_tsc;           /* 0 together with valid_until_tsc: not known */
  uint64_t valid_until_tsc;
  int64_t tsc_hertz;            /* an estimate; 0: not known */
  int64_t as_of_realtime_ns;    /* since 1970, for people */
  uint64_t reserved[4];
};

/* What one consistent look gave. */
struct tscwatch_verdict {
  uint32_t verdict; /* as it holds now: UNKNOWN if stale, simulated or not read */
  uint32_t flags;
  uint64_t epoch;
  int64_t bound_ns;
  int64_t as_of_boottime_ns;
  int64_t valid_until_boottime_ns;
  uint64_t as_of_tsc;
  uint64_t valid_until_tsc;
  int64_t tsc_hertz;
};

struct tscwatch_page {
  const struct tscwatch_layout *layout; /* NULL: there is none */
};

static inline void tscwatch_close(struct tscwatch_page *page) {
  if (page->layout) munmap((void *)(uintptr_t)page->layout, TSCWATCH_SIZE);
  page->layout = 0;
}

/* Maps the page. 0, or -1 if there is none; a page that is not open reads as UNKNOWN. */
static inline int tscwatch_open(struct tscwatch_page *page, const char *file) {
  struct stat status;
  const struct tscwatch_layout *layout;
  int fd;
  page->layout = 0;
  fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  /* Beyond the end of a file a mapping is there, and reading it is a SIGBUS. */
  if (fstat(fd, &status) != 0 || status.st_size < (off_t)TSCWATCH_SIZE) {
    close(fd);
    return -1;
  }
  layout = (const struct tscwatch_layout *)mmap(0, TSCWATCH_SIZE, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (layout == (const struct tscwatch_layout *)MAP_FAILED) return -1;
  if (layout->magic != TSCWATCH_MAGIC || layout->version != TSCWATCH_VERSION ||
      layout->size < TSCWATCH_SIZE) {
    munmap((void *)(uintptr_t)layout, TSCWATCH_SIZE);
    return -1;
  }
  page->layout = layout;
  return 0;
}

/*
 * Copies what the page says, stale or not; 0, or -1 if there is no page or the daemon was caught
 * writing again and again (it writes once a second, or was killed in the middle).
 */
static inline int tscwatch_copy(const struct tscwatch_page *page, struct tscwatch_verdict *out) {
  const struct tscwatch_layout *l = page->layout;
  int tries;
  if (!l) return -1;
  for (tries = 0; tries < 64; tries++) {
    uint32_t before = __atomic_load_n(&l->sequence, __ATOMIC_ACQUIRE);
    uint32_t after;
    out->verdict = __atomic_load_n(&l->verdict, __ATOMIC_RELAXED);
    out->flags = __atomic_load_n(&l->flags, __ATOMIC_RELAXED);
    out->epoch = __atomic_load_n(&l->epoch, __ATOMIC_RELAXED);
    out->bound_ns = __atomic_load_n(&l->bound_ns, __ATOMIC_RELAXED);
    out->as_of_boottime_ns = __atomic_load_n(&l->as_of_boottime_ns, __ATOMIC_RELAXED);
    out->valid_until_boottime_ns = __atomic_load_n(&l->valid_until_boottime_ns, __ATOMIC_RELAXED);
    out->as_of_tsc = __atomic_load_n(&l->as_of_tsc, __ATOMIC_RELAXED);
    out->valid_until_tsc = __atomic_load_n(&l->valid_until_tsc, __ATOMIC_RELAXED);
    out->tsc_hertz = __atomic_load_n(&l->tsc_hertz, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    after = __atomic_load_n(&l->sequence, __ATOMIC_RELAXED);
    if (before == after && (before & 1u) == 0) return 0;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  return -1;
}

static inline uint32_t tscwatch_judge(struct tscwatch_verdict *out, int copied, int fresh) {
  if (copied != 0 || !fresh || (out->flags & (TSCWATCH_SIMULATED | TSCWATCH_STOPPED))) {
    out->verdict = TSCWATCH_UNKNOWN;
  }
  return out->verdict;
}

/* The verdict that holds now, by CLOCK_BOOTTIME. */
static inline uint32_t tscwatch_read(const struct tscwatch_page *page,
                                     struct tscwatch_verdict *out) {
  struct timespec now;
  int64_t nanos;
  int copied = tscwatch_copy(page, out);
  if (copied != 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return tscwatch_judge(out, -1, 0);
  nanos = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
  return tscwatch_judge(out, 0, nanos < out->valid_until_boottime_ns);
}

#if defined(__x86_64__)
/*
 * The verdict that holds now, by the TSC: for a program that reads the TSC anyway. A counter below
 * as_of_tsc has gone back, or is another machine's: stale.
 */
static inline uint32_t tscwatch_read_tsc(const struct tscwatch_page *page, uint64_t tsc,
                                         struct tscwatch_verdict *out) {
  int copied = tscwatch_copy(page, out);
  int fresh = copied == 0 && tsc - out->as_of_tsc < out->valid_until_tsc - out->as_of_tsc;
  return tscwatch_judge(out, copied, fresh);
}
#endif

#endif /* TSCWATCH_VERDICT_H */
