#include "core/providers/adapters/openai/hubmodel.h"

#include "core/wire/query.h"

#include <algorithm>

namespace gw::providers::openai {

namespace {

constexpr std::string_view kHub = "https://huggingface.co";
// The hub's own servers, which need no translation.
constexpr std::string_view kOwnServers = "hf-inference";
constexpr std::int64_t kLifeS = 3600;
constexpr std::int64_t kShortLifeS = 60;   // Of a name that is only a guess.

struct HubModel
{
    std::string partner;
    std::string model;
};

HubModel hubModel(const Target &target)
{
    const std::string &name = target.upstreamModel;
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || name.find('/', slash + 1) == std::string::npos)
        return {};
    return {name.substr(0, slash), name.substr(slash + 1)};
}

std::string encodedPath(std::string_view model)
{
    std::string out;
    while (!model.empty()) {
        const std::size_t slash = std::min(model.find('/'), model.size());
        out += "/" + wire::percentEncoded(model.substr(0, slash));
        model.remove_prefix(std::min(slash + 1, model.size()));
    }
    return out;
}

}   // namespace

std::string hubKey(const Target &target)
{
    if (target.row->id != "huggingface" || target.baseUrl != target.row->baseUrl)
        return {};
    const HubModel asked = hubModel(target);
    if (asked.partner.empty() || asked.partner == kOwnServers)
        return {};
    return "hugging face model " + target.upstreamModel;
}

Result<TokenRequest> askHub(const Target &target)
{
    const HubModel asked = hubModel(target);
    TokenRequest request;
    request.method = "GET";
    request.step = asked.partner + "\n" + asked.model;
    request.wire.url = std::string(kHub) + "/api/models" + encodedPath(asked.model) +
                       "?expand%5B%5D=inferenceProviderMapping";
    if (!target.key.isEmpty())
        request.wire.headers.add("Authorization", "Bearer " + target.key.reveal());
    return request;
}

Result<Token> readHub(const TokenRequest &asked, int status, std::string_view body)
{
    const std::size_t line = asked.step.find('\n');
    const std::string partner = asked.step.substr(0, line);
    const std::string model = asked.step.substr(line + 1);
    const auto value = json::parse(body);
    const json::Object *answer = value.ok() ? value.value().if_object() : nullptr;
    const json::Object *mapping = answer ? json::findObject(*answer, "inferenceProviderMapping") : nullptr;
    if (status != 200 || !mapping)
        return Token{Secret(model), kShortLifeS};
    const json::Object *entry = json::findObject(*mapping, partner);
    const std::string_view name = entry ? json::stringOr(*entry, "providerId") : std::string_view();
    if (name.empty())
        return Error{.code = ErrorCode::BadRequest,
                     .message = "Hugging Face's partner '" + partner + "' does not serve '" + model + "'",
                     .param = "model"};
    return Token{Secret(std::string(name)), kLifeS};
}

}   // namespace gw::providers::openai
