#pragma once

#include "core/backup/packedfile.h"
#include "core/base/secret.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Copies of all that a gateway would be missed with: databases, config, vault. A snapshot is a folder named
// by its moment with a manifest.json; it is there whole or not at all.
namespace gw::backup {

// "2026-11-27T10-00-00Z"
std::string stampOf(std::int64_t unixS);

struct Part
{
    std::string file;     // In the snapshot.
    std::string kind;     // "database", "config", "vault", "vault-key", "redis", "postgres"
    std::string origin;   // Of configs: relative to the main one's folder, or absolute. Else the file's name.
    Digest digest;
};

struct Manifest
{
    std::int64_t unixS = 0;
    std::string program;   // Version that made it.
    std::vector<Part> parts;
    std::vector<std::string> leftOut;   // What is missing, and why.
};

// Something that writes a file of its own into the snapshot, readable once this returns.
struct Extra
{
    std::string kind;
    std::string file;
    std::function<Result<void>(const std::string &path)> write;
};

struct Sources
{
    std::string dataFolder;
    std::vector<std::string> configFiles;   // The main one first.
    Secret vaultKey;                        // Empty: not known.
    Secret passphrase;                      // Empty: the vault is left out.
    std::vector<Extra> extras;              // One that fails is left out, with its reason.
    std::string program;
};

// Copies the databases while they are in use. Blocks; no thread that serves anybody may call it. into is made
// when it is not there.
Result<Manifest> save(const Sources &sources, const std::string &into, std::int64_t unixS);
// Reads a manifest and compares every file with its digest.
Result<Manifest> check(const std::string &snapshot);

struct Target
{
    std::string dataFolder;
    std::string configFile;
    Secret passphrase;      // Empty: the vault stays closed until its key is given.
    bool replace = false;   // What is there goes aside, to "<name>.before-restore".
};
struct Restored
{
    Manifest manifest;
    std::string postgres;   // The file of the database that gateways share; it is not put back here.
    std::vector<std::string> notes;   // What is left to do by hand.
};
// Puts everything back. Nothing has changed when it fails before the first file is in place; files that are
// there already are a reason to fail.
Result<Restored> restore(const std::string &snapshot, const Target &target);

struct Kept
{
    std::string folder;
    std::int64_t unixS = 0;
    std::int64_t bytes = 0;
};
// Whole snapshots, the oldest first.
std::vector<Kept> list(const std::string &folder);
// Removes those older than keepS, and the oldest ones while all together are larger than maxBytes; the newest
// one stays. Also what a save that was cut short has left. Gives how many.
int prune(const std::string &folder, std::int64_t nowS, std::int64_t keepS, std::int64_t maxBytes);

}   // namespace gw::backup
