#pragma once

#include "core/dialects/dialect.h"

// gw::Error in each dialect's own shape. Status, type and class come from resources/errors.json.
namespace gw::dialects {

// {"error":{"message","type","param","code"}}; code is always a string.
ErrorReply openAiError(const Error &error);
std::string openAiStreamError(const Error &error);
// {"detail": ...} for the rows that have it (CONTRACT 4.2), else as openAiError().
ErrorReply managementError(const Error &error);

}   // namespace gw::dialects
