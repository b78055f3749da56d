#include "core/passage/filesids.h"

#include "core/base/base64.h"

namespace gw::passage {

namespace {

constexpr std::string_view kMark = "litellm:";
constexpr std::string_view kModel = ";model,";

// "file-", "batch_": what programs look at.
std::string_view prefixOf(std::string_view id)
{
    for (const std::string_view prefix : {"file-", "batch_"}) {
        if (id.starts_with(prefix))
            return prefix;
    }
    return {};
}

}   // namespace

std::string wrapId(std::string_view id, std::string_view deploymentId)
{
    return std::string(prefixOf(id)) + toBase64Url(std::string(kMark) + std::string(id) +
                                                   std::string(kModel) + std::string(deploymentId));
}

std::optional<std::pair<std::string, std::string>> unwrapId(std::string_view id)
{
    id.remove_prefix(prefixOf(id).size());
    const auto text = fromBase64(id);
    if (!text || !text->starts_with(kMark))
        return std::nullopt;
    const std::size_t model = text->rfind(kModel);
    if (model == std::string::npos)
        return std::nullopt;
    return std::pair(text->substr(kMark.size(), model - kMark.size()), text->substr(model + kModel.size()));
}

}   // namespace gw::passage
