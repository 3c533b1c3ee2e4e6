#include <sqlite3.h>

// SQLite copies what is bound with this destructor. (The macro is a cast that Swift cannot import.)
static inline sqlite3_destructor_type catalogued_sqlite_transient(void) { return SQLITE_TRANSIENT; }

// sqlite3_config and sqlite3_db_config are variadic, which Swift cannot call.
static inline int catalogued_sqlite_db_config_flag(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}
static inline int catalogued_sqlite_config_memstatus(int value) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, value);
}

// Where SQLite puts temporary files. (A global variable, which Swift does not let one set.)
static inline void catalogued_sqlite_temp_directory(const char *path) {
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = sqlite3_mprintf("%s", path);
}
