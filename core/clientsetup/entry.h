#pragma once

#include "core/clientsetup/plan.h"

namespace gw::clientsetup {

enum class Phase : std::uint8_t {
    Applying,   // Noted; files may be old or new.
    Applied,
    Undoing,   // Files may be ours or put back.
};

// What was done to the files of one client. It is written, and synced, before the first byte of a file
// changes, and taken away when everything is as it was.
struct Entry
{
    std::string client;
    Phase phase = Phase::Applied;
    std::int64_t unixS = 0;   // When it was connected.
    std::string base;
    std::string model;
    std::vector<FileChange> files;   // now and exists matter while it is being applied.
    std::string previous = {};       // The entry that this one takes the place of, while it is being applied.
};

std::string write(const Entry &entry);
Result<Entry> readEntry(std::string_view text);

}   // namespace gw::clientsetup
