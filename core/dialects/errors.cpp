#include "core/dialects/errors.h"

#include "core/base/errortable.h"

namespace gw::dialects {

namespace {

json::Object openAiBody(const Error &error)
{
    const ErrorRow &row = errorRow(error.code);
    json::Object inner;
    inner["message"] = error.message;
    if (!error.upstreamType.empty())
        inner["type"] = error.upstreamType;
    else if (!row.type.empty())
        inner["type"] = row.type;
    else
        inner["type"] = nullptr;
    if (!error.param.empty())
        inner["param"] = error.param;
    else if (!row.param.empty())
        inner["param"] = row.param;
    else
        inner["param"] = nullptr;
    inner["code"] = error.upstreamCode.empty() ? std::to_string(row.status) : error.upstreamCode;
    return json::Object{{"error", std::move(inner)}};
}

}   // namespace

ErrorReply openAiError(const Error &error)
{
    return {errorRow(error.code).status, json::serialize(openAiBody(error))};
}

std::string openAiStreamError(const Error &error)
{
    return "data: " + json::serialize(openAiBody(error)) + "\n\n";
}

ErrorReply managementError(const Error &error)
{
    const ErrorRow &row = errorRow(error.code);
    if (!row.detail)
        return openAiError(error);
    return {row.status, json::serialize(json::Object{{"detail", error.message}})};
}

}   // namespace gw::dialects
