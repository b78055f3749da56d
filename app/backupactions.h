#pragma once

#include "app/backend.h"
#include "app/startup.h"
#include "core/backup/snapshot.h"
#include "core/cache/responsecache.h"

namespace gw::app {

// Where snapshots lie unless somebody says otherwise.
std::string snapshotFolder(const std::string &dataFolder);
// PORTICO_BACKUP_PASSPHRASE, or what stands in the file that --passphrase_file or
// PORTICO_BACKUP_PASSPHRASE_FILE names; empty: none is given.
Result<Secret> givenPassphrase(const Options &options, const config::EnvironmentReader &environment);
// What can be saved beside the data folder: a snapshot of the Redis of config, by redis-cli, and the database
// that gateways share. Empty without.
std::vector<backup::Extra> extrasOf(const config::Config &config,
                                    const config::EnvironmentReader &environment);

// The key of the vault in a data folder; empty when it cannot be had. Somebody may have to unlock a keychain,
// so that this may take a minute.
Secret vaultKeyOf(const std::string &dataFolder);

// "backup" and "restore" of the command line: exit codes. They ask for the passphrase where there is somebody
// to ask. A database that gateways share is put back only where it holds nothing yet; "restore
// FILE.jsonl.zst" does that alone.
int runBackup(const Options &options);
int runRestore(const Options &options);

}   // namespace gw::app
