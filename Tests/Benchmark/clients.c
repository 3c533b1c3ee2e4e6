// Many clients of a Unix socket at once: each keeps its connection, asks one target after the other, reads the whole
// answer, waits, and asks again, until SIGTERM. Then it prints one line of JSON, of what came since SIGUSR1. One thread, so that it takes little of
// the machine that it measures on.
//
//   clients SOCKET COUNT PAUSE_MS TARGET…     each client begins at another target
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MAX_TARGETS = 64, SAMPLES = 1 << 20 };
struct client { int fd, target; long left; double due, asked; size_t head; char bytes[4096]; };

static volatile sig_atomic_t over, anew;
static struct client *clients;
static int *queue, first, waiting, count, targets;  // who waits, in the order of the times they wait for
static double pause_s;
static char *target[MAX_TARGETS];
static float *times[MAX_TARGETS];
static long answers[MAX_TARGETS], errors;

static void hear_signal(int signal) { if (signal == SIGTERM) over = 1; else anew = 1; }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }

static void connect_to(struct client *c, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  c->fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0) { perror("connect"); exit(1); }
}

static void ask(struct client *c) {
  char text[1024];
  int size = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target[c->target]);
  c->asked = now(), c->head = 0, c->left = -1;
  if (send(c->fd, text, size, MSG_NOSIGNAL) != size) errors++;
}

static void answered(struct client *c, int is_good) {
  if (!is_good) errors++;
  long n = answers[c->target]++;
  if (n < SAMPLES) times[c->target][n] = (now() - c->asked) * 1000;
  c->target = (c->target + 1) % targets;
  c->due = now() + pause_s;
  queue[(first + waiting++) % count] = (int)(c - clients);
}

// Reads what is there; false where the server has hung up.
static int hear(struct client *c) {
  static char rest[1 << 16];
  while (1) {
    char *place = c->left < 0 ? c->bytes + c->head : rest;
    ssize_t n = recv(c->fd, place, c->left < 0 ? sizeof c->bytes - 1 - c->head : sizeof rest, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) return 0;
    if (c->left < 0) {
      c->head += n, c->bytes[c->head] = 0;
      char *end = strstr(c->bytes, "\r\n\r\n"), *length = strstr(c->bytes, "Content-Length: ");
      if (!end) { if (c->head == sizeof c->bytes - 1) return 0; continue; }
      if (!length) return 0;
      c->left = atol(length + 16) - (long)(c->head - (end + 4 - c->bytes));
    } else c->left -= n;
    if (c->left == 0) { answered(c, memcmp(c->bytes, "HTTP/1.1 200", 12) == 0); return 1; }
  }
}

static int by_time(const void *a, const void *b) { float x = *(float *)a, y = *(float *)b; return (x > y) - (x < y); }

static double cpu(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  count = atoi(argv[2]), pause_s = atof(argv[3]) / 1000, targets = argc - 4;
  if (targets > MAX_TARGETS) return 2;
  clients = calloc(count, sizeof *clients), queue = calloc(count, sizeof *queue);
  for (int i = 0; i < targets; i++) target[i] = argv[4 + i], times[i] = malloc(SAMPLES * sizeof(float));
  signal(SIGTERM, hear_signal), signal(SIGUSR1, hear_signal);
  int events = epoll_create1(0);
  double begun = now(), used = 0;
  for (int i = 0; i < count; i++) {
    struct client *c = &clients[i];
    connect_to(c, argv[1]);
    c->target = i % targets, c->due = begun + pause_s * i / count, queue[waiting++] = i;
    epoll_ctl(events, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
  }
  while (!over) {
    double time = now();
    if (anew) {
      anew = 0, begun = time, errors = 0, used = cpu();
      memset(answers, 0, sizeof answers);
    }
    for (; waiting && clients[queue[first]].due <= time; waiting--, first = (first + 1) % count) ask(&clients[queue[first]]);
    struct epoll_event ready[64];
    int n = epoll_wait(events, ready, 64, waiting ? (int)((clients[queue[first]].due - time) * 1000) + 1 : 100);
    for (int i = 0; i < n; i++) {
      struct client *c = ready[i].data.ptr;
      if (hear(c)) continue;
      errors++;
      close(c->fd), connect_to(c, argv[1]);
      epoll_ctl(events, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
      ask(c);
    }
  }
  printf("{\"seconds\": %.3f, \"cpu\": %.3f, \"errors\": %ld, \"targets\": [", now() - begun, cpu() - used, errors);
  for (int i = 0; i < targets; i++) {
    long n = answers[i] < SAMPLES ? answers[i] : SAMPLES;
    qsort(times[i], n, sizeof(float), by_time);
    printf("%s{\"answers\": %ld, \"median\": %.2f, \"p99\": %.2f, \"most\": %.2f}", i ? ", " : "", answers[i],
           n ? times[i][n / 2] : 0, n ? times[i][n * 99 / 100] : 0, n ? times[i][n - 1] : 0);
  }
  puts("]}");
}
