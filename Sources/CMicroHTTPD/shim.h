#include <microhttpd.h>

// Variadic functions, which Swift cannot call.

struct catalogued_mhd_callbacks {
  MHD_AccessHandlerCallback handler;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connected;
  void *(*began)(void *context, const char *target, struct MHD_Connection *connection);
  void *context;
};

static inline struct MHD_Daemon *catalogued_mhd_start(
    int listener, unsigned int connections, unsigned int timeout, struct catalogued_mhd_callbacks calls) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, calls.handler, calls.context,
      MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listener, MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_TIMEOUT, timeout, MHD_OPTION_NOTIFY_COMPLETED, calls.completed, calls.context,
      MHD_OPTION_NOTIFY_CONNECTION, calls.connected, calls.context,
      MHD_OPTION_URI_LOG_CALLBACK, calls.began, calls.context,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(64 * 1024), MHD_OPTION_END);
}

static inline void catalogued_mhd_set_timeout(struct MHD_Connection *connection, unsigned int seconds) {
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

static inline int catalogued_mhd_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? (int)info->connect_fd : -1;
}

static inline uint64_t catalogued_mhd_unknown_size(void) { return MHD_SIZE_UNKNOWN; }

// Enumerations whose constants Swift imports under names that differ between releases of the library.

static inline void catalogued_mhd_each_argument(
    struct MHD_Connection *connection, MHD_KeyValueIterator hear, void *context) {
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, hear, context);
}
static inline struct MHD_Response *catalogued_mhd_response(const void *bytes, size_t size) {
  return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}
static inline void catalogued_mhd_each_header(
    struct MHD_Connection *connection, MHD_KeyValueIterator hear, void *context) {
  MHD_get_connection_values(connection, MHD_HEADER_KIND, hear, context);
}
static inline int catalogued_mhd_is_opening(enum MHD_ConnectionNotificationCode code) {
  return code == MHD_CONNECTION_NOTIFY_STARTED;
}
