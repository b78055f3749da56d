#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gw {

// How an ErrorCode shows to clients: one row of resources/errors.json, the one error table that all dialects
// read.
struct ErrorRow
{
    std::string name;    // The ErrorCode's name.
    int status = 500;    // HTTP.
    std::string type;    // OpenAI's error.type; empty: null.
    std::string param;   // OpenAI's error.param where it is a fixed word ("None"); empty: null.
    std::string
        errorClass;   // "RateLimitError": the class users look for in messages, metrics and retry policies.
    std::string anthropic;    // Anthropic's error.type.
    std::string google;       // Google's error.status.
    bool detail = false;      // Management routes answer {"detail": ...}.
    bool retryable = false;   // Another attempt may succeed.
};

// The row of code. Thread-safe; the table is read once. A missing row is a broken build and ends the program.
const ErrorRow &errorRow(ErrorCode code);
// "UpstreamRateLimit"
std::string_view errorName(ErrorCode code);
inline constexpr int kErrorCodeCount = static_cast<int>(ErrorCode::Cancelled) + 1;

}   // namespace gw
