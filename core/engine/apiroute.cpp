#include "core/engine/apiroute.h"

#include "core/dialects/errors.h"

namespace gw::engine {

ApiReply errorReply(const Error &error)
{
    dialects::ErrorReply reply = dialects::managementError(error);
    return {.status = reply.status, .body = std::move(reply.body)};
}

ApiReply jsonReply(const json::Value &value)
{
    return {.body = json::serialize(value)};
}

}   // namespace gw::engine
