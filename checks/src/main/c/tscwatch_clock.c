/*
 * Reading other clocks between two reads of the TSC. See tscwatch_clock.h for the contract.
 *
 * The counter reads are ordered around the clock's: read_tsc waits for the loads before it, every
 * clock here is read by a load, by IN, which the processor does not execute before or after its
 * neighbours (SDM vol. 1, 19.6), or by a system call; and LFENCE keeps what follows from beginning
 * before the counter was read.
 *
 * Devices are opened by the pinned thread itself: it may be abandoned on a CPU that never runs it,
 * and then nobody else is left to close them.
 */
#define _GNU_SOURCE
#include "tscwatch_clock.h"
#include "tscwatch_pinned.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ptp_clock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#define MAX_TRIES 64

/* Looks at the RTC until its second changes: a little more than a second at the longest pause. */
#define RTC_WATCH_NANOS 1100000000LL

_Static_assert((int)TW_CLK_REQUEST_LENGTH <= SOLO_REQUEST_LENGTH, "room for the request");
_Static_assert((int)TW_CLKR_LENGTH <= SOLO_ANSWER_LENGTH, "room for the answer");

/* struct pvclock_vcpu_time_info (asm/pvclock-abi.h). */
struct pvclock {
	uint32_t version; /* odd while the host writes it */
	uint32_t pad0;
	uint64_t tsc_timestamp;
	uint64_t system_time;
	uint32_t mul;
	int8_t shift;
	uint8_t flags;
	uint8_t pad[2];
};

_Static_assert(sizeof(struct pvclock) == 32, "as the host writes it");

/* An open clock. */
struct clock {
	enum tw_clock kind;
	int fd;
	clockid_t id;
	volatile const uint32_t *hpet;
	volatile const struct pvclock *kvmclock;
	uint16_t port;
	int64_t tsc_khz;
};

/* One bracketed read. */
struct bracket {
	uint64_t before;
	uint64_t after;
	int64_t value;
	int64_t method; /* what DETAIL says of it */
};

/* Keeps later instructions from starting before the counter was read (SDM vol. 2, RDTSC). */
static inline void fence(void)
{
	__asm__ volatile("lfence" : : : "memory");
}

/* ---- HPET ------------------------------------------------------------------------------------ */

/* Offsets of IA-PC HPET Specification 1.0a, 2.3.1, in 32-bit words. */
#define HPET_CAPABILITIES 0
#define HPET_CONFIGURATION (0x10 / 4)
#define HPET_COUNTER (0xf0 / 4)
#define HPET_COUNT_SIZE_64 (1U << 13)
#define HPET_ENABLED 1U
#define HPET_BYTES 4096

/* The driver refuses O_RDWR, and a page that is not its own (drivers/char/hpet.c). */
static int open_hpet(struct clock *clock, int64_t *answer)
{
	void *page;

	clock->fd = open("/dev/hpet", O_RDONLY | O_CLOEXEC);
	if (clock->fd < 0)
		return errno;
	page = mmap(NULL, HPET_BYTES, PROT_READ, MAP_SHARED, clock->fd, 0);
	if (page == MAP_FAILED)
		return errno;
	clock->hpet = page;
	answer[TW_CLKR_DETAIL] = (int64_t)((uint64_t)clock->hpet[HPET_CAPABILITIES + 1] << 32 |
					   clock->hpet[HPET_CAPABILITIES]);
	return clock->hpet[HPET_CONFIGURATION] & HPET_ENABLED ? 0 : EIO;
}

/*
 * The low half always; the high half only where it did not change meanwhile: a 64-bit load may be
 * split on the way to the chip (specification, 2.4.7), two 32-bit loads are what it is. The caller
 * knows from DETAIL how many bits count.
 */
static bool read_hpet(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	bool wide = clock->hpet[HPET_CAPABILITIES] & HPET_COUNT_SIZE_64;
	uint32_t high = wide ? clock->hpet[HPET_COUNTER + 1] : 0;

	b->before = read_tsc_by(method);
	fence();
	uint32_t low = clock->hpet[HPET_COUNTER];

	b->after = read_tsc_by(method);
	b->value = (int64_t)((uint64_t)high << 32 | low);
	return !wide || clock->hpet[HPET_COUNTER + 1] == high;
}

/* ---- ACPI PM timer --------------------------------------------------------------------------- */

