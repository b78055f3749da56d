#pragma once

#include "core/config/configfiles.h"

// Changes of several files as one: what was there is noted beside the copies before the first file is
// replaced, and the note goes when the last one is. A note that is found tells of a change that was cut
// short.
namespace gw::config {

struct PlannedText
{
    const FileText *before = nullptr;
    std::string_view text;
};

Result<void> noteEdit(const std::string &folder, std::span<const PlannedText> planned);
void forgetEdit(const std::string &folder);

}   // namespace gw::config
