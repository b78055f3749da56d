#pragma once

#include "core/base/result.h"

#include <string_view>

namespace gw::providers {

// The class of a provider's error by its HTTP status. explanation is what the provider said (message and
// code): a bad request may really be about the size of the prompt or about policy, and users configure
// fallbacks for these.
ErrorCode upstreamErrorCode(int status, std::string_view explanation);
// The provider's error with its own message, or with the status where it gave none.
Error upstreamError(int status, std::string_view message);
// The start of an error answer that is no JSON, as much of it as may be shown.
std::string_view shownBody(std::string_view body);

}   // namespace gw::providers