/*
 * By IN of 32 bits, which is what the ACPI specification makes of the register (4.8.3.3). Not by
 * /dev/port, which reads byte after byte (read_port, drivers/char/mem.c): the bytes are of different
 * moments, and QEMU answers each of them with the lowest one. The permission is the thread's alone
 * and ends with it.
 */
static int open_pm_timer(struct clock *clock, int64_t port)
{
	if (port < 1 || port > 0xffff - 3)
		return EINVAL;
	clock->port = (uint16_t)port;
	return ioperm(clock->port, 4, 1) ? errno : 0;
}

static bool read_pm_timer(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	b->before = read_tsc_by(method);
	fence();
	b->value = inl(clock->port);
	b->after = read_tsc_by(method);
	return true;
}

/* ---- Clocks with a clockid -------------------------------------------------------------------- */

/* FD_TO_CLOCKID of clock_getres(2): a dynamic clock is its descriptor. */
static clockid_t clock_of_fd(int fd)
{
	return (clockid_t)((~(unsigned int)fd << 3) | 3);
}

static int open_ptp(struct clock *clock, int64_t index)
{
	char path[32];

	if (index < 0 || index > 999)
		return EINVAL;
	snprintf(path, sizeof(path), "/dev/ptp%d", (int)index);
	clock->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (clock->fd < 0)
		return errno;
	clock->id = clock_of_fd(clock->fd);
	return 0;
}

static bool read_clock_id(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	struct timespec ts;

	b->before = read_tsc_by(method);
	fence();
	int failed = clock_gettime(clock->id, &ts);

	b->after = read_tsc_by(method);
	b->value = ts.tv_sec * NANOS_PER_SECOND + ts.tv_nsec;
	b->method = TW_PTP_PLAIN;
	return !failed;
}

static int64_t ptp_nanos(const struct ptp_clock_time *t)
{
	return (int64_t)t->sec * NANOS_PER_SECOND + t->nsec;
}

/* The device's time with CLOCK_REALTIME just before and just after it, by the driver. */
struct cross {
	int64_t earlier;
	int64_t device;
	int64_t later;
};

static bool cross_precise(int fd, struct cross *cross)
{
	struct ptp_sys_offset_precise p;

	memset(&p, 0, sizeof(p));
	if (ioctl(fd, PTP_SYS_OFFSET_PRECISE, &p))
		return false;
	/* One moment, told in whole nanoseconds on both sides. */
	cross->earlier = ptp_nanos(&p.sys_realtime) - 1;
	cross->later = ptp_nanos(&p.sys_realtime) + 1;
	cross->device = ptp_nanos(&p.device);
	return true;
}

static bool cross_extended(int fd, struct cross *cross)
{
	struct ptp_sys_offset_extended e;

	memset(&e, 0, sizeof(e));
	e.n_samples = 1;
	if (ioctl(fd, PTP_SYS_OFFSET_EXTENDED, &e))
		return false;
	cross->earlier = ptp_nanos(&e.ts[0][0]) - 1;
	cross->device = ptp_nanos(&e.ts[0][1]);
	cross->later = ptp_nanos(&e.ts[0][2]) + 1;
	return true;
}

/*
 * While CLOCK_REALTIME is made from the TSC, a moment of it inside the bracket moves the bracket's
 * ends inward: by the nanoseconds between, at a rate that no discipline leaves. The kernel slews by
 * 0.05 % for NTP and as much for adjtime(3), and 10 % by its tick at the very most (timex limits);
 * 0.2 % is allowed here, and nothing is narrowed unless both ends of the bracket agree with it.
 */
static void narrow(struct bracket *b, int64_t khz, int64_t first, const struct cross *cross,
		   int64_t last)
{
	int64_t width = (int64_t)(b->after - b->before), span = last - first;
	int64_t expected = span * khz / 1000000;

	if (span < 0 || span > 10000000 || expected > width + width / 500 || cross->earlier < first ||
	    cross->later > last || cross->later < cross->earlier)
		return;
	int64_t head = (cross->earlier - first) * khz / 1000000, tail = (last - cross->later) * khz / 1000000;

	head -= head / 500;
	tail -= tail / 500;
	if (head + tail < width) {
		b->before += (uint64_t)head;
		b->after -= (uint64_t)tail;
	}
}

