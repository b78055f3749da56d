#pragma once

#include "core/web/html.h"
#include "core/web/inside.h"
#include "core/web/texts.h"

namespace gw::web {

// A table of rows of /spend/logs/v2, or a sentence where there are none.
Html requestTable(const Words &t, const Answer &answer, const std::string &caption);

}   // namespace gw::web
