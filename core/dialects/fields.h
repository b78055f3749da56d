#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

// Small steps that every request reader takes.
namespace gw::dialects {

// BadRequest that names the member at path.
Error invalidField(std::string path, std::string_view why);
// Moves the string member out of object into to; false when there is none.
bool takeString(json::Object &object, std::string_view key, std::string &to);
// Moves the member out of object; null when there is none.
json::Value takeValue(json::Object &object, std::string_view key);

// Arguments of a tool call as an object, for dialects that say them so. Text that was cut off is closed as
// far as it goes; what is no JSON object at all becomes an empty one.
json::Object argumentsObject(std::string_view text);

// The alphabet and padding that every provider takes: Google's clients send the URL-safe one.
std::string standardBase64(std::string text);
// "data:<type>;base64,<data>"
std::string dataUrl(std::string_view type, std::string_view base64);

}   // namespace gw::dialects
