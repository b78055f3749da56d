#include "core/base/errortable.h"

#include "core/base/json.h"
#include "core/base/resources.h"

#include <array>

namespace gw {

namespace {

constexpr std::array<std::string_view, kErrorCodeCount> kNames{"BadRequest",
                                                               "BadJson",
                                                               "MissingField",
                                                               "UnsupportedParam",
                                                               "NoKey",
                                                               "MalformedKey",
                                                               "UnknownKey",
                                                               "NoDatabaseKey",
                                                               "ExpiredKey",
                                                               "BlockedKey",
                                                               "ModelDenied",
                                                               "RouteDenied",
                                                               "AdminOnly",
                                                               "AddressDenied",
                                                               "OriginDenied",
                                                               "HostDenied",
                                                               "BudgetExceeded",
                                                               "RateLimited",
                                                               "UnknownModel",
                                                               "NoModels",
                                                               "NoDeployment",
                                                               "TagDenied",
                                                               "NotFound",
                                                               "MethodNotAllowed",
                                                               "PayloadTooLarge",
                                                               "NotImplemented",
                                                               "DatabaseAway",
                                                               "SecretAway",
                                                               "Overloaded",
                                                               "Internal",
                                                               "UpstreamBadRequest",
                                                               "UpstreamContextWindow",
                                                               "UpstreamContentPolicy",
                                                               "UpstreamAuthentication",
                                                               "UpstreamPermission",
                                                               "UpstreamNotFound",
                                                               "UpstreamTimeout",
                                                               "UpstreamUnprocessable",
                                                               "UpstreamRateLimit",
                                                               "UpstreamInternal",
                                                               "UpstreamBadGateway",
                                                               "UpstreamUnavailable",
                                                               "UpstreamOverloaded",
                                                               "UpstreamConnection",
                                                               "UpstreamMalformed",
                                                               "Cancelled"};

std::array<ErrorRow, kErrorCodeCount> readTable()
{
    const auto parsed = json::parse(resource("errors.json"));
    if (!parsed.ok() || !parsed.value().is_object())
        qFatal("errors.json is broken");
    std::array<ErrorRow, kErrorCodeCount> rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const json::Object *object = json::findObject(parsed.value().get_object(), kNames[i]);
        if (!object)
            qFatal("errors.json has no row for %s", kNames[i].data());
        ErrorRow &row = rows[i];
        row.name = kNames[i];
        row.status = static_cast<int>(json::findInt(*object, "status").value_or(500));
        row.type = json::stringOr(*object, "type");
        row.param = json::stringOr(*object, "param");
        row.errorClass = json::stringOr(*object, "class");
        row.anthropic = json::stringOr(*object, "anthropic");
        row.google = json::stringOr(*object, "google");
        row.detail = json::findBool(*object, "detail").value_or(false);
        row.retryable = json::findBool(*object, "retryable").value_or(false);
    }
    return rows;
}

}   // namespace

const ErrorRow &errorRow(ErrorCode code)
{
    static const std::array<ErrorRow, kErrorCodeCount> rows = readTable();
    return rows[static_cast<std::size_t>(code)];
}

std::string_view errorName(ErrorCode code)
{
    return kNames[static_cast<std::size_t>(code)];
}

}   // namespace gw
