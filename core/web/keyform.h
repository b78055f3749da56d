#pragma once

#include "core/base/json.h"
#include "core/web/html.h"
#include "core/web/site.h"

#include <string>

namespace gw::web {

// The form for a new key, with what was typed before.
Html keyForm(const Visit &visit);
// What /key/generate is asked for by it. problem: what was typed and is no number.
json::Object keyWish(const Visit &visit, std::string &problem);
// The one time that the key is shown.
Html newKeyCard(const Visit &visit, const json::Object &made);

}   // namespace gw::web