static bool read_ptp(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	struct cross cross;

	if (clock->tsc_khz <= 0)
		return read_clock_id(clock, method, b);
	b->before = read_tsc_by(method);
	fence();
	int64_t first = clock_nanos(CLOCK_REALTIME);
	bool precise = cross_precise(clock->fd, &cross);

	if (!precise && !cross_extended(clock->fd, &cross))
		return read_clock_id(clock, method, b);
	int64_t last = clock_nanos(CLOCK_REALTIME);

	b->after = read_tsc_by(method);
	b->value = cross.device;
	b->method = precise ? TW_PTP_PRECISE : TW_PTP_EXTENDED;
	narrow(b, clock->tsc_khz, first, &cross, last);
	return true;
}

/* ---- The kvmclock page ------------------------------------------------------------------------ */

/*
 * Of older kernels the second page of [vvar] is it, if they have one: whatever else may be there has
 * no multiplier where this one has, or something where it has nothing.
 */
static int open_kvmclock(struct clock *clock)
{
	const volatile struct pvclock *page = (const volatile struct pvclock *)kvmclock_address();

	if (!page || page->mul == 0 || page->pad0 != 0 || page->pad[0] != 0 || page->pad[1] != 0 ||
	    page->shift < -31 || page->shift > 31)
		return ENODEV;
	clock->kvmclock = page;
	return 0;
}

/* As vread_pvclock() of the vDSO reads it (lib/vdso, asm/vdso/gettimeofday.h): loads are not
 * reordered with each other, and the page holds still while its version is even and the same. */
static bool read_kvmclock(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	const volatile struct pvclock *page = clock->kvmclock;

	b->before = read_tsc_by(method);
	uint32_t version = page->version;
	uint64_t stamp = page->tsc_timestamp, nanos = page->system_time;
	uint32_t mul = page->mul;
	int shift = page->shift;

	b->method = page->flags;
	uint64_t delta = read_tsc_by(method) - stamp;

	if (page->version != version || version % 2 != 0 || (int64_t)delta < 0)
		return false;
	b->after = read_tsc_by(method);
	delta = shift < 0 ? delta >> -shift : delta << shift;
	/* The upper 64 of 96 bits, as pvclock_scale_delta(): the halves do not overflow. */
	nanos += (delta >> 32) * mul + ((delta & UINT32_MAX) * mul >> 32);
	b->value = (int64_t)nanos;
	return true;
}

/* With modes 0 nothing is changed, and no capability is asked for. Straight to the system call, so
 * that a filter has one name to allow. */
static void note_timex(const struct clock *clock, int64_t *answer)
{
	struct timex tx;

	memset(&tx, 0, sizeof(tx));
	long state = clock->kind == TW_CLOCK_PTP ? syscall(SYS_clock_adjtime, clock->id, &tx) :
						  syscall(SYS_adjtimex, &tx);

	if (state < 0)
		return;
	answer[TW_CLKR_TIMEX] = 1;
	answer[TW_CLKR_TIMEX_STATE] = state;
	answer[TW_CLKR_TIMEX_STATUS] = tx.status;
	answer[TW_CLKR_TIMEX_FREQ] = tx.freq;
	answer[TW_CLKR_TIMEX_TICK] = tx.tick;
	answer[TW_CLKR_TIMEX_MAXERROR] = tx.maxerror;
	answer[TW_CLKR_TIMEX_ESTERROR] = tx.esterror;
}

/* ---- Any clock ------------------------------------------------------------------------------- */

static int open_clock(struct clock *clock, const struct solo *solo, int64_t *answer)
{
	switch (clock->kind) {
	case TW_CLOCK_HPET:
		return open_hpet(clock, answer);
	case TW_CLOCK_ACPI_PM:
		return open_pm_timer(clock, solo->request.value[TW_CLK_DETAIL]);
	case TW_CLOCK_PTP:
		return open_ptp(clock, solo->request.value[TW_CLK_DETAIL]);
	case TW_CLOCK_REALTIME:
		clock->id = CLOCK_REALTIME;
		return 0;
	case TW_CLOCK_MONOTONIC_RAW:
		clock->id = CLOCK_MONOTONIC_RAW;
		return 0;
	case TW_CLOCK_KVMCLOCK:
		return open_kvmclock(clock);
	case TW_CLOCK_RTC:
		/* Not /dev/rtc0: one program at a time may have that open, and this needs no right. */
		clock->fd = open("/sys/class/rtc/rtc0/since_epoch", O_RDONLY | O_CLOEXEC);
		return clock->fd < 0 ? errno : 0;
	}
	return EINVAL;
}

static void close_clock(const struct clock *clock)
{
	if (clock->hpet)
		munmap((void *)clock->hpet, HPET_BYTES);
	if (clock->fd >= 0)
		close(clock->fd);
}

