#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"

#include <string>
#include <string_view>

// What the OpenAI-shaped dialects share in reading a request.
namespace gw::dialects {

// Scans body and reads what every OpenAI-shaped route has: model, stream, stream_options, user, metadata and
// the gateway's own fields. requiredField must be present.
Result<chat::Call> decodeCommon(chat::Shape shape, Inbound in, std::string_view requiredField,
                                chat::Call::Builder builder);

// Parses the body and takes out what the canonical request holds in fields of its own or must not go on; the
// rest is params. model and stream are read from call.
Result<json::Object> parseParams(const chat::Call &call);

}   // namespace gw::dialects
