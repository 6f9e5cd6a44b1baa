/*
 * The C kernel with a fault in it: what it reads of one CPU's counter is so many cycles ahead. The
 * counters of an emulated machine are one, and no guest can move them apart; so this library is
 * mounted over the installed one, and everything else of the service is as it was installed. The
 * exchange itself adds the cycles (tscwatch_kernel.h, "planted").
 *
 * FILE holds the CPU's number and the cycles, as text; without it nothing is planted.
 */
#define tw_exchange measured_exchange
#include "tscwatch_kernel.c"
#undef tw_exchange

#include <stdio.h>

#define FILE_OF_THE_FAULT "/run/systemtest/fault"

static bool read_fault(long long *cpu, long long *cycles)
{
	FILE *file = fopen(FILE_OF_THE_FAULT, "re");
	bool read = file && fscanf(file, "%lld %lld", cpu, cycles) == 2;

	if (file)
		fclose(file);
	return read;
}

TW_API void tw_exchange(const int64_t *requests, int64_t *results, int32_t count)
{
	int64_t *changed = calloc((size_t)count, TW_REQ_LENGTH * sizeof(*requests));
	long long cpu, cycles;

	if (!changed)
		abort();
	memcpy(changed, requests, (size_t)count * TW_REQ_LENGTH * sizeof(*requests));
	if (read_fault(&cpu, &cycles)) {
		for (int64_t *r = changed; r < changed + count * TW_REQ_LENGTH; r += TW_REQ_LENGTH) {
			if (r[TW_REQ_CPU_A] == cpu)
				r[TW_REQ_OFFSET_A] += cycles;
			if (r[TW_REQ_CPU_B] == cpu)
				r[TW_REQ_OFFSET_B] += cycles;
		}
	}
	measured_exchange(changed, results, count);
	free(changed);
}
