/*
 * Reads a page of tscwatch beside its writer: verdict_reader FILE READS.
 * The writer puts one number into every field; a look that shows two of them was torn.
 * Prints: torn, looks without an answer, different numbers seen, then what 1000 looks cost in
 * nanoseconds without a clock, by CLOCK_BOOTTIME, and by the TSC.
 */
#include <tscwatch/verdict.h>

#include <stdio.h>
#include <stdlib.h>

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int whole(const struct tscwatch_verdict *v) {
  uint64_t n = v->epoch;
  return v->bound_ns == (int64_t)n && v->as_of_boottime_ns == (int64_t)n &&
         v->valid_until_boottime_ns == (int64_t)n && v->as_of_tsc == n && v->valid_until_tsc == n &&
         v->tsc_hertz == (int64_t)n && v->verdict == (uint32_t)(n % 3);
}

int main(int argc, char **argv) {
  struct tscwatch_page page;
  struct tscwatch_verdict seen;
  long torn = 0, none = 0, changes = 0;
  uint64_t last = 0;
  if (argc != 3 || tscwatch_open(&page, argv[1]) != 0) return 2;
  const long reads = atol(argv[2]);
  int64_t began = now();
  for (long i = 0; i < reads; i++) {
    if (tscwatch_copy(&page, &seen) != 0) {
      none++;
      continue;
    }
    torn += !whole(&seen);
    changes += seen.epoch != last;
    last = seen.epoch;
  }
  const int64_t copied = now() - began;
  const long some = reads / 10;
  uint32_t sum = 0;
  began = now();
  for (long i = 0; i < some; i++) sum += tscwatch_read(&page, &seen);
  const int64_t by_boottime = now() - began;
  began = now();
  for (long i = 0; i < some; i++) sum += tscwatch_read_tsc(&page, __builtin_ia32_rdtsc(), &seen);
  const int64_t by_tsc = now() - began;
  printf("%ld %ld %ld %ld %ld %ld\n", torn, none, changes, (long)(copied * 1000 / reads),
         (long)(by_boottime * 1000 / some), (long)(by_tsc * 1000 / some));
  tscwatch_close(&page);
  return sum == 1 ? 3 : 0;
}
