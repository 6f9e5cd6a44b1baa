/* What a program is told now: verdict_now FILE. Prints the verdict by CLOCK_BOOTTIME and by the TSC. */
#include <tscwatch/verdict.h>

#include <stdio.h>

int main(int argc, char **argv) {
  struct tscwatch_page page;
  struct tscwatch_verdict seen;
  if (argc != 2) return 2;
  int opened = tscwatch_open(&page, argv[1]);
  uint32_t by_boottime = tscwatch_read(&page, &seen);
  uint32_t by_tsc = tscwatch_read_tsc(&page, __builtin_ia32_rdtsc(), &seen);
  printf("%d %u %u\n", opened, by_boottime, by_tsc);
  tscwatch_close(&page);
  return 0;
}
