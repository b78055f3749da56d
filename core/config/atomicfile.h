#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

// Whole files, read and replaced so that a kill or a power cut leaves the old or the new text, never a mix.
namespace gw::config {

inline constexpr std::size_t kMaxFileBytes = 64 * 1024 * 1024;

Result<std::string> readFile(const std::string &path);

struct WriteOptions
{
    unsigned mode = 0600;         // Of a new file; an existing one keeps its own.
    std::string keepOldAs = {};   // The replaced file stays under this name, in the same folder.
};

// Temporary file beside the target, fsync, rename, fsync of the folder. A symbolic link is followed, so that
// the file it names is replaced and the link stays; mode, access list and, where that is allowed, owner of
// the old file go on.
Result<void> writeFileAtomically(const std::string &path, std::string_view text,
                                 const WriteOptions &options = {});

// A new file of mode; an error when there is one already.
Result<void> createFile(const std::string &path, std::string_view text, unsigned mode);

// Makes what was renamed, made or removed in the folder durable. File systems that cannot sync a folder are
// let be.
void syncFolder(const std::string &folder);

}   // namespace gw::config
