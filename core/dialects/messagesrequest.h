#pragma once

#include "core/dialects/dialect.h"

// Requests in the shape of Anthropic's Messages API (WIRE: Anthropic Messages).
namespace gw::dialects {

// Scans the body; the canonical form is built when somebody asks for it.
Result<chat::Call> decodeMessages(Inbound in);

}   // namespace gw::dialects