static bool read_clock(const struct clock *clock, enum tw_method method, struct bracket *b)
{
	switch (clock->kind) {
	case TW_CLOCK_HPET:
		return read_hpet(clock, method, b);
	case TW_CLOCK_ACPI_PM:
		return read_pm_timer(clock, method, b);
	case TW_CLOCK_PTP:
		return read_ptp(clock, method, b);
	case TW_CLOCK_KVMCLOCK:
		return read_kvmclock(clock, method, b);
	default:
		return read_clock_id(clock, method, b);
	}
}

static int compare_widths(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return left < right ? -1 : left > right;
}

/* The narrowest of several brackets, and how long the others took. */
static void sample(struct solo *solo, const struct clock *clock, struct witness *witness)
{
	int64_t *answer = solo->answer, widths[MAX_TRIES];
	int count = 0, attempts = 2 * solo->tries;
	struct bracket best = { 0 };

	for (int i = 0; i < attempts && count < solo->tries; i++) {
		struct bracket b = { 0 };
		bool certified = witness_begin(witness);
		bool read = read_clock(clock, solo->method, &b);

		certified = witness_end(witness) && certified;
		int64_t width = (int64_t)(b.after - b.before);

		if (!read || !certified || width < 0)
			continue;
		if (count == 0 || width < (int64_t)(best.after - best.before))
			best = b;
		if (width > solo->request.value[TW_CLK_SLOW_CYCLES])
			answer[TW_CLKR_SLOW_READS]++;
		widths[count++] = width;
	}
	answer[TW_CLKR_READS] = count;
	if (count == 0) {
		answer[TW_CLKR_OUTCOME] = TW_NO_SAMPLES;
		return;
	}
	qsort(widths, (size_t)count, sizeof(*widths), compare_widths);
	answer[TW_CLKR_TSC_BEFORE] = (int64_t)best.before;
	answer[TW_CLKR_TSC_AFTER] = (int64_t)best.after;
	answer[TW_CLKR_VALUE] = best.value;
	answer[TW_CLKR_MEDIAN_CYCLES] = widths[count / 2];
	answer[TW_CLKR_WIDEST_CYCLES] = widths[count - 1];
	if (clock->kind == TW_CLOCK_PTP || clock->kind == TW_CLOCK_KVMCLOCK)
		answer[TW_CLKR_DETAIL] = best.method;
}

/* ---- RTC ------------------------------------------------------------------------------------- */

static bool read_seconds(int fd, int64_t *seconds)
{
	char text[32];
	ssize_t length = pread(fd, text, sizeof(text) - 1, 0);

	if (length <= 0)
		return false;
	text[length] = 0;
	*seconds = strtoll(text, NULL, 10);
	return true;
}

static void sleep_nanos(int64_t nanos)
{
	struct timespec ts = { nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND };

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, &ts) == EINTR)
		;
}

/*
 * Waits for the seconds to change. The clock showed the old second at some moment after the look
 * before began, and the new one at some moment before the last look ended: between these two it
 * changed. Sleeps between the looks, so the CPU is checked at both ends of each and not between:
 * all that counts is that each counter read was on it.
 */
static void sample_edge(struct solo *solo, const struct clock *clock, struct witness *witness)
{
	int64_t *answer = solo->answer, before_second = 0, looks = 0;
	uint64_t before = 0;
	int64_t started = clock_nanos(CLOCK_MONOTONIC);

	while (clock_nanos(CLOCK_MONOTONIC) - started < RTC_WATCH_NANOS) {
		int64_t second;
		bool here = on_cpu(witness);
		uint64_t begun = read_tsc_by(solo->method);

		fence();
		if (!read_seconds(clock->fd, &second)) {
			answer[TW_CLKR_OUTCOME] = TW_CLOCK_UNREADABLE;
			answer[TW_CLKR_ERRNO] = errno;
			return;
		}
		uint64_t ended = read_tsc_by(solo->method);

		if (!here || !on_cpu(witness)) {
			solo->lost = true;
			return;
		}
		if (looks++ > 0 && second != before_second) {
			answer[TW_CLKR_TSC_BEFORE] = (int64_t)before;
			answer[TW_CLKR_TSC_AFTER] = (int64_t)ended;
			answer[TW_CLKR_VALUE] = second;
			answer[TW_CLKR_READS] = looks;
			answer[TW_CLKR_MEDIAN_CYCLES] = (int64_t)(ended - begun);
			answer[TW_CLKR_WIDEST_CYCLES] = (int64_t)(ended - begun);
			/* More than one second: somebody set it, or looks were missed. */
			if (second != before_second + 1)
				answer[TW_CLKR_OUTCOME] = TW_CLOCK_NO_EDGE;
			return;
		}
		before_second = second;
		before = begun;
		sleep_nanos(solo->request.value[TW_CLK_POLL_NANOS]);
	}
	answer[TW_CLKR_OUTCOME] = TW_CLOCK_NO_EDGE;
}

