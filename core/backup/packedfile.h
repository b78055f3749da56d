#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>

// Files of any size, packed by zstd and known by their digest.
namespace gw::backup {

struct Digest
{
    std::string sha256;   // Lower-case hexadecimal.
    std::int64_t bytes = 0;

    bool operator==(const Digest &) const = default;
};

// Of a file as it lies there.
Result<Digest> digestOf(const std::string &path);
// Writes a new file, readable by its owner only, and makes it survive a power failure. The digest is that of
// the packed file.
Result<Digest> pack(const std::string &from, const std::string &to);
Result<void> unpack(const std::string &from, const std::string &to);

}   // namespace gw::backup
