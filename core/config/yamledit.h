#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Changes config.yaml where it stands: comments, order, quoting and every byte outside the change stay. Each
// change is parsed back, and unless exactly the intended value is new, nothing is done.
namespace gw::config {

// text with item as a further member of the top-level list of that name, which is made if it is not there.
// Block and flow style (JSON too) are kept. Fails when the list is no plain list of this text (an alias, a
// merge, an explicit null).
Result<std::string> appendToList(std::string_view text, std::string_view list, const json::Object &item);

struct EditOptions
{
    std::string backupFolder;   // Made if needed; each edit leaves a copy of the old text there.
    std::int64_t unixUs = 0;    // Now, for the name of the copy.
};

// The same to a file, written atomically. Returns the path of the backup; empty when the file is new.
Result<std::string> appendToFile(const std::string &path, std::string_view list, const json::Object &item,
                                 const EditOptions &options);

}   // namespace gw::config
