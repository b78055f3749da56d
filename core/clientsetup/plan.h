#pragma once

#include "core/clientsetup/catalog.h"
#include "core/clientsetup/connection.h"
#include "core/clientsetup/surroundings.h"

namespace gw::clientsetup {

// A value of ours in a file, with what was there.
struct OwnValue
{
    lossless::Path path;
    json::Value ours;
    lossless::Found before;
};

// One file of a change. Texts hold secrets: they go into files of mode 0600 and nowhere else.
struct FileChange
{
    std::string path;   // Links resolved.
    lossless::Format format = lossless::Format::Json;
    bool existed = false;   // Before the first change of ours.
    std::string before;     // The same; empty when it did not exist.
    bool exists = false;    // Now.
    std::string now;
    std::string after;   // As we leave it.
    std::vector<OwnValue> values;
    std::vector<std::string> madeFolders;   // That it needs, the outermost first.
};

struct Plan
{
    std::string client;
    std::string base;
    std::string model;
    std::vector<FileChange> files;   // Those that change, and those that stay as we left them.

    bool changesNothing() const;
    // For people: what changes from now on, each file as "diff -u" shows it, without the key.
    std::string diff(const Surroundings &here, const Secret &key) const;
};

// The file that a row means, links resolved.
std::string resolvedPath(const FileRow &row, const Surroundings &here);
// Why a file may not be changed, in words; empty: it may. A file without a write bit is meant to stay as it
// is.
std::string whyUnwritable(const std::string &path);
// Its text; nothing, when there is no such file.
Result<std::optional<std::string>> readIfThere(const std::string &path);

// What one file becomes. base is what it would be without us.
Result<FileChange> planFile(const FileRow &row, const Surroundings &here, const Connection &connection,
                            const FileChange &base);

}   // namespace gw::clientsetup
