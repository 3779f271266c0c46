/* What valgrind is told and asked; each is a sequence of instructions that does nothing outside of valgrind. */
#include <stddef.h>
#include <valgrind/memcheck.h>

void make_mem_undefined(const void *start, size_t length) { (void)VALGRIND_MAKE_MEM_UNDEFINED(start, length); }
void make_mem_defined(const void *start, size_t length) { (void)VALGRIND_MAKE_MEM_DEFINED(start, length); }
int running_on_valgrind(void) { return (int)RUNNING_ON_VALGRIND; }
int count_errors(void) { return (int)VALGRIND_COUNT_ERRORS; }

/* How many of the bytes have a bit that is undefined. */
int count_undefined(const unsigned char *start, size_t length) {
    int count = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char bits = 0;
        (void)VALGRIND_GET_VBITS(start + i, &bits, 1);
        count += bits != 0;
    }
    return count;
}