/* ---- The thread and its caller ---------------------------------------------------------------- */

static int64_t outcome_of(int error)
{
	switch (error) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
	case ENOSYS:
	case EINVAL:
		return TW_CLOCK_ABSENT;
	case EPERM:
	case EACCES:
		return TW_CLOCK_REFUSED;
	case EBUSY:
		return TW_CLOCK_BUSY;
	default:
		return TW_CLOCK_UNREADABLE;
	}
}

static void clock_run(void *allocation, int index)
{
	struct solo *solo = allocation;
	struct clock clock = { .kind = (enum tw_clock)solo->request.value[TW_CLK_CLOCK],
			       .fd = -1,
			       .tsc_khz = solo->request.value[TW_CLK_TSC_KILOHERTZ] };
	struct witness witness;

	(void)index;
	witness_init(&witness, &solo->rseq_flag, solo->cpu, false);
	int error = open_clock(&clock, solo, solo->answer);

	if (error) {
		solo->answer[TW_CLKR_OUTCOME] = outcome_of(error);
		solo->answer[TW_CLKR_ERRNO] = error;
	} else if (clock.kind == TW_CLOCK_RTC) {
		sleep_nanos(solo->request.value[TW_CLK_WAIT_NANOS]);
		sample_edge(solo, &clock, &witness);
	} else {
		sample(solo, &clock, &witness);
		if (clock.kind == TW_CLOCK_REALTIME || clock.kind == TW_CLOCK_PTP)
			note_timex(&clock, solo->answer);
	}
	close_clock(&clock);
	if (!on_cpu(&witness))
		solo->lost = true;
	solo->answer[TW_CLKR_CPU_NANOS] =
		clock_nanos(CLOCK_THREAD_CPUTIME_ID) - solo->cpu_nanos_before;
}

static bool good_request(const int64_t *request)
{
	return request[TW_CLK_CLOCK] >= TW_CLOCK_HPET &&
	       request[TW_CLK_CLOCK] <= TW_CLOCK_KVMCLOCK && request[TW_CLK_CPU] >= 0 &&
	       request[TW_CLK_CPU] <= UINT16_MAX && request[TW_CLK_TRIES] >= 1 &&
	       request[TW_CLK_TRIES] <= MAX_TRIES && request[TW_CLK_SLOW_CYCLES] >= 0 &&
	       request[TW_CLK_WAIT_NANOS] >= 0 && request[TW_CLK_WAIT_NANOS] <= 2 * NANOS_PER_SECOND &&
	       (request[TW_CLK_CLOCK] != TW_CLOCK_RTC ||
		(request[TW_CLK_POLL_NANOS] >= 20000 && request[TW_CLK_POLL_NANOS] <= 100000000)) &&
	       request[TW_CLK_TSC_KILOHERTZ] >= 0 && request[TW_CLK_TSC_KILOHERTZ] <= 10000000;
}

void tw_clock_sample(const int64_t *request, int64_t *result)
{
	struct solo_request copy = { 0 };

	memset(result, 0, TW_CLKR_LENGTH * sizeof(*result));
	if (!good_request(request)) {
		result[TW_CLKR_OUTCOME] = TW_BAD_REQUEST;
		return;
	}
	memcpy(copy.value, request, TW_CLK_REQUEST_LENGTH * sizeof(*request));
	if (request[TW_CLK_CLOCK] == TW_CLOCK_RTC)
		copy.sleeps_nanos = request[TW_CLK_WAIT_NANOS] + RTC_WATCH_NANOS;
	copy.may_run_here = request[TW_CLK_CLOCK] == TW_CLOCK_REALTIME ||
			    request[TW_CLK_CLOCK] == TW_CLOCK_MONOTONIC_RAW;
	run_solo((int32_t)request[TW_CLK_CPU], (int32_t)request[TW_CLK_TRIES], &copy, clock_run, result,
		 TW_CLKR_LENGTH);
}
