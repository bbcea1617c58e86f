/* Counts the system calls that write below one folder, and lets one of them go wrong.
 *
 * Loaded with LD_PRELOAD, so it meets Python, SQLite and git alike. The page of memory that is
 * shared with the tormentor says what to do; see faults.py for the same structure.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, TORN, FAIL, FAIL_ON };
struct control {
    int mode, at, error, count, hit, pad;
    char root[512];
    char said[512];
};
static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("TORTURE_CONTROL");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) control = page;
    close(file);
}

static int below(const char *path) {
    size_t length = strlen(control->root);
    return length && !strncmp(path, control->root, length);
}

static int descriptor_path(int descriptor, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, into, PATH_MAX - 1);
    if (length < 0) return 0;
    into[length] = 0;
    return 1;
}

static int absolute(int folder, const char *path, char *into) {
    if (path[0] == '/') {
        snprintf(into, PATH_MAX, "%s", path);
        return 1;
    }
    char base[PATH_MAX];
    if (folder == AT_FDCWD ? !getcwd(base, sizeof base) : !descriptor_path(folder, base)) return 0;
    snprintf(into, PATH_MAX, "%.2000s/%.2000s", base, path);
    return 1;
}

/* What shall happen at this call: 0 nothing, -1 die in the middle, else an errno. */
static int fault(const char *call, const char *path, int takes_room) {
    int number = __atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST);
    int mode = control->mode;
    int now = mode == FAIL_ON ? number >= control->at && takes_room : number == control->at;
    if (mode <= COUNT || !now) return 0;
    if (!__atomic_fetch_or(&control->hit, 1, __ATOMIC_SEQ_CST))
        snprintf(control->said, sizeof control->said, "%s %s", call, path);
    if (mode == KILL) {
        kill(0, SIGKILL);
        for (;;) pause();
    }
    return mode == TORN ? -1 : control->error;
}

static int at_path(const char *call, int folder, const char *path, int takes_room) {
    char full[PATH_MAX];
    if (!control || control->mode == OFF || !path || !absolute(folder, path, full)) return 0;
    return below(full) ? fault(call, full, takes_room) : 0;
}

static int at_descriptor(const char *call, int descriptor, int takes_room) {
    char full[PATH_MAX];
    if (!control || control->mode == OFF || !descriptor_path(descriptor, full)) return 0;
    return below(full) ? fault(call, full, takes_room) : 0;
}

static void die(void) {
    kill(0, SIGKILL);
    for (;;) pause();
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define STOP(wrong) do { int w = (wrong); if (w == -1) die(); \
    if (w) { errno = w; return -1; } } while (0)
#define STOP_TORN(wrong, half) do { int w = (wrong); if (w == -1) { half; die(); } \
    if (w) { errno = w; return -1; } } while (0)

ssize_t write(int d, const void *data, size_t size) {
    STOP_TORN(at_descriptor("write", d, 1), REAL(write)(d, data, size / 2));
    return REAL(write)(d, data, size);
}
ssize_t writev(int d, const struct iovec *parts, int count) {
    STOP(at_descriptor("writev", d, 1));
    return REAL(writev)(d, parts, count);
}
ssize_t pwrite(int d, const void *data, size_t size, off_t at) {
    STOP_TORN(at_descriptor("pwrite", d, 1), REAL(pwrite)(d, data, size / 2, at));
    return REAL(pwrite)(d, data, size, at);
}
ssize_t pwrite64(int d, const void *data, size_t size, off64_t at) {
    STOP_TORN(at_descriptor("pwrite", d, 1), REAL(pwrite64)(d, data, size / 2, at));
    return REAL(pwrite64)(d, data, size, at);
}
int fsync(int d) { STOP(at_descriptor("fsync", d, 1)); return REAL(fsync)(d); }
int fdatasync(int d) { STOP(at_descriptor("fdatasync", d, 1)); return REAL(fdatasync)(d); }
int ftruncate(int d, off_t s) { STOP(at_descriptor("ftruncate", d, 0)); return REAL(ftruncate)(d, s); }
int ftruncate64(int d, off64_t s) {
    STOP(at_descriptor("ftruncate", d, 0));
    return REAL(ftruncate64)(d, s);
}
ssize_t sendfile(int out, int in, off_t *at, size_t n);
ssize_t sendfile64(int out, int in, off64_t *at, size_t n);
ssize_t sendfile(int out, int in, off_t *at, size_t n) {
    STOP(at_descriptor("sendfile", out, 1));
    return REAL(sendfile)(out, in, at, n);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) {
    STOP(at_descriptor("sendfile", out, 1));
    return REAL(sendfile64)(out, in, at, n);
}
ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t n, unsigned flags) {
    STOP(at_descriptor("copy_file_range", out, 1));
    return REAL(copy_file_range)(in, a, out, b, n, flags);
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { \
    va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
#define OPEN(folder, path, flags) if ((flags) & (O_CREAT | O_TRUNC)) \
    STOP(at_path("open", folder, path, 1))
int open(const char *p, int flags, ...) {
    MODE(flags) OPEN(AT_FDCWD, p, flags);
    return REAL(open)(p, flags, mode);
}
int open64(const char *p, int flags, ...) {
    MODE(flags) OPEN(AT_FDCWD, p, flags);
    return REAL(open64)(p, flags, mode);
}
int openat(int f, const char *p, int flags, ...) {
    MODE(flags) OPEN(f, p, flags);
    return REAL(openat)(f, p, flags, mode);
}
int openat64(int f, const char *p, int flags, ...) {
    MODE(flags) OPEN(f, p, flags);
    return REAL(openat64)(f, p, flags, mode);
}
int rename(const char *a, const char *b) {
    STOP(at_path("rename", AT_FDCWD, b, 0));
    return REAL(rename)(a, b);
}
int renameat(int f, const char *a, int g, const char *b) {
    STOP(at_path("rename", g, b, 0));
    return REAL(renameat)(f, a, g, b);
}
int link(const char *a, const char *b) {
    STOP(at_path("link", AT_FDCWD, b, 1));
    return REAL(link)(a, b);
}
int symlink(const char *a, const char *b) {
    STOP(at_path("symlink", AT_FDCWD, b, 1));
    return REAL(symlink)(a, b);
}
int unlink(const char *p) { STOP(at_path("unlink", AT_FDCWD, p, 0)); return REAL(unlink)(p); }
int unlinkat(int f, const char *p, int flags) {
    STOP(at_path("unlink", f, p, 0));
    return REAL(unlinkat)(f, p, flags);
}
int rmdir(const char *p) { STOP(at_path("rmdir", AT_FDCWD, p, 0)); return REAL(rmdir)(p); }
int mkdir(const char *p, mode_t m) {
    STOP(at_path("mkdir", AT_FDCWD, p, 1));
    return REAL(mkdir)(p, m);
}
int mkdirat(int f, const char *p, mode_t m) {
    STOP(at_path("mkdir", f, p, 1));
    return REAL(mkdirat)(f, p, m);
}
int chmod(const char *p, mode_t m) { STOP(at_path("chmod", AT_FDCWD, p, 0)); return REAL(chmod)(p, m); }
