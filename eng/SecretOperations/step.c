/* Single steps of the calling thread: between start and stop, the trap flag has the kernel send SIGTRAP after each instruction, and the handler
 * writes the registers down as they are before the next one. Instead of that, start can go on in a copy of the code. And secret memory that lies at
 * the same place in each run. */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <cpuid.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

/* A row: 17 registers in the order of gregs, of which the last is rip; then the eight masks of AVX-512. */
enum { REGISTERS = REG_RIP + 1, MASKS = 8, ROW = REGISTERS + MASKS, TRAP_FLAG = 0x100, HEADER = 512, MASK_STATE = 5 };

static uint64_t *row, *end;
static unsigned mask_offset;
static struct sigaction previous;
static stack_t previous_stack;
static char handler_stack[1 << 16];

static void step(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    ucontext_t *thread = context;
    if (end - row < ROW) {
        thread->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
        return;
    }

    memcpy(row, thread->uc_mcontext.gregs, REGISTERS * sizeof *row);
    const char *state = (const char *)thread->uc_mcontext.fpregs;
    uint64_t present;
    memcpy(&present, state + HEADER, sizeof present);
    if (mask_offset != 0 && (present >> MASK_STATE & 1) != 0)
        memcpy(row + REGISTERS, state + mask_offset, MASKS * sizeof *row);
    else
        memset(row + REGISTERS, 0, MASKS * sizeof *row);
    row += ROW;
}

/* Begins to write rows from a place on; or goes, if there is one, to the copy of what comes first in the rows, which finds its slots behind gs. */
__attribute__((noinline)) void step_start(uint64_t *first, uint64_t *limit, void *slots, void *entry) {
    unsigned eax, ebx, ecx, edx;
    if (mask_offset == 0 && __get_cpuid_count(0xD, MASK_STATE, &eax, &ebx, &ecx, &edx) && eax != 0)
        mask_offset = ebx;
    row = first;
    end = limit;
    struct sigaction action = {.sa_sigaction = step, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    if (sigaltstack(&stack, &previous_stack) != 0 || sigaction(SIGTRAP, &action, &previous) != 0)
        abort();
    if (entry != NULL && syscall(SYS_arch_prctl, ARCH_SET_GS, slots) != 0)
        abort();
    __asm__ volatile(
        "testq %0, %0\n\tjz 1f\n\tjmp *%0\n1:\tpushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\tnop" : : "r"(entry) : "memory", "cc");
}

/* Ends, and tells where the next row would have been. */
__attribute__((noinline)) uint64_t *step_stop(void) {
    __asm__ volatile("pushfq\n\tandq $~0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
    sigaction(SIGTRAP, &previous, NULL);
    sigaltstack(&previous_stack, NULL);
    return row;
}

/* Memory for code, or NULL. */
void *step_allocate(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Gives it back. */
void step_release(void *memory, size_t size) {
    munmap(memory, size);
}

/* The library's secret memory comes from calloc and what OpenSSL keeps of a hash from malloc; where these find it depends on what was freed before,
 * by whichever thread. On a thread that is observed it comes from here, one block behind the other, each run from where the last one began, if all of
 * that has been given back. Before each block is its size. */
enum { BLOCK = 64 };
static char arena[1 << 25] __attribute__((aligned(BLOCK)));
static size_t used, start, blocks;
static __thread int observed;

void *__libc_calloc(size_t count, size_t size);
void *__libc_malloc(size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static int in_arena(const void *block) {
    return (const char *)block >= arena && (const char *)block < arena + sizeof arena;
}

static void *take(size_t size) {
    if (!observed || size > sizeof arena || used + size + 2 * BLOCK > sizeof arena)
        return NULL;
    char *block = arena + used + BLOCK;
    memcpy(block - BLOCK, &size, sizeof size);
    used += BLOCK + ((size + BLOCK - 1) & ~(size_t)(BLOCK - 1));
    __atomic_fetch_add(&blocks, 1, __ATOMIC_RELAXED);
    return block;
}

/* Whether the calling thread is given memory of the arena. */
void step_observe(int yes) {
    if (yes && blocks == 0)
        used = start;
    else if (yes)
        start = used, blocks = 0;
    observed = yes;
}

void *calloc(size_t count, size_t size) {
    size_t total;
    void *block = __builtin_mul_overflow(count, size, &total) ? NULL : take(total);
    return block == NULL ? __libc_calloc(count, size) : memset(block, 0, total);
}

void *malloc(size_t size) {
    void *block = take(size);
    return block == NULL ? __libc_malloc(size) : block;
}

void free(void *block) {
    if (!in_arena(block))
        __libc_free(block);
    else if ((char *)block >= arena + start)
        __atomic_fetch_sub(&blocks, 1, __ATOMIC_RELAXED);
}

void *realloc(void *block, size_t size) {
    if (!in_arena(block) && (block != NULL || !observed))
        return __libc_realloc(block, size);
    void *larger = malloc(size);
    if (larger == NULL || block == NULL)
        return larger;
    size_t before;
    memcpy(&before, (char *)block - BLOCK, sizeof before);
    memcpy(larger, block, before < size ? before : size);
    free(block);
    return larger;
}
